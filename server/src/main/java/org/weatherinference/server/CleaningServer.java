package org.weatherinference.server;

import io.javalin.config.JavalinConfig;
import io.javalin.http.HandlerType;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import org.weatherinference.dataset.Cleaning;

/**
 * The page on which a person looks at doubted labels and near-duplicates, for browsers of this machine only. Each
 * decision is answered when {@link Cleaning} has it on the disk.
 *
 * <p>Safe to share. Whoever starts it closes it; it does not close the sitting.
 */
public final class CleaningServer implements AutoCloseable {
    private final CleaningGuard guard = new CleaningGuard();
    private final CleaningRoute route;
    private final HttpFront front;
    private final Listener listener;

    private CleaningServer(ServerSettings settings, CleaningPlan plan, Cleaning cleaning, PrintStream err)
            throws SettingException {
        String sitting = UUID.randomUUID().toString();
        route = new CleaningRoute(plan, new CleaningDeck(plan, cleaning), guard, sitting);
        front = new HttpFront(settings, new ServerMetrics(), new PrintStream(OutputStream.nullOutputStream()), err);
        listener = front.listener(this::addRoutes);
    }

    /**
     * Starts it on the loopback address.
     *
     * @param port 0 for a free one
     * @param err takes what only we can mend
     * @throws SettingException when the port cannot be used
     */
    public static CleaningServer start(CleaningPlan plan, Cleaning cleaning, int port, PrintStream err)
            throws SettingException {
        Map<Setting, String> values = Map.of(
                Setting.HOST, "127.0.0.1",
                Setting.PORT, String.valueOf(port),
                Setting.LOG, "false");
        ServerSettings settings = ServerSettings.of(values, Map.of(), null);
        CleaningServer server = new CleaningServer(settings, plan, cleaning, err);
        server.listener.start();
        return server;
    }

    private void addRoutes(JavalinConfig config) {
        AssetRoute assets = new AssetRoute();
        front.on(config, HandlerType.GET, "/clean", route::page);
        front.on(config, HandlerType.GET, "/clean/deck", route::deck);
        front.on(config, HandlerType.POST, "/clean/decisions", route::decide);
        front.on(config, HandlerType.GET, "/clean/photos/{sitting}/{number}", route::photo);
        front.on(config, HandlerType.GET, "/assets/{version}/{file}", assets::get);
    }

    /** An address for one browser: it counts once, and makes the one before it worthless if that was not used. */
    public URI newAddress() {
        return URI.create("http://127.0.0.1:" + listener.port(0) + "/clean?token=" + guard.newToken());
    }

    /** Answers those in flight first. May be called more than once. */
    @Override
    public void close() {
        front.stop(listener);
    }
}
