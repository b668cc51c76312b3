package org.weatherinference.model;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The bundles of a user, {@code <home>/bundles/<name>/<version>/}, and those that ship with the program. Safe to share
 * between threads and processes: a new version appears whole or not at all. Versions of one name count up over both;
 * where both have the same version, the user's is the one that is seen.
 */
public final class BundleStore {
    private static final String STANDARD = "weather";
    private static final String FIRST_STANDARD = "sun-rain";
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");

    private final Path own;
    private final @Nullable Path shipped;
    private final boolean sealed;

    private BundleStore(Path own, @Nullable Path shipped, boolean sealed) {
        this.own = own;
        this.shipped = shipped;
        this.sealed = sealed;
    }

    /**
     * A store over two folders.
     *
     * @param home the user's folder, such as {@code ~/.weather}; need not exist
     * @param shipped a folder of bundles that is only read; need not exist
     */
    public static BundleStore open(Path home, Path shipped) {
        return new BundleStore(home.resolve("bundles"), shipped, false);
    }

    /** A store over a user's folder alone. */
    public static BundleStore open(Path home) {
        return new BundleStore(home.resolve("bundles"), null, false);
    }

    /** As {@link #open(Path, Path)}, where something else vouches for the bytes of shipped bundles. */
    static BundleStore openSealed(Path home, Path shipped) {
        return new BundleStore(home.resolve("bundles"), shipped, true);
    }

    /**
     * The store that {@code $WEATHER_HOME}, else {@code ~/.weather}, and the launcher's {@code weather.shipped} name. A
     * container image says by {@code weather.sealed} that its own digests vouch for the bundles in it.
     */
    public static BundleStore standard() {
        String shipped = System.getProperty("weather.shipped", "");
        if (shipped.isEmpty()) {
            return open(WeatherHome.folder());
        }
        return Boolean.getBoolean("weather.sealed")
                ? openSealed(WeatherHome.folder(), Path.of(shipped))
                : open(WeatherHome.folder(), Path.of(shipped));
    }

    /** All versions, by name and version; what cannot be read is listed with its fault. */
    public List<Entry> list() {
        var entries = new ArrayList<Entry>();
        for (String name : names()) {
            versions(name).forEach((version, folder) -> entries.add(entry(name, version, folder)));
        }
        return entries;
    }

    private Entry entry(String name, int version, Path folder) {
        try {
            BundleManifest manifest = Bundle.readManifest(folder);
            checkPlace(manifest, name, version);
            return new Entry.Readable(folder, manifest, !folder.startsWith(own));
        } catch (BundleException | IOException fault) {
            return new Entry.Unreadable(folder, String.valueOf(fault.getMessage()));
        }
    }

    private static void checkPlace(BundleManifest manifest, String name, int version) throws BundleException {
        String place = name + ":" + version;
        if (!manifest.reference().equals(place)) {
            throw new BundleException("the bundle in the place of " + place + " says that it is " + manifest.reference()
                    + "; use it by its path, or move it to where it belongs");
        }
    }

    /** One folder of the store. */
    public sealed interface Entry {
        /** Where it lies. */
        Path folder();

        /** A bundle whose manifest was read; its checksums were not verified. */
        @SuppressWarnings("AvoidCommonTypeNames") // always written Entry.Readable
        record Readable(Path folder, BundleManifest manifest, boolean shipped) implements Entry {}

        /** A folder that should be a bundle. */
        record Unreadable(Path folder, String fault) implements Entry {}
    }

    /**
     * The bundle that a reference means: {@code name}, {@code name:latest}, {@code name:live}, {@code name:3} or a path
     * of a folder, which is told from a name by a slash or a dot.
     *
     * @throws BundleException saying what exists and what was probably meant, or why the bundle is refused
     */
    public Bundle resolve(String reference) throws BundleException {
        return resolve(reference, false);
    }

    /**
     * As {@link #resolve}, for a server whose first answer is waited for: of bundles in a container image no checksums
     * are taken, since the image's digests, which whoever fetched it has verified, vouch for the same bytes.
     */
    public Bundle resolveToServe(String reference) throws BundleException {
        return resolve(reference, sealed);
    }

    private Bundle resolve(String reference, boolean trusting) throws BundleException {
        if (isPath(reference)) {
            return Bundle.open(Path.of(reference));
        }
        BundleReference parsed = BundleReference.parse(reference);
        NavigableMap<Integer, Path> versions = existing(parsed.name());
        int version = version(parsed, versions);
        Path folder = versions.get(version);
        if (folder == null) {
            throw new BundleException(
                    "there is no " + parsed.name() + ":" + version + "; " + known(parsed.name(), versions));
        }
        Bundle bundle = trusting && !folder.startsWith(own) ? Bundle.openSealed(folder) : Bundle.open(folder);
        checkPlace(bundle.manifest(), parsed.name(), version);
        return bundle;
    }

