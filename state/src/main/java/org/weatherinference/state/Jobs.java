package org.weatherinference.state;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/**
 * The training jobs: a queue that workers lease from, wherever they run. Times are the clocks' of the machines that
 * ask, so a lease must be far longer than these may differ. Thread-safe.
 */
public final class Jobs {
    /** A job that so many workers died of is not given to another. */
    static final int MOST_ATTEMPTS = 5;

    private static final String COLUMNS = "id, bundle, dataset, start, settings, state, created_by, created, started,"
            + " ended, attempts, worker, leased_until, progress, result, error, returned";
    private static final String SELECT = "SELECT " + COLUMNS + " FROM job ";
    /** Nobody has changed who has it since it was looked at. */
    private static final String AS_SEEN =
            "id = :id AND state = :seen AND attempts = :attempts AND leased_until = :leasedUntil";

    private final Database database;
    private final MilliClock clock;

    /** @param database stays the caller's to close */
    public Jobs(Database database, InstantSource clock) {
        this.database = database;
        this.clock = new MilliClock(clock);
    }

    /** Puts a job at the end of the queue. */
    public Job add(NewJob wanted) throws StateException {
        String id = Secret.id();
        Instant now = clock.now();
        return database.write(handle -> {
            handle.createUpdate("INSERT INTO job (id, bundle, dataset, start, settings, state, created_by, created)"
                            + " VALUES (:id, :bundle, :dataset, :start, :settings, 'queued', :createdBy, :now)")
                    .bindMethods(wanted)
                    .bind("id", id)
                    .bind("now", now)
                    .execute();
            note(handle, id, JobEvent.Kind.STATE, JobState.QUEUED.toString());
            return job(handle, id);
        });
    }

    /**
     * The job of an id.
     *
     * @throws StateException.Unknown where there is none
     */
    public Job get(String id) throws StateException {
        return database.read(handle -> job(handle, id));
    }

    private static Job job(Handle handle, String id) throws StateException {
        return handle.createQuery(SELECT + "WHERE id = :id")
                .bind("id", id)
                .mapTo(Job.class)
                .findOne()
                .orElseThrow(() -> new StateException.Unknown("there is no training job \"" + id + "\""));
    }

    /** The newest jobs, the newest first. */
    public List<Job> list(int limit) throws StateException {
        return database.read(handle -> handle.createQuery(SELECT + "ORDER BY created DESC, id DESC LIMIT :limit")
                .bind("limit", limit)
                .mapTo(Job.class)
                .list());
    }

    /**
     * What happened to a job, in its order.
     *
     * @param after the sequence of the last event that the caller has; 0 for all
     */
    public List<JobEvent> events(String id, long after, int limit) throws StateException {
        return database.read(handle -> {
            job(handle, id);
            return handle.createQuery("SELECT sequence, at, kind, text FROM job_event"
                            + " WHERE job = :id AND sequence > :after ORDER BY sequence LIMIT :limit")
                    .bind("id", id)
                    .bind("after", after)
                    .bind("limit", limit)
                    .mapTo(JobEvent.class)
                    .list();
        });
    }

    /**
     * Calls a job off: one that waits is cancelled at once, of one that runs the worker is asked to stop. One that has
     * ended stays as it is.
     *
     * @return the state it is in now
     */
    public JobState cancel(String id) throws StateException {
        return database.write(handle -> {
            int changed = handle.createUpdate("UPDATE job SET"
                            + " ended = CASE state WHEN 'queued' THEN :now ELSE ended END,"
                            + " state = CASE state WHEN 'queued' THEN 'cancelled' ELSE 'stopping' END"
                            + " WHERE id = :id AND state IN ('queued', 'running')")
                    .bind("id", id)
                    .bind("now", clock.now())
                    .execute();
            JobState state = job(handle, id).state();
            if (changed > 0) {
                note(handle, id, JobEvent.Kind.STATE, state.toString());
            }
            return state;
        });
    }

    /**
     * Takes the oldest job that waits, or whose worker let its lease run out. Of several workers that ask at once, each
     * gets another job.
     *
     * @param worker a name for people
     * @return empty where nothing is to be done
     */
    public Optional<Lease> lease(String worker, Duration time) throws StateException {
        while (true) {
            Instant now = clock.now();
            Optional<Job> found = oldestFree(now);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            Job free = found.get();
            if (free.state() == JobState.STOPPING) {
                settle(free, JobState.CANCELLED, null);
            } else if (free.attempts() - free.returned() >= MOST_ATTEMPTS) {
                settle(free, JobState.FAILED, "its worker ended without a word, " + MOST_ATTEMPTS + " times in a row");
            } else {
                Optional<Lease> lease = take(free, worker, now, now.plus(time));
                if (lease.isPresent()) {
                    return lease;
                }
            }
        }
    }

    private Optional<Job> oldestFree(Instant now) throws StateException {
        return database.read(handle -> handle.createQuery(
                        SELECT + "WHERE ended IS NULL AND leased_until <= :now ORDER BY created, id LIMIT 1")
                .bind("now", now)
                .mapTo(Job.class)
                .findOne());
    }

    /** Only as long as it is as it was seen: whoever comes second changes no row. */
    private Optional<Lease> take(Job seen, String worker, Instant now, Instant until) throws StateException {
        return database.write(handle -> {
            int taken = handle.createUpdate("UPDATE job SET state = 'running', worker = :by, leased_until = :until,"
                            + " attempts = attempts + 1, started = COALESCE(started, :now) WHERE " + AS_SEEN)
                    .bindMethods(seen)
                    .bind("by", worker)
                    .bind("until", until)
                    .bind("now", now)
                    .bind("seen", seen.state().toString())
                    .execute();
            if (taken == 0) {
                return Optional.empty();
            }
            note(handle, seen.id(), JobEvent.Kind.STATE, JobState.RUNNING.toString());
            return Optional.of(new Lease(job(handle, seen.id()), worker));
        });
    }

