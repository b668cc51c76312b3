package org.weatherinference.server;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.plugin.bundled.CorsPluginConfig.CorsRule;
import io.javalin.router.Endpoint;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.weatherinference.model.ProblemType;
import org.weatherinference.state.StateException;

/**
 * What every server of ours has in front of its routes: Javalin and Jetty with all limits set, the headers of every
 * answer, problems in the place of failures, the request log, and an end that waits for those in flight. Safe to share.
 */
final class HttpFront {
    private static final Duration PATIENCE = Duration.ofSeconds(8);
    /** Of a request's first line and headers together. */
    static final int HEADER_BYTES = 16 * 1024;

    static final String SHUTTING_DOWN = "the server is shutting down: ask another one";

    private static final String LATE = HttpFront.class.getName() + ".late";
    /** Of every answer that is no page. */
    private static final String NOTHING_ALLOWED = "default-src 'none'; frame-ancestors 'none'";

    private final ServerSettings settings;
    private final InFlight inFlight = new InFlight();
    private final BodyMemory memory;
    private final Failures failures;
    private final RequestLog requests;
    private volatile boolean stopping;

    /**
     * @param log takes a line of JSON a request
     * @param err takes what an operator should know
     */
    HttpFront(ServerSettings settings, ServerMetrics metrics, PrintStream log, PrintStream err) {
        this.settings = settings;
        memory = new BodyMemory(settings.limits().memoryBytes(), settings.work().threads());
        failures = new Failures(metrics, err);
        requests = new RequestLog(metrics, inFlight, settings.log(), log);
    }

    /** Answers a request. */
    interface Route {
        void handle(Request request) throws ProblemException, StateException, IOException;
    }

    /** Not started yet. */
    Listener listener(Consumer<JavalinConfig> routes) throws SettingException {
        Consumer<JavalinConfig> all = config -> {
            configure(config);
            addRulesForAll(config);
            routes.accept(config);
        };
        return new Listener(settings, all, requests, new JettyProblems(() -> stopping));
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.prefer405over404 = true;
        config.http.generateEtags = false;
        config.router.contextPath = settings.basePath();
        if (!settings.corsOrigins().isEmpty()) {
            config.bundledPlugins.enableCors(cors -> cors.addRule(this::allowOrigins));
        }
    }

    private void allowOrigins(CorsRule rule) {
        if (settings.corsOrigins().contains("*")) {
            rule.anyHost();
        } else {
            settings.corsOrigins().forEach(rule::allowHost);
        }
        rule.exposeHeader("X-Request-Id");
        List.of("Retry-After", "RateLimit", "RateLimit-Policy", "WWW-Authenticate")
                .forEach(rule::exposeHeader);
    }

    private void addRulesForAll(JavalinConfig config) {
        config.routes.exception(Exception.class, failures::answer);
        config.routes.exception(HttpResponseException.class, failures::answer);
        config.routes.before(this::begin);
        // Any answer that is long enough may be packed. At the end, because the rule for origins sets its own anew.
        config.routes.after(context -> context.res().addHeader("Vary", "Accept-Encoding"));
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
        // Told before it is invited: whoever was invited is answered, though the server begins to end meanwhile.
        context.attribute(LATE, stopping);
        try {
            return Request.begin(context, settings, memory);
        } catch (IOException | RuntimeException failure) {
            // Nobody will be told of its end.
            inFlight.leave();
            throw failure;
        }
    }

    void on(JavalinConfig config, HandlerType method, String path, Route route) {
        config.routes.addEndpoint(Endpoint.create(method, path).handler(context -> {
            Request request = Request.of(context);
            request.takes(path);
            route.handle(request);
        }));
    }

    Failures failures() {
        return failures;
    }

    /** Whether what goes on should come to its end. */
    boolean isStopping() {
        return stopping;
    }

    /** Refuses what came when the server was ending already. */
    void refuseWhenStopping(Request request) throws ProblemException {
        if (Boolean.TRUE.equals(request.context().attribute(LATE))) {
            throw ProblemException.later(5, ProblemType.SHUTTING_DOWN, SHUTTING_DOWN);
        }
    }

    /** Turns new requests away, waits up to 8 s for those in flight, and ends. May be called more than once. */
    void stop(Listener listener) {
        stopping = true;
        try {
            inFlight.await(PATIENCE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        listener.stop();
    }
}