    /**
     * What a server shall answer with: of a name alone the version that was promoted to live, where one was, else the
     * newest; of anything else what {@link #resolve} takes. Opens nothing, and so is cheap to ask again and again.
     *
     * @return {@code name:3}, or the path as it was given
     * @throws BundleException saying what exists and what was probably meant
     */
    public String serving(String reference) throws BundleException {
        if (isPath(reference)) {
            return reference;
        }
        BundleReference parsed = BundleReference.parse(reference);
        NavigableMap<Integer, Path> versions = existing(parsed.name());
        boolean free = !reference.contains(":") && Files.exists(liveFile(parsed.name()));
        int version = free ? live(parsed.name(), versions) : version(parsed, versions);
        return parsed.name() + ":" + version;
    }

    /** The name that is used where none is given: {@code weather}, or {@code sun-rain} until that exists. */
    public String standardName() {
        return versions(STANDARD).isEmpty() ? FIRST_STANDARD : STANDARD;
    }

    private NavigableMap<Integer, Path> existing(String name) throws BundleException {
        NavigableMap<Integer, Path> versions = versions(name);
        if (versions.isEmpty()) {
            throw unknownName(name);
        }
        return versions;
    }

    private static boolean isPath(String reference) {
        return reference.contains("/") || reference.contains(File.separator) || reference.startsWith(".");
    }

    private int version(BundleReference reference, NavigableMap<Integer, Path> versions) throws BundleException {
        return switch (reference.selector()) {
            case BundleReference.LATEST -> versions.lastKey();
            case BundleReference.LIVE -> live(reference.name(), versions);
            default -> Integer.parseInt(reference.selector());
        };
    }

    private int live(String name, NavigableMap<Integer, Path> versions) throws BundleException {
        Path file = liveFile(name);
        try {
            String number = Files.exists(file) ? Files.readString(file).strip() : "";
            if (number.isEmpty()) {
                throw new BundleException("no version of " + name + " was promoted to live; " + known(name, versions));
            }
            if (!NUMBER.matcher(number).matches()) {
                throw new BundleException(
                        "the live version of " + name + " is \"" + number + "\", must be a number: promote one again");
            }
            return Integer.parseInt(number);
        } catch (IOException fault) {
            throw new BundleException("the live version of " + name + " cannot be read: " + fault, fault);
        }
    }

    private Path liveFile(String name) {
        return own.resolve(name).resolve(BundleReference.LIVE);
    }

    private static String known(String name, NavigableMap<Integer, Path> versions) {
        return name + " has " + (versions.size() == 1 ? "version " : "versions ")
                + versions.keySet().stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    private BundleException unknownName(String name) {
        SortedSet<String> names = names();
        String hint = names.isEmpty()
                ? "; the store is empty: make a bundle with weather train"
                : Spelling.nearest(name, names)
                                .map(near -> "; did you mean " + near + "? There is ")
                                .orElse("; there is ")
                        + String.join(", ", names);
        String folder = Files.isDirectory(Path.of(name)) ? "; for the folder of that name write ./" + name : "";
        return new BundleException("there is no bundle \"" + name + "\"" + hint + folder);
    }

    /** The bundle used where none is named: {@code weather}, or {@code sun-rain} until that exists. */
    public Bundle standardBundle() throws BundleException {
        return resolve(standardName());
    }

    /**
     * Makes the next version of the draft's name, atomically: golden photos are drawn and answered, checksums taken.
     *
     * @throws BundleException when the network does not fit the draft, or the store cannot be written to
     */
    public Bundle add(BundleDraft draft) throws BundleException {
        try (var writer = BundleWriter.begin(own, draft)) {
            while (true) {
                int version = nextVersion(draft.name());
                Path folder = own.resolve(draft.name()).resolve(String.valueOf(version));
                // Another process may have taken the number since: then the next one.
                if (writer.publish(version, folder)) {
                    return Bundle.open(folder);
                }
            }
        } catch (IOException fault) {
            throw new BundleException("bundle " + draft.name() + " cannot be written to " + own + ": " + fault, fault);
        }
    }

    private int nextVersion(String name) {
        NavigableMap<Integer, Path> versions = versions(name);
        return versions.isEmpty() ? 1 : versions.lastKey() + 1;
    }

    private SortedSet<String> names() {
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
    private NavigableMap<Integer, Path> versions(String name) {
        var versions = new TreeMap<Integer, Path>();
        for (Path root : roots()) {
            for (Path child : children(root.resolve(name))) {
                String number = child.getFileName().toString();
                if (NUMBER.matcher(number).matches() && Files.isDirectory(child)) {
                    versions.put(Integer.parseInt(number), child);
                }
            }
        }
        return versions;
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
