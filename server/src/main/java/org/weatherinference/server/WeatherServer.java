package org.weatherinference.server;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.weatherinference.fetch.Fetcher;
import org.weatherinference.fetch.Resolver;
import org.weatherinference.model.BundleException;
import org.weatherinference.model.BundleStore;
import org.weatherinference.model.JsonText;
import org.weatherinference.model.ProblemType;
import org.weatherinference.model.WeatherHome;
import org.weatherinference.photo.PhotoDecoder;
import org.weatherinference.state.Right;

/**
 * Bundles behind HTTP. Requests wait on virtual threads; photos are decoded and classified on a few platform threads,
 * one a core.
 *
 * <pre>{@code
 * try (WeatherServer server = WeatherServer.start(settings, BundleStore.standard(), System.out, System.err)) {
 *     System.err.println("listening at " + server.port());
 * }
 * }</pre>
 *
 * <p>Safe to share. Whoever starts it closes it.
 */
public final class WeatherServer implements AutoCloseable {
    private static final Set<Right> ANY_RIGHT = EnumSet.allOf(Right.class);
    /** Of training jobs. */
    private static final Set<Right> WATCHERS = Set.of(Right.TRAIN, Right.MANAGE);

    private final ServerSettings settings;
    private final WorkLine line;
    private final ServerMetrics metrics = new ServerMetrics();
    private final ServedModels models;
    private final LiveRoute live;
    private final Shadows shadows;
    private final UrlPhotos urls;
    private final ServerState state;
    private final SigningKey signing;
    private final Drift drift;
    private final RateLimits rates;
    private final Access access;
    private final HttpFront front;
    private final FutureTask<Listener> listening = new FutureTask<>(this::listen);

    private WeatherServer(
            ServerSettings settings,
            ServedModels models,
            BundleStore store,
            Resolver resolver,
            PrintStream log,
            PrintStream err) {
        this.settings = settings;
        this.models = models;
        live = new LiveRoute(models, store);
        line = new WorkLine(
                settings.work().threads(),
                settings.work().line(),
                settings.work().deadline());
        metrics.watch(line);
        shadows = new Shadows(line, metrics);
        urls = new UrlPhotos(settings.fetching().map(rules -> new Fetcher(rules, resolver)));
        front = new HttpFront(settings, metrics, log, err);
        Consumer<String> notices = notice -> err.println("weather: " + notice);
        state = new ServerState(settings.state(), notices);
        rates = new RateLimits(settings.rates());
        signing = settings.state()
                .secret()
                .map(SigningKey::of)
                .orElseGet(() -> SigningKey.in(WeatherHome.folder(), notices));
        drift = new Drift(notices);
        metrics.watch(drift);
        access = new Access(settings.entry(), state, new PageTickets(signing, InstantSource.system()), rates);
    }

    /**
     * Starts a server. When this returns it is ready: every bundle has answered its golden photos.
     *
     * @param log takes a line of JSON a request
     * @param err takes what an operator should know
     * @throws BundleException when a bundle is refused
     * @throws SettingException when the address or port cannot be used, or the certificate
     */
    public static WeatherServer start(ServerSettings settings, BundleStore store, PrintStream log, PrintStream err)
            throws BundleException, SettingException {
        return start(settings, store, Resolver.system(), log, err);
    }

    /** With another way to resolve the names in URLs, for tests. */
    static WeatherServer start(
            ServerSettings settings, BundleStore store, Resolver resolver, PrintStream log, PrintStream err)
            throws BundleException, SettingException {
        ServedModels models = new ServedModels(
                store,
                PhotoDecoder.create(settings.limits().photo()),
                settings.work().device(),
                notice -> err.println("weather: " + notice));
        // Side by side: the door is put together and opened, and answers "not ready", while the networks are read.
        var opening = new FutureTask<@Nullable Void>(() -> {
            models.open(settings.models(), settings.reload());
            return null;
        });
        Thread.ofPlatform().name("open-bundles").start(opening);
        WeatherServer server = new WeatherServer(settings, models, store, resolver, log, err);
        server.listening.run();
        try {
            opening.get();
            server.listening.get();
            server.state.forgetPhotosInTime();
            return server;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            server.close();
            throw new IllegalStateException("interrupted while starting", interrupted);
        } catch (ExecutionException fault) {
            server.close();
            switch (fault.getCause()) {
                case BundleException refusal -> throw refusal;
                case SettingException wrong -> throw wrong;
                case null, default -> throw new IllegalStateException(fault);
            }
        }
    }

