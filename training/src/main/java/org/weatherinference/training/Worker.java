package org.weatherinference.training;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.weatherinference.state.Database;
import org.weatherinference.state.DatasetShelf;
import org.weatherinference.state.Feedback;
import org.weatherinference.state.Jobs;
import org.weatherinference.state.Lease;
import org.weatherinference.state.PhotoStorage;
import org.weatherinference.state.StateException;
import org.weatherinference.state.Workers;

/** Takes jobs from the queue, one after the other, and tells that it is there. Used by one thread. */
final class Worker {
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(15);
    private static final long PAUSE_MILLIS = 1_000;

    private final String name;
    private final DatasetShelf shelf;
    private final long memory;
    private final PrintStream err;
    private final BooleanSupplier ends;
    private final Jobs jobs;
    private final Workers workers;
    private final Feedback feedback;
    private long told = System.nanoTime() - SIGN_OF_LIFE.toNanos();
    private boolean reachable = true;

    /**
     * A worker that has not begun.
     *
     * @param name for people, and unlike other workers'
     * @param photos that visitors let us keep
     * @param memory of a training, in bytes
     * @param ends asked several times a second
     * @param database stays the caller's to close
     */
    Worker(
            String name,
            DatasetShelf shelf,
            PhotoStorage photos,
            long memory,
            PrintStream err,
            BooleanSupplier ends,
            Database database,
            InstantSource clock) {
        this.name = name;
        this.shelf = shelf;
        this.memory = memory;
        this.err = err;
        this.ends = ends;
        jobs = new Jobs(database, clock);
        workers = new Workers(database, clock);
        feedback = new Feedback(database, photos, clock);
    }

    /** Works until it shall end. */
    void work() throws InterruptedException {
        while (!ended()) {
            if (!workOnOne()) {
                Thread.sleep(PAUSE_MILLIS);
            }
        }
        leave();
    }

    /** Works on the oldest job that waits; nothing where none does. */
    void workOnce() throws InterruptedException {
        if (!ended()) {
            workOnOne();
        }
        leave();
    }

    /** Whether it shall end; also tells the database that it has not, where it is time to. */
    private boolean ended() {
        if (System.nanoTime() - told >= SIGN_OF_LIFE.toNanos()) {
            told = System.nanoTime();
            try {
                workers.here(name);
            } catch (StateException _) {
                // To take a job fails in the same way, and that is said.
            }
        }
        return ends.getAsBoolean();
    }

    private boolean workOnOne() throws InterruptedException {
        try {
            Optional<Lease> lease = jobs.lease(name, LeasedJob.TIME);
            reachable = true;
            if (lease.isEmpty()) {
                return false;
            }
            work(lease.get());
            JobFolder.clear(jobs);
            return true;
        } catch (StateException fault) {
            say(String.valueOf(fault.getMessage()));
        } catch (IOException fault) {
            say("cannot read or write: " + fault);
        }
        return false;
    }

    private void work(Lease lease) throws InterruptedException, IOException {
        String id = lease.job().id();
        err.println("weather: job " + id + ": " + lease.job().bundle());
        JobRun run = new JobRun(new LeasedJob(jobs, lease), memory, this::ended);
        err.println("weather: job " + id + " " + run.run(new JobDataset(shelf, feedback, run::isOver)));
    }

    /** Once, as long as it stays so. */
    private void say(String fault) {
        if (reachable) {
            err.println("weather: " + fault + "; trying again");
        }
        reachable = false;
    }

    private void leave() {
        try {
            workers.gone(name);
        } catch (StateException _) {
            // It will be taken to be gone in a minute.
        }
    }
}
