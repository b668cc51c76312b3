package org.weatherinference.server;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.weatherinference.model.BundleException;
import org.weatherinference.model.BundleManifest;
import org.weatherinference.model.BundleStore;
import org.weatherinference.model.JsonText;
import org.weatherinference.model.Metrics;
import org.weatherinference.model.ProblemType;
import org.weatherinference.model.Rollout;
import org.weatherinference.model.Rollout.Canary;
import org.weatherinference.model.Rollout.Trial;

/** {@code /v1/models/{name}/live}: which versions answer, how they do, and what an operator decides about them. */
final class LiveRoute {
    private final ServedModels models;
    private final BundleStore store;

    LiveRoute(ServedModels models, BundleStore store) {
        this.models = models;
        this.store = store;
    }

    /** {@code GET}. */
    void show(Request request) throws ProblemException {
        request.requireParameters(Set.of());
        String name = request.context().pathParam("name");
        models.following(name);
        send(request, name);
    }

    /** {@code POST}: done and followed when it is answered. */
    void decide(Request request) throws ProblemException {
        request.requireParameters(Set.of());
        String name = request.context().pathParam("name");
        models.following(name);
        LiveRequest wanted = LiveRequest.of(JsonBody.read(request, "version", "canary", "shadow", "rollback", "trial"));
        try {
            wanted.decide(store.rollouts(), name);
        } catch (BundleException refusal) {
            ProblemType type =
                    wanted.isAboutOneOf(store.versions(name)) ? ProblemType.CONFLICT : ProblemType.NO_SUCH_MODEL;
            throw new ProblemException(type, String.valueOf(refusal.getMessage()));
        }
        models.refreshAnew();
        send(request, name);
    }

    private void send(Request request, String name) throws ProblemException {
        request.answer(JsonText.line(fields(name)));
    }

    private Map<String, @Nullable Object> fields(String name) throws ProblemException {
        Optional<Rollout> rollout = rollout(name);
        Lineup lineup = models.following(name);
        return JsonText.object(
                "name", name,
                "versions", List.copyOf(store.versions(name)),
                "promoted", rollout.isPresent(),
                "live",
                        rollout.map(Rollout::live)
                                .orElse(lineup.live().manifest().version()),
                "previous",
                        rollout.map(Rollout::previous)
                                .filter(previous -> previous.isPresent())
                                .map(previous -> previous.getAsInt())
                                .orElse(null),
                "trial", rollout.flatMap(Rollout::trial).map(LiveRoute::trial).orElse(null),
                "bundles", bundles(name),
                "figures", figures(lineup));
    }

    /** What each version says of itself, the newest first; one that cannot be read says nothing. */
    private List<Map<String, @Nullable Object>> bundles(String name) {
        return store.list().stream()
                .filter(BundleStore.Entry.Readable.class::isInstance)
                .map(entry -> ((BundleStore.Entry.Readable) entry).manifest())
                .filter(manifest -> manifest.name().equals(name))
                .sorted(Comparator.comparingInt(BundleManifest::version).reversed())
                .map(LiveRoute::facts)
                .toList();
    }

    private static Map<String, @Nullable Object> facts(BundleManifest manifest) {
        Metrics metrics = manifest.metrics();
        return JsonText.object(
                "version",
                manifest.version(),
                "created",
                manifest.created().toString(),
                "photos",
                metrics == null ? null : metrics.photos(),
                "wrong",
                metrics == null ? null : metrics.wrong());
    }

    private Optional<Rollout> rollout(String name) throws ProblemException {
        try {
            return store.rollouts().of(name);
        } catch (BundleException unreadable) {
            throw new ProblemException(ProblemType.CONFLICT, String.valueOf(unreadable.getMessage()));
        }
    }

    private static Map<String, @Nullable Object> trial(Trial trial) {
        return trial instanceof Canary canary
                ? JsonText.object("version", canary.version(), "canary", canary.share())
                : JsonText.object("version", trial.version(), "shadow", true);
    }

    private static List<Map<String, @Nullable Object>> figures(Lineup lineup) {
        List<Map<String, @Nullable Object>> figures = new ArrayList<>();
        for (ServedModel model : lineup.open()) {
            Map<String, @Nullable Object> of = JsonText.object("model", model.reference());
            of.putAll(model.figures().fields());
            figures.add(of);
        }
        return figures;
    }
}
