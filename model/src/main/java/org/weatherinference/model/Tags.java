package org.weatherinference.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Names for versions, kept in a user's store: {@code <name>/tags/<tag>} holds a version's number. A file each,
 * exchanged whole, so that two processes never undo each other's.
 */
record Tags(Path store) {
    /** @throws BundleException where a version may not be called so */
    static void check(String tag) throws BundleException {
        if (!ModelRules.isName(tag) || tag.equals(BundleReference.LATEST) || tag.equals(BundleReference.LIVE)) {
            throw new BundleException("a version cannot be tagged \"" + tag + "\": a tag is lower-case letters, digits"
                    + " and hyphens, starts with a letter, has at most 64 and is neither latest nor live");
        }
    }

    /** The version that a tag means; nothing where there is no such tag. */
    OptionalInt version(String name, String tag) throws BundleException {
        Path file = file(name, tag);
        String what = "the version tagged " + name + ":" + tag;
        try {
            if (!Files.exists(file)) {
                return OptionalInt.empty();
            }
            String number = Files.readString(file).strip();
            if (!BundleReference.isVersion(number)) {
                throw new BundleException(what + " is \"" + number + "\", must be a number: tag one again");
            }
            return OptionalInt.of(Integer.parseInt(number));
        } catch (IOException fault) {
            throw new BundleException(what + " cannot be read: " + fault, fault);
        }
    }

    /** All tags of a name with their versions, sorted; one that cannot be read is left out. */
    TreeMap<String, Integer> of(String name) {
        var tags = new TreeMap<String, Integer>();
        for (String tag : written(name)) {
            try {
                version(name, tag).ifPresent(version -> tags.put(tag, version));
            } catch (BundleException _) {
                // A listing shows what there is; whoever uses the tag is told.
            }
        }
        return tags;
    }

    private List<String> written(String name) {
        try {
            return Folders.children(folder(name)).stream()
                    .map(file -> file.getFileName().toString())
                    .filter(ModelRules::isName)
                    .toList();
        } catch (IOException _) {
            return List.of();
        }
    }

    /** Makes a tag mean a version, whatever it meant before. */
    void put(String name, String tag, int version) throws IOException {
        Files.createDirectories(folder(name));
        Folders.replace(file(name, tag), version + "\n");
    }

    /** Takes a tag away; false where there was none. */
    boolean remove(String name, String tag) throws IOException {
        return Files.deleteIfExists(file(name, tag));
    }

    private Path folder(String name) {
        return store.resolve(name).resolve("tags");
    }

    private Path file(String name, String tag) {
        return folder(name).resolve(tag);
    }
}
