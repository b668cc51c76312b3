package org.weatherinference.training;

import java.time.Duration;
import org.weatherinference.state.Job;
import org.weatherinference.state.JobState;
import org.weatherinference.state.Jobs;
import org.weatherinference.state.Lease;
import org.weatherinference.state.StateException;

/**
 * A job that this worker has. The lease is renewed whenever somebody asks how it stands, so that must happen every few
 * seconds. A database that cannot be reached meanwhile takes the job away only when the lease is over. Progress and log
 * may come from other threads than the rest.
 */
final class LeasedJob {
    /** So long after a worker died another takes its job. */
    static final Duration TIME = Duration.ofSeconds(30);

    private static final long RENEWAL = Duration.ofSeconds(4).toNanos();
    private static final long RETRY_MILLIS = 500;

    /** How this worker stands to the job. */
    enum Standing {
        HELD,
        /** It shall be called off. */
        UNWANTED,
        /** Another worker may have it. */
        LOST
    }

    private final Jobs jobs;
    private final Lease lease;
    private long renewed = System.nanoTime();
    private long tried = renewed;
    private Standing standing = Standing.HELD;

    /** @param lease just taken, for {@link #TIME} */
    LeasedJob(Jobs jobs, Lease lease) {
        this.jobs = jobs;
        this.lease = lease;
    }

    Job job() {
        return lease.job();
    }

    /** How it stands, a few seconds old at most. */
    Standing standing() {
        long now = System.nanoTime();
        if (standing != Standing.LOST && now - tried >= RENEWAL) {
            tried = now;
            renew(now);
        }
        return standing;
    }

    private void renew(long now) {
        try {
            standing = jobs.renew(lease, TIME) == JobState.STOPPING ? Standing.UNWANTED : Standing.HELD;
            renewed = now;
        } catch (StateException.Unreachable _) {
            standing = isOver() ? Standing.LOST : standing;
        } catch (StateException _) {
            standing = Standing.LOST;
        }
    }

    private boolean isOver() {
        return System.nanoTime() - renewed >= TIME.toNanos();
    }

    /** What cannot be told is not worth an end: the next progress may. */
    void progress(String json) {
        try {
            jobs.progress(lease, json);
        } catch (StateException _) {
            // The lease tells what it means.
        }
    }

    void log(String line) {
        try {
            jobs.log(lease, line);
        } catch (StateException _) {
            // The lease tells what it means.
        }
    }

    private interface Last {
        void tell(Jobs jobs, Lease lease) throws StateException;
    }

    /** Ends the job, as the methods below do; false where another worker has it. */
    boolean finish(String reference) throws InterruptedException {
        return end((all, held) -> all.finish(held, reference));
    }

    boolean fail(String reason) throws InterruptedException {
        return end((all, held) -> all.fail(held, reason));
    }

    boolean callOff() throws InterruptedException {
        return end(Jobs::stopped);
    }

    boolean handBack() throws InterruptedException {
        return end(Jobs::handBack);
    }

    /** As long as the lease holds, a database that cannot be reached is asked again. */
    private boolean end(Last word) throws InterruptedException {
        while (true) {
            try {
                word.tell(jobs, lease);
                return true;
            } catch (StateException.Unreachable _) {
                if (isOver()) {
                    return false;
                }
                Thread.sleep(RETRY_MILLIS);
            } catch (StateException _) {
                return false;
            }
        }
    }
}