    /** The end of a job that no worker has. */
    private void settle(Job seen, JobState end, @Nullable String error) throws StateException {
        database.write(handle -> {
            int changed = handle.createUpdate(
                            "UPDATE job SET state = :end, ended = :now, error = :why WHERE " + AS_SEEN)
                    .bindMethods(seen)
                    .bind("seen", seen.state().toString())
                    .bind("end", end.toString())
                    .bind("now", clock.now())
                    .bind("why", error)
                    .execute();
            if (changed > 0) {
                note(handle, seen.id(), JobEvent.Kind.STATE, end.toString());
            }
            return changed;
        });
    }

    /**
     * Keeps a lease for a further time.
     *
     * @return {@link JobState#STOPPING} where the worker should stop, else {@link JobState#RUNNING}
     * @throws StateException.Conflict where another worker has the job by now, or it has ended
     */
    public JobState renew(Lease lease, Duration time) throws StateException {
        return database.write(handle -> {
            update(
                    lease,
                    held(handle, "leased_until = :until", lease)
                            .bind("until", clock.now().plus(time)));
            return job(handle, lease.job().id()).state();
        });
    }

    /**
     * Tells how far a job is.
     *
     * @param json not looked into
     * @throws StateException.Conflict as {@link #renew}
     */
    public void progress(Lease lease, String json) throws StateException {
        database.write(handle -> {
            update(lease, held(handle, "progress = :json", lease).bind("json", json));
            return note(handle, lease.job().id(), JobEvent.Kind.PROGRESS, json);
        });
    }

    /**
     * Adds a line to a job's log.
     *
     * @throws StateException.Conflict as {@link #renew}
     */
    public void log(Lease lease, String line) throws StateException {
        database.write(handle -> {
            update(lease, held(handle, "worker = worker", lease));
            return note(handle, lease.job().id(), JobEvent.Kind.LOG, line);
        });
    }

    /**
     * Ends a job that made its bundle.
     *
     * @param result the bundle's reference
     * @throws StateException.Conflict as {@link #renew}
     */
    public void finish(Lease lease, String result) throws StateException {
        end(lease, JobState.DONE, result, null);
    }

    /**
     * Ends a job that came to nothing.
     *
     * @throws StateException.Conflict as {@link #renew}
     */
    public void fail(Lease lease, String error) throws StateException {
        end(lease, JobState.FAILED, null, error);
    }

    /**
     * Ends a job whose worker stopped because it was asked to.
     *
     * @throws StateException.Conflict as {@link #renew}
     */
    public void stopped(Lease lease) throws StateException {
        end(lease, JobState.CANCELLED, null, null);
    }

    /**
     * Hands a job back, so that another worker can take it at once. One that shall stop has ended thereby.
     *
     * @throws StateException.Conflict as {@link #renew}
     */
    public void handBack(Lease lease) throws StateException {
        database.write(handle -> {
            update(
                    lease,
                    held(
                                    handle,
                                    "ended = CASE state WHEN 'stopping' THEN :now ELSE ended END,"
                                            + " state = CASE state WHEN 'stopping' THEN 'cancelled' ELSE 'queued' END,"
                                            + " returned = returned + 1, leased_until = 0",
                                    lease)
                            .bind("now", clock.now()));
            JobState state = job(handle, lease.job().id()).state();
            return note(handle, lease.job().id(), JobEvent.Kind.STATE, state.toString());
        });
    }

    private void end(Lease lease, JobState state, @Nullable String result, @Nullable String error)
            throws StateException {
        database.write(handle -> {
            update(
                    lease,
                    held(handle, "state = :end, ended = :now, result = :made, error = :why", lease)
                            .bind("end", state.toString())
                            .bind("now", clock.now())
                            .bind("made", result)
                            .bind("why", error));
            return note(handle, lease.job().id(), JobEvent.Kind.STATE, state.toString());
        });
    }

    /** A change that happens only as long as the lease holds: no later worker has the job, and it goes on. */
    private static Update held(Handle handle, String change, Lease lease) {
        return handle.createUpdate("UPDATE job SET " + change + " WHERE id = :id AND attempts = :attempts"
                        + " AND state IN ('running', 'stopping')")
                .bindMethods(lease.job());
    }

    private static void update(Lease lease, Update change) throws StateException {
        if (change.execute() == 0) {
            throw new StateException.Conflict("the training job " + lease.job().id() + " is no longer " + lease.worker()
                    + "'s: it has ended, or another worker took it when the lease ran out");
        }
    }

    /** The job's row is locked by the count, so that events of one job are numbered in the order they are kept in. */
    private long note(Handle handle, String id, JobEvent.Kind kind, String text) {
        long sequence = handle.createQuery("UPDATE job SET events = events + 1 WHERE id = :id RETURNING events")
                .bind("id", id)
                .mapTo(Long.class)
                .one();
        handle.createUpdate("INSERT INTO job_event (job, sequence, at, kind, text)"
                        + " VALUES (:id, :sequence, :now, :kind, :text)")
                .bind("id", id)
                .bind("sequence", sequence)
                .bind("now", clock.now())
                .bind("kind", kind.toString())
                .bind("text", text)
                .execute();
        return sequence;
    }
}
