package org.weatherinference.model;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The bundles of a user, {@code <home>/bundles/<name>/<version>/}, and those that ship with the program. Safe to share
 * between threads and processes: a new version appears whole or not at all. Versions of one name count up over both;
 * where both have the same version, the user's is the one that is seen.
 */
public final class BundleStore {
    /** Names of which the first that exists is used where none is given; if none does, the last. */
    private static final List<String> STANDARDS = List.of("weather", "sun-rain");

    /** The most that a bundle's zip file and what is in it may have, in bytes: 512 MB. */
    public static final int MAX_BYTES = 512 << 20;

    private final Path own;
    private final StoreFolders folders;
    private final Tags tags;
    private final RolloutFiles decided;
    private final Rollouts rollouts;
    private final boolean sealed;
    private final List<String> standards;

    private BundleStore(Path own, @Nullable Path shipped, boolean sealed, List<String> standards) {
        this.own = own;
        this.folders = new StoreFolders(own, shipped);
        this.tags = new Tags(own);
        this.decided = new RolloutFiles(own);
        this.rollouts = new Rollouts(this, decided);
        this.sealed = sealed;
        this.standards = standards;
    }

    /**
     * A store over two folders.
     *
     * @param home the user's folder, such as {@code ~/.weather}; need not exist
     * @param shipped a folder of bundles that is only read; need not exist
     */
    public static BundleStore open(Path home, Path shipped) {
        return new BundleStore(home.resolve("bundles"), shipped, false, STANDARDS);
    }

    /** A store over a user's folder alone. */
    public static BundleStore open(Path home) {
        return new BundleStore(home.resolve("bundles"), null, false, STANDARDS);
    }

    /** As {@link #open(Path, Path)}, where something else vouches for the bytes of shipped bundles. */
    static BundleStore openSealed(Path home, Path shipped) {
        return new BundleStore(home.resolve("bundles"), shipped, true, STANDARDS);
    }

    /** As {@link #open(Path, Path)}, where another name comes before the usual ones when none is given. */
    static BundleStore openWithStandard(Path home, Path shipped, String standard) {
        List<String> standards = new ArrayList<>(STANDARDS);
        standards.addFirst(standard);
        return new BundleStore(home.resolve("bundles"), shipped, false, List.copyOf(standards));
    }

    /**
     * The store that {@code $WEATHER_HOME}, else {@code ~/.weather}, and the launcher's {@code weather.shipped} name. A
     * container image says by {@code weather.sealed} that its own digests vouch for the bundles in it; a distribution
     * says by {@code weather.standard} which of its bundles it was made for.
     */
    public static BundleStore standard() {
        String shipped = System.getProperty("weather.shipped", "");
        if (shipped.isEmpty()) {
            return open(WeatherHome.folder());
        }
        if (Boolean.getBoolean("weather.sealed")) {
            return openSealed(WeatherHome.folder(), Path.of(shipped));
        }
        String standard = System.getProperty("weather.standard", "");
        return standard.isEmpty()
                ? open(WeatherHome.folder(), Path.of(shipped))
                : openWithStandard(WeatherHome.folder(), Path.of(shipped), standard);
    }

    /** All versions, by name and version; what cannot be read is listed with its fault. */
    public List<Entry> list() {
        var entries = new ArrayList<Entry>();
        for (String name : folders.names()) {
            folders.versions(name).forEach((version, folder) -> entries.add(entry(name, version, folder)));
        }
        return entries;
    }

    private Entry entry(String name, int version, Path folder) {
        try {
            BundleManifest manifest = Bundle.readManifest(folder);
            checkPlace(manifest, name, version);
            return new Entry.Readable(
                    folder,
                    manifest,
                    !folder.startsWith(own),
                    bytes(folder),
                    isLive(name, version),
                    trial(name, version),
                    tags(name, version));
        } catch (BundleException | IOException fault) {
            return new Entry.Unreadable(folder, String.valueOf(fault.getMessage()));
        }
    }

    private static long bytes(Path folder) throws IOException {
        long bytes = 0;
        for (Path path : Folders.tree(folder)) {
            bytes += Files.isRegularFile(path) ? Files.size(path) : 0;
        }
        return bytes;
    }

