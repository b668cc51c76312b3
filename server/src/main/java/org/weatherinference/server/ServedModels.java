package org.weatherinference.server;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.weatherinference.model.BundleException;
import org.weatherinference.model.BundleStore;
import org.weatherinference.model.Device;
import org.weatherinference.model.ProblemType;
import org.weatherinference.model.Rollout;
import org.weatherinference.model.Rollout.Trial;
import org.weatherinference.model.Rollouts;
import org.weatherinference.model.Spelling;
import org.weatherinference.photo.PhotoDecoder;
import org.weatherinference.server.Lineup.Tried;

/**
 * The bundles that answer, each by its name. A new version in the store, or one that an operator promotes, takes an old
 * one's place without failing a request; one that is refused does not. Safe to share.
 */
final class ServedModels implements AutoCloseable {
    /** How many look-ups to leave out after a refusal, so that a broken bundle is not checked all the time. */
    private static final int PATIENCE = 10;

    private final BundleStore store;
    private final PhotoDecoder decoder;
    private final Device device;
    private final Consumer<String> notices;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("reload").daemon().factory());
    private final Map<String, Refusal> refusals = new LinkedHashMap<>();
    /** By wanted reference, in the order in which they were wanted. */
    private volatile Map<String, Lineup> lineups = Map.of();

    private record Refusal(String version, String message, int patience) {}

    /** @param notices takes what an operator should know, a sentence at a time */
    ServedModels(BundleStore store, PhotoDecoder decoder, Device device, Consumer<String> notices) {
        this.store = store;
        this.decoder = decoder;
        this.device = device;
        this.notices = notices;
    }

    /**
     * Opens the wanted bundles, and looks from then on for newer versions.
     *
     * @param reload how often; zero for never
     * @throws BundleException when one is refused; all are closed then
     */
    synchronized void open(List<String> wanted, Duration reload) throws BundleException {
        List<String> references = wanted.isEmpty() ? List.of(store.standardName()) : wanted;
        Map<String, Lineup> opened = new LinkedHashMap<>();
        for (String reference : references) {
            opened.put(reference, new Lineup(open(store.serving(reference)), null));
        }
        lineups = opened;
        references.forEach(this::followTrial);
        if (!reload.isZero()) {
            var _ = clock.scheduleWithFixedDelay(
                    this::refresh, reload.toMillis(), reload.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private ServedModel open(String version) throws BundleException {
        return ServedModel.open(store.resolveToServe(version), decoder, device);
    }

    /** Looks once. */
    synchronized void refresh() {
        lineups.keySet().forEach(this::refresh);
    }

    private void refresh(String reference) {
        followLive(reference);
        followTrial(reference);
    }

    /** Looks once, also for what was refused a moment ago. */
    synchronized void refreshAnew() {
        refusals.clear();
        refresh();
    }

    private void followLive(String reference) {
        ServedModel current = lineup(reference).live();
        String version = reference;
        try {
            version = store.serving(reference);
            // A reference that stands for one bundle alone, such as a folder, is served as it was when it was opened.
            if (version.equals(reference) || version.equals(current.reference()) || isWaitingOut(reference, version)) {
                return;
            }
            replaceLive(reference, open(version));
            refusals.remove(reference);
        } catch (BundleException | RuntimeException fault) {
            String message = String.valueOf(fault.getMessage());
            refused(reference, new Refusal(version, message, PATIENCE), current.reference() + " still answers");
        }
    }

    private void replaceLive(String reference, ServedModel replacement) {
        Lineup old = lineup(reference);
        put(reference, new Lineup(replacement, old.tried()));
        old.live().release();
        notices.accept(replacement.reference() + " answers now in the place of "
                + old.live().reference());
    }

    private void followTrial(String reference) {
        try {
            followTrial(reference, wantedTrial(reference));
        } catch (BundleException _) {
            // Nobody can tell what is decided, as was said of the live version: all stays as it is.
        }
    }

    private void followTrial(String reference, Optional<Trial> wanted) {
        String key = "the trial of " + reference;
        try {
            if (!wanted.equals(lineup(reference).trial()) && !isWaitingOut(key, wanted.toString())) {
                replaceTried(reference, wanted.orElse(null));
                refusals.remove(key);
            }
        } catch (BundleException | RuntimeException fault) {
            endTrial(reference);
            refused(
                    key,
                    new Refusal(wanted.toString(), String.valueOf(fault.getMessage()), PATIENCE),
                    "nothing is tried out beside " + lineup(reference).live().reference());
        }
    }

    private Optional<Trial> wantedTrial(String reference) throws BundleException {
        Optional<String> name = Rollouts.followedName(reference);
        return name.isEmpty()
                ? Optional.empty()
                : store.rollouts().of(name.get()).flatMap(Rollout::trial);
    }

    private void replaceTried(String reference, @Nullable Trial wanted) throws BundleException {
        Lineup old = lineup(reference);
        if (wanted == null) {
            endTrial(reference);
        } else if (old.tried() != null && isSameButForItsShare(old.tried().trial(), wanted)) {
            put(reference, new Lineup(old.live(), new Tried(old.tried().model(), wanted)));
        } else {
            begin(reference, wanted);
        }
    }

    private static boolean isSameButForItsShare(Trial one, Trial other) {
        return one.version() == other.version() && one.getClass().equals(other.getClass());
    }

    private void begin(String reference, Trial trial) throws BundleException {
        ServedModel live = lineup(reference).live();
        ServedModel model = open(live.manifest().name() + ":" + trial.version());
        endTrial(reference);
        live.countAnew();
        put(reference, new Lineup(live, new Tried(model, trial)));
        notices.accept(model.reference() + " is tried out beside " + live.reference() + ": " + trial.word());
    }

    private void endTrial(String reference) {
        Lineup old = lineup(reference);
        if (old.tried() != null) {
            put(reference, new Lineup(old.live(), null));
            old.tried().model().release();
            notices.accept("the trial of " + old.tried().model().reference() + " is over");
        }
    }

    private Lineup lineup(String reference) {
        return Objects.requireNonNull(lineups.get(reference));
    }

    private void put(String reference, Lineup lineup) {
        Map<String, Lineup> changed = new LinkedHashMap<>(lineups);
        changed.put(reference, lineup);
        lineups = changed;
    }

    private boolean isWaitingOut(String key, String version) {
        Refusal last = refusals.get(key);
        if (last == null || !last.version().equals(version) || last.patience() == 0) {
            return false;
        }
        refusals.put(key, new Refusal(version, last.message(), last.patience() - 1));
        return true;
    }

    private void refused(String key, Refusal refusal, String consequence) {
        Refusal last = refusals.put(key, refusal);
        if (last == null || !last.message().equals(refusal.message())) {
            notices.accept(refusal.message() + "; " + consequence);
        }
    }

    /**
     * The bundle that a request asks for, kept open until it is {@linkplain ServedModel#release() released}.
     *
     * @param reference {@code name} or {@code name:version}; null for the first
     * @param request its id, which decides whether a canary answers where it names no version
     * @param explained whether the answer shall say what decided
     * @throws ProblemException when it is none of those that answer
     */
    ServedModel retain(@Nullable String reference, String request, boolean explained) throws ProblemException {
        while (true) {
            ServedModel model = find(reference, request, explained);
            // One that was replaced and closed since is not among them any more.
            if (model.retain()) {
                return model;
            }
        }
    }

    /** As {@link #retain}, but only to look at. */
    ServedModel find(@Nullable String reference, String request, boolean explained) throws ProblemException {
        return find(reference, lineup -> lineup.chosen(request, explained));
    }

    /** As {@link #retain}, but only to look at, and without any share for a canary. */
    ServedModel find(@Nullable String reference) throws ProblemException {
        return find(reference, Lineup::live);
    }

    private ServedModel find(@Nullable String reference, Function<Lineup, ServedModel> choice) throws ProblemException {
        Map<String, Lineup> current = lineups;
        if (current.isEmpty()) {
            throw ProblemException.later(1, ProblemType.NOT_READY, "the server is still starting: try again soon");
        }
        for (var entry : current.entrySet()) {
            Lineup lineup = entry.getValue();
            if (reference == null
                    || reference.equals(entry.getKey())
                    || reference.equals(lineup.live().manifest().name())) {
                return choice.apply(lineup);
            }
            for (ServedModel model : lineup.answering()) {
                if (reference.equals(model.reference())) {
                    return model;
                }
            }
        }
        throw new ProblemException(ProblemType.NO_SUCH_MODEL, unknown(reference, references(all())));
    }

    private static String unknown(@Nullable String reference, List<String> known) {
        return "\"" + reference + "\" is not served"
                + Spelling.hint(String.valueOf(reference), known)
                + "; there is " + String.join(", ", known);
    }

    private static List<String> references(List<ServedModel> models) {
        return models.stream().map(ServedModel::reference).toList();
    }

    /** The version that is asked about the same photos as a live one, unseen; null where there is none. */
    @Nullable
    ServedModel shadowOf(ServedModel live) {
        return lineups.values().stream()
                .filter(lineup -> lineup.live() == live)
                .map(Lineup::shadow)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** What is live, the first first. */
    List<ServedModel> live() {
        return lineups.values().stream().map(Lineup::live).toList();
    }

    /** All that may be asked, the first first: what is live and, behind it, a canary. */
    List<ServedModel> all() {
        return lineups.values().stream()
                .flatMap(lineup -> lineup.answering().stream())
                .toList();
    }

    /** One reference for each bundle: of the one that is given, and of what is live of the others. */
    List<String> referencesWith(ServedModel chosen) {
        return lineups.values().stream()
                .map(lineup -> lineup.answering().contains(chosen) ? chosen : lineup.live())
                .map(ServedModel::reference)
                .toList();
    }

    /**
     * The versions that are open of a name whose live version answers here, as an operator decides it.
     *
     * @throws ProblemException when the name is not served, or stands for one version alone
     */
    Lineup following(String name) throws ProblemException {
        for (var entry : lineups.entrySet()) {
            if (Rollouts.followedName(entry.getKey()).equals(Optional.of(name))) {
                return entry.getValue();
            }
        }
        ServedModel model = find(name);
        throw new ProblemException(
                ProblemType.CONFLICT,
                "\"" + name + "\" is " + model.reference() + " here, whatever is promoted: to have it follow, start the"
                        + " server with --model " + model.manifest().name());
    }

    @Override
    public synchronized void close() {
        clock.shutdownNow();
        Map<String, Lineup> last = lineups;
        lineups = Map.of();
        last.values().forEach(lineup -> lineup.open().forEach(ServedModel::release));
    }
}