    private Listener listen() throws SettingException {
        Listener listener = front.listener(this::addRoutes);
        listener.start();
        return listener;
    }

    /** Once it listens, for which this waits. */
    private Listener listener() {
        try {
            return listening.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while starting", interrupted);
        } catch (ExecutionException fault) {
            throw new IllegalStateException("the server does not listen", fault);
        }
    }

    private void addRoutes(JavalinConfig config) {
        PhotoAnswers answers = new PhotoAnswers(models, line, urls, rates, metrics, drift, names(), shadows);
        FeedbackRoute feedback = new FeedbackRoute(
                settings,
                state,
                signing,
                models,
                line,
                PhotoDecoder.create(settings.limits().photo()),
                access,
                metrics);
        ClassifyRoute classify = new ClassifyRoute(answers, settings.limits());
        PageRoute page = new PageRoute(models, answers, access, front.failures(), settings);
        AssetRoute assets = new AssetRoute();
        ModelsRoute listing = new ModelsRoute(models);
        KeysRoute keys = new KeysRoute(state);
        JobsRoute jobs = new JobsRoute(state, settings.training());
        JobEventsRoute jobEvents = new JobEventsRoute(state, front::isStopping);
        ContractRoute contract = new ContractRoute(models);
        DocsRoute docs = new DocsRoute();
        on(config, HandlerType.GET, "/", page::page);
        on(config, HandlerType.POST, "/", page::answer);
        on(config, HandlerType.GET, "/embed", page::embed);
        on(config, HandlerType.GET, "/models/{ref}", page::card);
        on(config, HandlerType.GET, "/manage", page::manage);
        on(config, HandlerType.GET, "/manifest.webmanifest", page::manifest);
        on(config, HandlerType.GET, "/assets/{version}/{file}", assets::get);
        on(config, HandlerType.POST, "/v1/classify", Set.of(Right.CLASSIFY), classify::post);
        on(config, HandlerType.GET, "/v1/classify", Set.of(Right.CLASSIFY), classify::get);
        on(config, HandlerType.GET, "/v1/models", ANY_RIGHT, listing::all);
        on(config, HandlerType.GET, "/v1/models/{ref}", ANY_RIGHT, listing::one);
        on(config, HandlerType.GET, "/v1/models/{name}/live", Set.of(Right.MANAGE), live::show);
        on(config, HandlerType.POST, "/v1/models/{name}/live", Set.of(Right.MANAGE), live::decide);
        addInference(config, new InferRoute(answers, models, settings.limits()));
        on(config, HandlerType.POST, "/v1/feedback", Set.of(Right.FEEDBACK), feedback::post);
        on(config, HandlerType.GET, "/v1/feedback", Set.of(Right.MANAGE), feedback::list);
        on(config, HandlerType.GET, "/v1/feedback/stats", Set.of(Right.MANAGE), feedback::stats);
        on(config, HandlerType.GET, "/v1/feedback/{id}", Set.of(Right.MANAGE), feedback::one);
        on(config, HandlerType.GET, "/v1/feedback/{id}/photo", Set.of(Right.MANAGE), feedback::photo);
        on(config, HandlerType.PATCH, "/v1/feedback/{id}", Set.of(Right.MANAGE), feedback::relabel);
        on(config, HandlerType.DELETE, "/v1/feedback/{id}", feedback::delete);
        on(config, HandlerType.POST, "/v1/keys", Set.of(Right.MANAGE), keys::create);
        on(config, HandlerType.GET, "/v1/keys", Set.of(Right.MANAGE), keys::list);
        on(config, HandlerType.DELETE, "/v1/keys/{id}", Set.of(Right.MANAGE), keys::revoke);
        on(config, HandlerType.POST, "/v1/training-jobs", Set.of(Right.TRAIN), jobs::create);
        on(config, HandlerType.GET, "/v1/training-jobs", WATCHERS, jobs::list);
        on(config, HandlerType.GET, "/v1/training-jobs/{id}", WATCHERS, jobs::one);
        on(config, HandlerType.DELETE, "/v1/training-jobs/{id}", WATCHERS, jobs::cancel);
        on(config, HandlerType.GET, "/v1/training-jobs/{id}/events", WATCHERS, jobEvents::stream);
        on(config, HandlerType.GET, "/v1/training-jobs/{id}/log", WATCHERS, jobs::log);
        on(config, HandlerType.GET, "/openapi.json", request -> contract.get(request.context()));
        on(config, HandlerType.GET, "/docs", request -> docs.page(request.context()));
        on(config, HandlerType.GET, "/docs/{file}", request -> docs.file(request.context()));
        onManagement(config, "/health/live", request -> say(request, "live"));
        onManagement(config, "/health/ready", this::ready);
        onManagement(config, "/metrics", this::metrics);
    }