    private boolean isLive(String name, int version) {
        return decided.readable(name)
                .filter(rollout -> rollout.live() == version)
                .isPresent();
    }

    private Optional<Rollout.Trial> trial(String name, int version) {
        return decided.readable(name).flatMap(Rollout::trial).filter(trial -> trial.version() == version);
    }

    private List<String> tags(String name, int version) {
        return tags.of(name).entrySet().stream()
                .filter(tag -> tag.getValue() == version)
                .map(Map.Entry::getKey)
                .toList();
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

        /**
         * A bundle whose manifest was read; its checksums were not verified.
         *
         * @param shipped whether it came with the program
         * @param bytes of all its files
         * @param live whether an operator promoted it
         * @param trial that an operator makes of it
         * @param tags that mean it, sorted
         */
        @SuppressWarnings("AvoidCommonTypeNames") // always written Entry.Readable
        record Readable(
                Path folder,
                BundleManifest manifest,
                boolean shipped,
                long bytes,
                boolean live,
                Optional<Rollout.Trial> trial,
                List<String> tags)
                implements Entry {}

        /** A folder that should be a bundle. */
        record Unreadable(Path folder, String fault) implements Entry {}
    }

    /**
     * The bundle that a reference means: {@code name}, {@code name:latest}, {@code name:live}, {@code name:3},
     * {@code name:tag} or a path of a folder, which is told from a name by a slash or a dot.
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
        Place place = place(reference);
        boolean vouchedFor = trusting && !place.folder().startsWith(own);
        Bundle bundle = vouchedFor ? Bundle.openSealed(place.folder()) : Bundle.open(place.folder());
        checkPlace(bundle.manifest(), place.name(), place.version());
        return bundle;
    }

    /** Where a version lies. */
    record Place(String name, int version, Path folder) {
        String reference() {
            return name + ":" + version;
        }
    }

    Place place(String reference) throws BundleException {
        BundleReference parsed = BundleReference.parse(reference);
        NavigableMap<Integer, Path> versions = existing(parsed.name());
        int version = version(parsed, versions);
        Path folder = versions.get(version);
        if (folder == null) {
            throw new BundleException(
                    "there is no " + parsed.name() + ":" + version + "; " + known(parsed.name(), versions));
        }
        return new Place(parsed.name(), version, folder);
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
        Optional<Rollout> rollout = reference.contains(":") ? Optional.empty() : decided.of(parsed.name());
        int version = rollout.isPresent() ? live(rollout.get(), versions) : version(parsed, versions);
        return parsed.name() + ":" + version;
    }

    /**
     * The name that is used where none is given: {@code weather}, or {@code sun-rain} until that exists; before both
     * the one that a distribution was made for.
     */
    public String standardName() {
        return standards.stream()
                .filter(name -> !folders.versions(name).isEmpty())
                .findFirst()
                .orElse(standards.getLast());
    }

    /** The versions of a name; none where there is no such name. */
    public SortedSet<Integer> versions(String name) {
        return folders.versions(name).navigableKeySet();
    }

