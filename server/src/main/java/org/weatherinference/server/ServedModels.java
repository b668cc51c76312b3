package org.weatherinference.server;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.weatherinference.model.BundleException;
import org.weatherinference.model.BundleStore;
import org.weatherinference.model.ProblemType;
import org.weatherinference.model.Spelling;
import org.weatherinference.photo.PhotoDecoder;

/**
 * The bundles that answer, each by its name. A new version in the store takes an old one's place without failing a
 * request; one that is refused does not. Safe to share.
 */
final class ServedModels implements AutoCloseable {
    /** How many look-ups to leave out after a refusal, so that a broken bundle is not checked all the time. */
    private static final int PATIENCE = 10;

    private final BundleStore store;
    private final PhotoDecoder decoder;
    private final Consumer<String> notices;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("reload").daemon().factory());
    private final Map<String, Refusal> refusals = new LinkedHashMap<>();
    /** By wanted reference, in the order in which they were wanted. */
    private volatile Map<String, ServedModel> models = Map.of();

    private record Refusal(String version, String message, int patience) {}

    /** @param notices takes what an operator should know, a sentence at a time */
    ServedModels(BundleStore store, PhotoDecoder decoder, Consumer<String> notices) {
        this.store = store;
        this.decoder = decoder;
        this.notices = notices;
    }

    /**
     * Opens the wanted bundles, and looks from then on for newer versions.
     *
     * @param reload how often; zero for never
     * @throws BundleException when one is refused; all are closed then
     */
    void open(List<String> wanted, Duration reload) throws BundleException {
        List<String> references = wanted.isEmpty() ? List.of(store.standardName()) : wanted;
        Map<String, ServedModel> opened = new LinkedHashMap<>();
        for (String reference : references) {
            opened.put(reference, open(store.serving(reference)));
        }
        models = opened;
        if (!reload.isZero()) {
            var _ = clock.scheduleWithFixedDelay(
                    this::refresh, reload.toMillis(), reload.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private ServedModel open(String version) throws BundleException {
        return ServedModel.open(store.resolveToServe(version), decoder);
    }

    /** Looks once. */
    void refresh() {
        models.forEach(this::refresh);
    }

    private void refresh(String reference, ServedModel current) {
        String version = reference;
        try {
            version = store.serving(reference);
            // A reference that stands for one bundle alone, such as a folder, is served as it was when it was opened.
            if (version.equals(reference) || version.equals(current.reference()) || isWaitingOut(reference, version)) {
                return;
            }
            replace(reference, current, open(version));
            refusals.remove(reference);
        } catch (BundleException | RuntimeException fault) {
            refused(reference, new Refusal(version, String.valueOf(fault.getMessage()), PATIENCE), current);
        }
    }

    private boolean isWaitingOut(String reference, String version) {
        Refusal last = refusals.get(reference);
        if (last == null || !last.version().equals(version) || last.patience() == 0) {
            return false;
        }
        refusals.put(reference, new Refusal(version, last.message(), last.patience() - 1));
        return true;
    }

    private void replace(String reference, ServedModel old, ServedModel replacement) {
        Map<String, ServedModel> changed = new LinkedHashMap<>(models);
        changed.put(reference, replacement);
        models = changed;
        old.release();
        notices.accept(replacement.reference() + " answers now in the place of " + old.reference());
    }

    private void refused(String reference, Refusal refusal, ServedModel kept) {
        Refusal last = refusals.put(reference, refusal);
        if (last == null || !last.message().equals(refusal.message())) {
            notices.accept(refusal.message() + "; " + kept.reference() + " still answers");
        }
    }

    /**
     * The bundle that a request asks for, kept open until it is {@linkplain ServedModel#release() released}.
     *
     * @param reference {@code name} or {@code name:version}; null for the first
     * @throws ProblemException when it is none of those that answer
     */
    ServedModel retain(@Nullable String reference) throws ProblemException {
        while (true) {
            ServedModel model = find(reference);
            // One that was replaced and closed since is not among them any more.
            if (model.retain()) {
                return model;
            }
        }
    }

    /** As {@link #retain}, but only to look at. */
    ServedModel find(@Nullable String reference) throws ProblemException {
        Map<String, ServedModel> current = models;
        if (current.isEmpty()) {
            throw ProblemException.later(1, ProblemType.NOT_READY, "the server is still starting: try again soon");
        }
        for (var entry : current.entrySet()) {
            ServedModel model = entry.getValue();
            if (reference == null
                    || reference.equals(entry.getKey())
                    || reference.equals(model.manifest().name())
                    || reference.equals(model.reference())) {
                return model;
            }
        }
        throw new ProblemException(ProblemType.NO_SUCH_MODEL, unknown(reference, references()));
    }

    private static String unknown(@Nullable String reference, List<String> known) {
        return "\"" + reference + "\" is not served"
                + Spelling.hint(String.valueOf(reference), known)
                + "; there is " + String.join(", ", known);
    }

    /** All that answer, the first first. */
    List<ServedModel> all() {
        return List.copyOf(models.values());
    }

    private List<String> references() {
        return models.values().stream().map(ServedModel::reference).toList();
    }

    @Override
    public void close() {
        clock.shutdownNow();
        Map<String, ServedModel> last = models;
        models = Map.of();
        last.values().forEach(ServedModel::release);
    }
}
