package org.weatherinference.server;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Jetty, and Javalin's routes behind it. Javalin's own server would set up WebSockets and sessions besides, of which
 * there are none, and wait for them at each start. Safe to share; whoever starts it stops it.
 */
final class Listener {
    private static final int MOST_JETTY_THREADS = 16;

    private final ServerSettings settings;
    private final Server server = new Server(threads());
    private final Javalin routes;

    /**
     * @param log is told of every request
     * @param problems answers requests that get to no route
     * @throws SettingException when the certificate cannot be used
     */
    Listener(ServerSettings settings, Consumer<JavalinConfig> routes, RequestLog log, ErrorHandler problems)
            throws SettingException {
        this.settings = settings;
        this.routes = Javalin.create(routes);
        ServletContextHandler context = new ServletContextHandler(ServletContextHandler.NO_SESSIONS);
        context.setContextPath(settings.basePath());
        context.addServlet(new ServletHolder(this.routes.javalinServlet()), "/*");
        server.setHandler(context);
        server.setRequestLog(log);
        server.setErrorHandler(problems);
        server.addBean(new NetworkConnectionLimit(settings.work().connections(), server));
        server.setStopTimeout(0);
        new Connectors(settings).addTo(server);
    }

    private static QueuedThreadPool threads() {
        QueuedThreadPool threads = new QueuedThreadPool(MOST_JETTY_THREADS, 2);
        threads.setName("http");
        threads.setDaemon(true);
        threads.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
        return threads;
    }

    /** @throws SettingException when address or port cannot be used; then it is stopped */
    void start() throws SettingException {
        try {
            server.start();
        } catch (Exception fault) {
            stop();
            throw cannotListen(fault);
        }
    }

    private SettingException cannotListen(Throwable fault) {
        Throwable root = fault;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return new SettingException("cannot listen at " + settings.host() + " port " + settings.port() + ": "
                + root.getMessage() + "; choose another with --port or --host");
    }

    /** May be called more than once, and where it was not started. */
    void stop() {
        try {
            server.stop();
        } catch (Exception fault) {
            throw new IllegalStateException("the server does not end", fault);
        }
    }

    /** Where it listens, once started: 0 for the main port, 1 for that of management. */
    int port(int connector) {
        return ((ServerConnector) server.getConnectors()[connector]).getLocalPort();
    }

    /** Method and path of all that is answered, as {@code GET /v1/models}. */
    List<String> endpoints() {
        return routes.unsafe.internalRouter.allHttpHandlers().stream()
                .map(parsed -> parsed.endpoint)
                .filter(endpoint -> endpoint.method.isHttpMethod())
                .map(endpoint -> endpoint.method.name() + " " + endpoint.path)
                .toList();
    }
}
