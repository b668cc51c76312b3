package org.weatherinference.server;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.plugin.bundled.CorsPluginConfig.CorsRule;
import io.javalin.router.Endpoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.weatherinference.fetch.Fetcher;
import org.weatherinference.fetch.Resolver;
import org.weatherinference.model.BundleException;
import org.weatherinference.model.BundleStore;
import org.weatherinference.model.JsonText;
import org.weatherinference.model.ProblemType;
import org.weatherinference.photo.PhotoDecoder;

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
    private static final Duration PATIENCE = Duration.ofSeconds(8);
    /** Of a request's first line and headers together. */
    static final int HEADER_BYTES = 16 * 1024;

    private static final int MOST_JETTY_THREADS = 16;
    /** Of every answer that is no page. */
    private static final String NOTHING_ALLOWED = "default-src 'none'; frame-ancestors 'none'";

    private final ServerSettings settings;
    private final InFlight inFlight = new InFlight();
    private final BodyMemory memory;
    private final WorkLine line;
    private final ServerMetrics metrics;
    private final ServedModels models;
    private final UrlPhotos urls;
    private final Failures failures;
    private final Javalin javalin;
    private volatile boolean stopping;

    private WeatherServer(
            ServerSettings settings, BundleStore store, Resolver resolver, PrintStream log, PrintStream err)
            throws SettingException {
        this.settings = settings;
        memory = new BodyMemory(settings.limits().memoryBytes());
        line = new WorkLine(
                settings.work().threads(),
                settings.work().line(),
                settings.work().deadline());
        metrics = new ServerMetrics(line);
        models = new ServedModels(store, PhotoDecoder.create(settings.limits().photo()), notice -> {
            err.println("weather: " + notice);
        });
        urls = new UrlPhotos(settings.fetching().map(rules -> new Fetcher(rules, resolver)));
        failures = new Failures(metrics, err);
        RequestLog requests = new RequestLog(metrics, inFlight, settings.log(), log);
        Connectors connectors = new Connectors(settings);
        javalin = Javalin.create(config -> {
            configure(config, requests);
            connectors.addTo(config);
            addRoutes(config);
        });
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
        WeatherServer server = new WeatherServer(settings, store, resolver, log, err);
        try {
            // Side by side: the port is open, and answers "not ready", while the networks are read.
            var listening = new FutureTask<>(server.javalin::start);
            Thread.ofPlatform().name("listen").start(listening);
            server.models.open(settings.models(), settings.reload());
            listening.get();
            return server;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            server.close();
            throw new IllegalStateException("interrupted while starting", interrupted);
        } catch (ExecutionException fault) {
            server.close();
            throw cannotListen(settings, fault);
        } catch (BundleException | RuntimeException refusal) {
            server.close();
            throw refusal;
        }
    }

    private static SettingException cannotListen(ServerSettings settings, Throwable fault) {
        Throwable root = fault;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return new SettingException("cannot listen at " + settings.host() + " port " + settings.port() + ": "
                + root.getMessage() + "; choose another with --port or --host");
    }

    private void configure(JavalinConfig config, RequestLog requests) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.prefer405over404 = true;
        config.http.generateEtags = false;
        config.router.contextPath = settings.basePath();
        config.jetty.threadPool = threads();
        config.jetty.modifyHttpConfiguration(WeatherServer::limit);
        config.jetty.modifyServer(server -> finish(server, requests));
        if (!settings.corsOrigins().isEmpty()) {
            config.bundledPlugins.enableCors(cors -> cors.addRule(this::allowOrigins));
        }
    }

    private static QueuedThreadPool threads() {
        QueuedThreadPool threads = new QueuedThreadPool(MOST_JETTY_THREADS, 2);
        threads.setName("http");
        threads.setDaemon(true);
        threads.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
        return threads;
    }

    private static void limit(HttpConfiguration http) {
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setRequestHeaderSize(HEADER_BYTES);
        http.setUriCompliance(UriCompliance.RFC3986);
    }

    private void finish(Server server, RequestLog requests) {
        server.setRequestLog(requests);
        server.setErrorHandler(new JettyProblems());
        server.addBean(new NetworkConnectionLimit(settings.work().connections(), server));
        server.setStopTimeout(0);
    }

    private void allowOrigins(CorsRule rule) {
        if (settings.corsOrigins().contains("*")) {
            rule.anyHost();
        } else {
            settings.corsOrigins().forEach(rule::allowHost);
        }
        rule.exposeHeader("X-Request-Id");
        rule.exposeHeader("Retry-After");
    }

    private void addRoutes(JavalinConfig config) {
        config.routes.exception(Exception.class, failures::answer);
        config.routes.exception(HttpResponseException.class, failures::answer);
        config.routes.before(this::begin);
        // Any answer that is long enough may be packed. At the end, because the rule for origins sets its own anew.
        config.routes.after(context -> context.res().addHeader("Vary", "Accept-Encoding"));
        PhotoAnswers answers = new PhotoAnswers(models, line, urls, new RateLimits(settings.rates()), metrics);
        ClassifyRoute classify = new ClassifyRoute(answers, settings.limits());
        PageRoute page = new PageRoute(models, answers, failures, settings.limits());
        AssetRoute assets = new AssetRoute();
        ModelsRoute listing = new ModelsRoute(models);
        ContractRoute contract = new ContractRoute(models);
        DocsRoute docs = new DocsRoute();
        on(config, HandlerType.GET, "/", page::page);
        on(config, HandlerType.POST, "/", page::answer);
        on(config, HandlerType.GET, "/embed", page::embed);
        on(config, HandlerType.GET, "/models/{ref}", page::card);
        on(config, HandlerType.GET, "/manifest.webmanifest", page::manifest);
        on(config, HandlerType.GET, "/assets/{version}/{file}", assets::get);
        on(config, HandlerType.POST, "/v1/classify", classify::post);
        on(config, HandlerType.GET, "/v1/classify", classify::get);
        on(config, HandlerType.GET, "/v1/models", listing::all);
        on(config, HandlerType.GET, "/v1/models/{ref}", listing::one);
        on(config, HandlerType.GET, "/openapi.json", request -> contract.get(request.context()));
        on(config, HandlerType.GET, "/docs", request -> docs.page(request.context()));
        on(config, HandlerType.GET, "/docs/{file}", request -> docs.file(request.context()));
        onManagement(config, "/health/live", request -> say(request, "live"));
        onManagement(config, "/health/ready", this::ready);
        onManagement(config, "/metrics", this::metrics);
    }

    private interface Route {
        void handle(Request request) throws ProblemException, IOException;
    }

    private void on(JavalinConfig config, HandlerType method, String path, Route route) {
        config.routes.addEndpoint(Endpoint.create(method, path).handler(context -> {
            Request request = Request.of(context);
            request.takes(path);
            if (isManagement(context)) {
                throw new ProblemException(
                        ProblemType.NOT_FOUND, "the management port shows only /metrics and /health");
            }
            refuseWhenStopping();
            route.handle(request);
        }));
    }

    private void onManagement(JavalinConfig config, String path, Route route) {
        config.routes.addEndpoint(Endpoint.create(HandlerType.GET, path).handler(context -> {
            Request request = Request.of(context);
            request.takes(path);
            if (settings.managementPort().isPresent() && !isManagement(context)) {
                throw new ProblemException(ProblemType.NOT_FOUND, path + " is at the management port");
            }
            route.handle(request);
        }));
    }

    private boolean isManagement(Context context) {
        OptionalInt port = managementPort();
        return port.isPresent() && context.req().getLocalPort() == port.getAsInt();
    }

    private void begin(Context context) throws IOException {
        Request request = counted(context);
        context.header("X-Request-Id", request.id());
        context.header("X-Content-Type-Options", "nosniff");
        context.header("Content-Security-Policy", NOTHING_ALLOWED);
        context.header("Referrer-Policy", "no-referrer");
        context.header("Cache-Control", "no-store");
        if (stopping) {
            context.header("Connection", "close");
        }
    }

    /** Counted first: to begin it invites a body, and whoever was invited is waited for. */
    private Request counted(Context context) throws IOException {
        inFlight.enter();
        try {
            return Request.begin(context, settings, memory);
        } catch (IOException | RuntimeException failure) {
            // Nobody will be told of its end.
            inFlight.leave();
            throw failure;
        }
    }

    private void refuseWhenStopping() throws ProblemException {
        if (stopping) {
            throw ProblemException.later(5, ProblemType.SHUTTING_DOWN, "the server is shutting down: ask another one");
        }
    }

    private void ready(Request request) throws ProblemException {
        refuseWhenStopping();
        models.find(null);
        say(request, "ready");
    }

    private static void say(Request request, String status) {
        request.context().contentType("application/json").result(JsonText.line(JsonText.object("status", status)));
    }

    private void metrics(Request request) throws IOException {
        var text = new ByteArrayOutputStream();
        metrics.write(text);
        request.context().contentType(metrics.contentType()).result(text.toByteArray());
    }

    /** Where it listens. */
    public int port() {
        return ((ServerConnector) javalin.jettyServer().server().getConnectors()[0]).getLocalPort();
    }

    /** Where it shows metrics and health; empty where that is not apart. */
    public OptionalInt managementPort() {
        return settings.managementPort().isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(
                        ((ServerConnector) javalin.jettyServer().server().getConnectors()[1]).getLocalPort());
    }

    /** The bundles that answer now, the first first, as {@code name:version}. */
    public List<String> models() {
        return models.all().stream().map(ServedModel::reference).toList();
    }

    /** Method and path of all that is answered, as {@code GET /v1/models}. */
    List<String> routes() {
        return javalin.unsafe.internalRouter.allHttpHandlers().stream()
                .map(parsed -> parsed.endpoint)
                .filter(endpoint ->
                        !List.of(HandlerType.BEFORE, HandlerType.AFTER).contains(endpoint.method))
                .map(endpoint -> endpoint.method.name() + " " + endpoint.path)
                .toList();
    }

    /** Looks for newer versions of the served bundles at once. */
    void refresh() {
        models.refresh();
    }

    /**
     * Turns new requests away, waits up to 8 s for those in flight, and ends. Readiness is off from the first moment.
     * May be called more than once.
     */
    @Override
    public void close() {
        stopping = true;
        try {
            inFlight.await(PATIENCE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        javalin.stop();
        line.close();
        urls.close();
        models.close();
    }
}
