package org.weatherinference.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where the versions of bundles lie.
 *
 * @param own the user's folder, which is written to; need not exist
 * @param shipped a folder that is only read; need not exist
 */
record StoreFolders(Path own, @Nullable Path shipped) {
    /** The names of which there is a version. */
    SortedSet<String> names() {
        var names = new TreeSet<String>();
        for (Path root : roots()) {
            for (Path child : children(root)) {
                String name = child.getFileName().toString();
                if (ModelRules.isName(name) && !versions(name).isEmpty()) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    /** The folders of a name's versions, by number. */
    NavigableMap<Integer, Path> versions(String name) {
        var versions = new TreeMap<Integer, Path>();
        for (Path root : roots()) {
            for (Path child : children(root.resolve(name))) {
                String number = child.getFileName().toString();
                if (BundleReference.isVersion(number) && Files.isDirectory(child)) {
                    versions.put(Integer.parseInt(number), child);
                }
            }
        }
        return versions;
    }

    /** The number after the highest. */
    int nextVersion(String name) {
        NavigableMap<Integer, Path> versions = versions(name);
        return versions.isEmpty() ? 1 : versions.lastKey() + 1;
    }

    /** Where the user's version lies, or would. */
    Path place(String name, int version) {
        return own.resolve(name).resolve(String.valueOf(version));
    }

    /** The user's last, so that it wins. */
    private List<Path> roots() {
        return shipped == null ? List.of(own) : List.of(shipped, own);
    }

    /** A folder that cannot be listed holds no bundle that could be used. */
    private static List<Path> children(Path folder) {
        try {
            return Folders.children(folder);
        } catch (IOException _) {
            return List.of();
        }
    }
}
