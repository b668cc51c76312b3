package org.weatherinference.server;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.weatherinference.state.Database;
import org.weatherinference.state.Feedback;
import org.weatherinference.state.Jobs;
import org.weatherinference.state.Keys;
import org.weatherinference.state.PhotoStorage;
import org.weatherinference.state.StateException;
import org.weatherinference.state.Workers;

/**
 * What a server remembers. Nothing of it is made before it is first needed, so that a start waits for no database. Safe
 * to share.
 */
final class ServerState implements AutoCloseable {
    private static final Duration BETWEEN_SWEEPS = Duration.ofHours(1);

    private final ServerSettings.State settings;
    private final Consumer<String> notices;
    private final InstantSource clock = InstantSource.system();
    private final ScheduledExecutorService sweeper = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("forget-photos").daemon().factory());
    private @Nullable Database database;
    private @Nullable Keys keys;
    private @Nullable Feedback feedback;
    private @Nullable Jobs jobs;
    private @Nullable Workers workers;

    /** @param notices takes what an operator should know */
    ServerState(ServerSettings.State settings, Consumer<String> notices) {
        this.settings = settings;
        this.notices = notices;
    }

    synchronized Keys keys() throws StateException {
        if (keys == null) {
            keys = new Keys(database(), clock);
        }
        return keys;
    }

    synchronized Feedback feedback() throws StateException {
        if (feedback == null) {
            feedback = new Feedback(database(), PhotoStorage.at(settings.photoStore()), clock);
        }
        return feedback;
    }

    synchronized Jobs jobs() throws StateException {
        if (jobs == null) {
            jobs = new Jobs(database(), clock);
        }
        return jobs;
    }

    synchronized Workers workers() throws StateException {
        if (workers == null) {
            workers = new Workers(database(), clock);
        }
        return workers;
    }

    private synchronized Database database() throws StateException {
        if (database == null) {
            database = Database.at(settings.database());
        }
        return database;
    }

    /** From now on photos whose time is over go, within the hour. */
    void forgetPhotosInTime() {
        var _ = sweeper.scheduleWithFixedDelay(this::forgetPhotos, 1, BETWEEN_SWEEPS.toMinutes(), TimeUnit.MINUTES);
    }

    private void forgetPhotos() {
        try {
            // A file is not made for that alone.
            if (database().exists()) {
                feedback().forgetExpired(clock.instant());
            }
        } catch (StateException | RuntimeException fault) {
            notices.accept("photos whose time is over could not be looked for: " + fault.getMessage());
        }
    }

    @Override
    public void close() {
        sweeper.shutdownNow();
        closeDatabase();
    }

    private synchronized void closeDatabase() {
        if (database != null) {
            database.close();
        }
    }
}
