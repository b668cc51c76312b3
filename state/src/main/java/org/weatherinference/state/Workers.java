package org.weatherinference.state;

import java.time.Duration;
import java.time.InstantSource;

/** The workers that take training jobs, as far as they have told. Thread-safe. */
public final class Workers {
    /**
     * Who has said nothing for so long is taken to be gone; also a bound on how far two machines' clocks may differ.
     */
    static final Duration ABSENCE = Duration.ofMinutes(1);

    private final Database database;
    private final MilliClock clock;

    /** @param database stays the caller's to close */
    public Workers(Database database, InstantSource clock) {
        this.database = database;
        this.clock = new MilliClock(clock);
    }

    /** Notes that a worker is there; forgets those that are long gone. */
    public void here(String name) throws StateException {
        database.write(handle -> {
            handle.createUpdate("DELETE FROM worker WHERE seen <= :then")
                    .bind("then", clock.now().minus(ABSENCE))
                    .execute();
            return handle.createUpdate("INSERT INTO worker (name, seen) VALUES (:name, :now)"
                            + " ON CONFLICT (name) DO UPDATE SET seen = :now")
                    .bind("name", name)
                    .bind("now", clock.now())
                    .execute();
        });
    }

    /** Notes that a worker has ended. */
    public void gone(String name) throws StateException {
        database.write(handle -> handle.createUpdate("DELETE FROM worker WHERE name = :name")
                .bind("name", name)
                .execute());
    }

    /** Whether there is one that would take a job. */
    public boolean anyHere() throws StateException {
        return database.read(handle -> handle.createQuery("SELECT COUNT(*) FROM worker WHERE seen > :then")
                        .bind("then", clock.now().minus(ABSENCE))
                        .mapTo(Long.class)
                        .one())
                > 0;
    }
}