    NavigableMap<Integer, Path> existing(String name) throws BundleException {
        NavigableMap<Integer, Path> versions = folders.versions(name);
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
            default -> numbered(reference, versions);
        };
    }

    private int numbered(BundleReference reference, NavigableMap<Integer, Path> versions) throws BundleException {
        String selector = reference.selector();
        return BundleReference.isVersion(selector)
                ? Integer.parseInt(selector)
                : tagged(reference.name(), selector, versions);
    }

    private int live(String name, NavigableMap<Integer, Path> versions) throws BundleException {
        return live(
                decided.of(name)
                        .orElseThrow(() -> new BundleException(
                                "no version of " + name + " was promoted to live; " + known(name, versions))),
                versions);
    }

    private static int live(Rollout rollout, NavigableMap<Integer, Path> versions) throws BundleException {
        if (!versions.containsKey(rollout.live())) {
            throw new BundleException("there is no " + rollout.reference() + ", which was promoted: promote another"
                    + " version, with weather bundles promote REF; " + known(rollout.name(), versions));
        }
        return rollout.live();
    }

    private int tagged(String name, String tag, NavigableMap<Integer, Path> versions) throws BundleException {
        return tags.version(name, tag)
                .orElseThrow(() -> new BundleException("no version of " + name + " is tagged " + tag
                        + Spelling.hint(tag, tags.of(name).keySet()) + "; " + known(name, versions)
                        + knownTags(tags.of(name).keySet())));
    }

    private static String knownTags(Collection<String> tags) {
        return tags.isEmpty()
                ? " and no tags"
                : " and the " + (tags.size() == 1 ? "tag " : "tags ") + String.join(", ", tags);
    }

    private static String known(String name, NavigableMap<Integer, Path> versions) {
        return known(name, versions.navigableKeySet());
    }

    static String known(String name, SortedSet<Integer> versions) {
        return name + " has " + (versions.size() == 1 ? "version " : "versions ")
                + versions.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    private BundleException unknownName(String name) {
        SortedSet<String> names = folders.names();
        String hint = names.isEmpty()
                ? "; the store is empty: make a bundle with weather train"
                : Spelling.nearest(name, names)
                                .map(near -> "; did you mean " + near + "? There is ")
                                .orElse("; there is ")
                        + String.join(", ", names);
        String folder = Files.isDirectory(Path.of(name)) ? "; for the folder of that name write ./" + name : "";
        return new BundleException("there is no bundle \"" + name + "\"" + hint + folder);
    }

    /** The bundle used where none is named: that of {@link #standardName}. */
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
                int version = folders.nextVersion(draft.name());
                Path folder = folders.place(draft.name(), version);
                // Another process may have taken the number since: then the next one.
                if (writer.publish(version, folder)) {
                    return Bundle.open(folder);
                }
            }
        } catch (IOException fault) {
            throw new BundleException("bundle " + draft.name() + " cannot be written to " + own + ": " + fault, fault);
        }
    }

    /**
     * What became of an import.
     *
     * @param bundle in this store, or in that of the program
     * @param added false where the very same bundle was there already
     */
    public record Imported(Bundle bundle, boolean added) {}

    /**
     * Takes in a bundle that was exported, atomically and after all was checked that can be; it keeps its name and its
     * version.
     *
     * @param archive the zip file, from anywhere
     * @param name under which it becomes the next version; null for its own name and version
     * @throws BundleException naming the rule that the file breaks, or the other bundle that has its place; not the
     *     file itself, which may have come from elsewhere
     */
    public Imported add(Path archive, @Nullable String name) throws BundleException {
        if (name != null && !ModelRules.isName(name)) {
            throw new BundleException("name \"" + name + "\" " + ModelRules.NAME_RULE);
        }
        if (!Files.isRegularFile(archive)) {
            throw new BundleException("there is no such file");
        }
        try (var arrived = BundleImport.begin(own, archive)) {
            return name == null ? keep(arrived) : rename(arrived, name);
        } catch (BundleException refusal) {
            throw new BundleException("refused: " + refusal.getMessage(), refusal);
        } catch (IOException fault) {
            throw new BundleException("cannot be imported to " + own + ": " + fault, fault);
        }
    }

    private Imported keep(BundleImport arrived) throws BundleException, IOException {
        BundleManifest manifest = arrived.manifest();
        Path place = folders.place(manifest.name(), manifest.version());
        Path taken = folders.versions(manifest.name()).get(manifest.version());
        if (taken == null && arrived.publish(null, manifest.version(), place)) {
            return new Imported(Bundle.open(place), true);
        }
        return new Imported(same(manifest, taken == null ? place : taken), false);
    }

    private static Bundle same(BundleManifest manifest, Path taken) throws BundleException {
        Bundle there = Bundle.open(taken);
        if (!there.manifest().equals(manifest)) {
            throw new BundleException("it is " + manifest.reference() + ", and there is another " + manifest.reference()
                    + " already: import it under a name of its own (--as NAME)");
        }
        return there;
    }

    private Imported rename(BundleImport arrived, String name) throws BundleException, IOException {
        while (true) {
            int version = folders.nextVersion(name);
            Path place = folders.place(name, version);
            if (arrived.publish(name, version, place)) {
                return new Imported(Bundle.open(place), true);
            }
        }
    }

    /**
     * Which version {@link #delete} would take away.
     *
     * @param reference with its version, number or tag
     * @return {@code name:3}
     * @throws BundleException where there is none, or it may not be deleted
     */
    public String deletable(String reference) throws BundleException {
        return removable(reference).reference();
    }

    private Place removable(String reference) throws BundleException {
        Place place = said(reference, "deleted");
        if (!place.folder().startsWith(own)) {
            throw new BundleException(place.reference() + " ships with the program and cannot be deleted");
        }
        Optional<Rollout> rollout = decided.of(place.name());
        if (rollout.isPresent()) {
            checkUnused(place, rollout.get());
        }
        return place;
    }

    private static void checkUnused(Place place, Rollout rollout) throws BundleException {
        if (rollout.live() == place.version()) {
            throw new BundleException(place.reference() + " is live: promote another version first, with"
                    + " weather bundles promote REF");
        }
        if (rollout.trial().map(Rollout.Trial::version).orElse(0) == place.version()) {
            throw new BundleException(place.reference() + " is on trial: end that first, with weather bundles rollback "
                    + place.name() + " --trial");
        }
    }

    /** Of a reference that leaves no doubt about which version it means. */
    Place said(String reference, String done) throws BundleException {
        if (isPath(reference)) {
            throw new BundleException(
                    reference + " is a path: only what a name means is " + done + ", such as weather:3");
        }
        if (!reference.contains(":")) {
            existing(reference);
            throw new BundleException("say which version of " + reference + ", such as "
                    + place(reference).reference());
        }
        return place(reference);
    }

    /**
     * Takes away a version for good, and the tags that mean it.
     *
     * @param reference with its version, number or tag
     * @throws BundleException where there is none, or it may not or cannot be deleted
     */
    public void delete(String reference) throws BundleException {
        Place place = removable(reference);
        try {
            decided.alone(place.name(), () -> take(removable(place.reference())));
        } catch (IOException fault) {
            throw new BundleException(place.reference() + " cannot be deleted: " + fault, fault);
        }
    }

    private void take(Place place) throws IOException {
        try (Staging staging = Staging.begin(own)) {
            Files.move(place.folder(), staging.folder().resolve("deleted"), StandardCopyOption.ATOMIC_MOVE);
            for (String tag : tags(place.name(), place.version())) {
                tags.remove(place.name(), tag);
            }
        }
    }

    /** Makes a version the user's own: another release of the program may ship another. */
    void keep(Place place) throws IOException {
        if (place.folder().startsWith(own)) {
            return;
        }
        try (Staging staging = Staging.begin(own)) {
            Folders.copy(place.folder(), staging.folder());
            Folders.publish(staging.folder(), folders.place(place.name(), place.version()));
        }
    }

    /** Which versions answer, as an operator decides. */
    public Rollouts rollouts() {
        return rollouts;
    }

    /** The tags of a name, sorted, each with the version that it means. */
    public SortedMap<String, Integer> tags(String name) throws BundleException {
        existing(BundleReference.parse(name).name());
        return tags.of(name);
    }

    /**
     * Makes {@code name:tag} mean a version, whatever it meant before.
     *
     * @param reference of the version
     * @param tag lower-case letters, digits and hyphens, starting with a letter, at most 64; not latest nor live
     * @return {@code name:3}
     * @throws BundleException where there is no such version, the tag breaks its rule, or it cannot be written
     */
    public String tag(String reference, String tag) throws BundleException {
        Tags.check(tag);
        if (isPath(reference)) {
            throw new BundleException(reference + " is a path: only what a name means is tagged, such as weather:3");
        }
        Place place = place(reference);
        try {
            tags.put(place.name(), tag, place.version());
            return place.reference();
        } catch (IOException fault) {
            throw new BundleException(place.reference() + " cannot be tagged: " + fault, fault);
        }
    }

    /**
     * Takes away a tag; the version stays.
     *
     * @param reference {@code name:tag}
     * @throws BundleException where there is no such tag, or it cannot be taken away
     */
    public void untag(String reference) throws BundleException {
        BundleReference parsed = BundleReference.parse(reference);
        Tags.check(parsed.selector());
        try {
            if (!tags.remove(parsed.name(), parsed.selector())) {
                tagged(parsed.name(), parsed.selector(), existing(parsed.name()));
            }
        } catch (IOException fault) {
            throw new BundleException(reference + " cannot be taken away: " + fault, fault);
        }
    }
}