    /** Signed only where somebody may send them back: to sign takes a part of the first answer's time. */
    private Function<AnswerId, String> names() {
        return settings.state().feedback() ? id -> id.signed(signing) : AnswerId::name;
    }

    private void addInference(JavalinConfig config, InferRoute infer) {
        on(config, HandlerType.GET, InferRoute.ROOT, ANY_RIGHT, infer::server);
        on(config, HandlerType.GET, InferRoute.ROOT + "/health/live", infer::live);
        on(config, HandlerType.GET, InferRoute.ROOT + "/health/ready", infer::ready);
        for (String model : List.of("/models/{model}", "/models/{model}/versions/{version}")) {
            on(config, HandlerType.GET, InferRoute.ROOT + model, ANY_RIGHT, infer::model);
            on(config, HandlerType.GET, InferRoute.ROOT + model + "/ready", ANY_RIGHT, infer::modelReady);
            on(config, HandlerType.POST, InferRoute.ROOT + model + "/infer", Set.of(Right.CLASSIFY), infer::infer);
        }
    }

    /** For those who have one of the rights. */
    private void on(JavalinConfig config, HandlerType method, String path, Set<Right> rights, HttpFront.Route route) {
        on(config, method, path, request -> {
            access.admit(request, rights);
            route.handle(request);
        });
    }

    /** For everybody. */
    private void on(JavalinConfig config, HandlerType method, String path, HttpFront.Route route) {
        front.on(config, method, path, request -> {
            if (isManagement(request.context())) {
                throw new ProblemException(
                        ProblemType.NOT_FOUND, "the management port shows only /metrics and /health");
            }
            front.refuseWhenStopping(request);
            route.handle(request);
        });
    }

    private void onManagement(JavalinConfig config, String path, HttpFront.Route route) {
        front.on(config, HandlerType.GET, path, request -> {
            if (settings.managementPort().isPresent() && !isManagement(request.context())) {
                throw new ProblemException(ProblemType.NOT_FOUND, path + " is at the management port");
            }
            route.handle(request);
        });
    }

    private boolean isManagement(Context context) {
        OptionalInt port = managementPort();
        return port.isPresent() && context.req().getLocalPort() == port.getAsInt();
    }

    private void ready(Request request) throws ProblemException {
        front.refuseWhenStopping(request);
        models.find(null);
        say(request, "ready");
    }

    private static void say(Request request, String status) {
        request.answer(JsonText.line(JsonText.object("status", status)));
    }

    private void metrics(Request request) throws IOException {
        var text = new ByteArrayOutputStream();
        metrics.write(text);
        request.context().contentType(metrics.contentType()).result(text.toByteArray());
    }

    /** Where it listens. */
    public int port() {
        return listener().port(0);
    }

    /** Where it shows metrics and health; empty where that is not apart. */
    public OptionalInt managementPort() {
        return settings.managementPort().isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(listener().port(1));
    }

    /** The bundles that answer now, the first first, as {@code name:version}. */
    public List<String> models() {
        return models.live().stream().map(ServedModel::reference).toList();
    }

    /** Method and path of all that is answered, as {@code GET /v1/models}. */
    List<String> routes() {
        return listener().endpoints();
    }

    /** Looks for newer versions of the served bundles at once. */
    void refresh() {
        models.refresh();
    }

    /** Whether it does; one that is just about to is waited for. */
    private boolean listens() {
        try {
            listening.get();
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return listening.state() == Future.State.SUCCESS;
        } catch (ExecutionException _) {
            return false;
        }
    }

    /**
     * Turns new requests away, waits up to 8 s for those in flight, and ends. Readiness is off from the first moment.
     * May be called more than once.
     */
    @Override
    public void close() {
        if (listens()) {
            front.stop(listening.resultNow());
        }
        line.close();
        shadows.close();
        urls.close();
        models.close();
        state.close();
    }
}
