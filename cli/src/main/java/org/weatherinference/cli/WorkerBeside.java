package org.weatherinference.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.weatherinference.server.ServerSettings;
import org.weatherinference.server.Setting;
import org.weatherinference.server.SettingException;

/**
 * A worker for training jobs beside a server: the launcher's {@code weather worker}, in a process of its own, since a
 * server has none of what training needs. It is started again whenever it ends, ever later where it ends soon; closing
 * ends it. The worker itself looks whether the server lives.
 */
final class WorkerBeside implements AutoCloseable {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    /** To hand its job back. */
    private static final long PATIENCE_SECONDS = 10;

    private final Path launcher;
    private final ServerSettings settings;
    private final PrintStream err;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable Process process;

    private WorkerBeside(Path launcher, ServerSettings settings, PrintStream err) {
        this.launcher = launcher;
        this.settings = settings;
        this.err = err;
    }

    /**
     * One that is not started; null where the settings ask for none.
     *
     * @throws SettingException where this copy of the program cannot train
     */
    static @Nullable WorkerBeside of(ServerSettings settings, PrintStream err) throws SettingException {
        if (!settings.training().worker()) {
            return null;
        }
        String launcher = System.getProperty("weather.launcher", "");
        if (launcher.isEmpty()) {
            throw new SettingException(Setting.WORKER.key() + " is true, but this copy of the program cannot train: run"
                    + " ./weather worker from a checkout, with the same database");
        }
        return new WorkerBeside(Path.of(launcher), settings, err);
    }

    void start() {
        Thread.ofVirtual().name("worker").start(this::keep);
    }

    private void keep() {
        Duration pause = FIRST_PAUSE;
        try {
            while (closed.getCount() > 0) {
                long begun = System.nanoTime();
                int code = run();
                if (System.nanoTime() - begun > LONGEST_PAUSE.toNanos()) {
                    pause = FIRST_PAUSE;
                }
                if (closed.getCount() > 0) {
                    err.println("weather: the worker ended with exit code " + code + "; it is started again in "
                            + pause.toSeconds() + " s");
                }
                if (closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
            }
        } catch (IOException fault) {
            err.println("weather: no worker can be started: " + fault.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private int run() throws IOException, InterruptedException {
        String server = Long.toString(ProcessHandle.current().pid());
        ProcessBuilder builder = new ProcessBuilder(launcher.toString(), "worker", "--beside", server);
        // Not as options: others can see those, and an address may have a password in it.
        Map<String, String> environment = builder.environment();
        environment.put(Setting.DATABASE.variable(), settings.state().database());
        environment.put(
                Setting.DATASETS.variable(), settings.training().datasets().toString());
        environment.put(Setting.PHOTO_STORE.variable(), settings.state().photoStore());
        Process started = builder.redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.INHERIT)
                .start();
        process = started;
        if (closed.getCount() == 0) {
            started.destroy();
        }
        return started.waitFor();
    }

    /** Asks the worker to end, and waits a little for it. */
    @Override
    public void close() {
        closed.countDown();
        Process running = process;
        if (running != null) {
            running.destroy();
            try {
                running.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
