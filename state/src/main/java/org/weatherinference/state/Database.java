package org.weatherinference.state;

import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * Where everything is remembered: a file of SQLite, or a PostgreSQL server. Several processes may have the same one
 * open, such as a server and the command line. What a method has returned from is kept, whatever happens to the process
 * or the machine afterwards.
 *
 * <p>To make one does nothing. The first use opens it, and makes or updates its tables; where that fails, a later use
 * tries again. Thread-safe. Whoever makes it closes it.
 */
public final class Database implements AutoCloseable {
    /** As long as a database that did not open is not tried again, so that no line of threads forms before it. */
    private static final long REST = TimeUnit.SECONDS.toNanos(1);

    private final Engine engine;
    private final ReentrantLock opening = new ReentrantLock();
    private final ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();
    private volatile @Nullable Opened opened;
    private @Nullable Failure failure;

    private Database(Engine engine) {
        this.engine = engine;
    }

    private record Opened(Connections connections, Jdbi readers, Jdbi writers) {}

    private record Failure(StateException.Unreachable reason, long nanos) {}

    /**
     * The database of an address.
     *
     * @param address {@code jdbc:sqlite:FILE} or {@code jdbc:postgresql://HOST/NAME?user=…&password=…}, with any other
     *     parameters of PostgreSQL's JDBC driver
     * @throws StateException.Invalid where the address is neither
     */
    public static Database at(String address) throws StateException.Invalid {
        return new Database(Engine.of(address));
    }

    /** The address of the file that is used where none is given: {@code state.db} in the user's folder. */
    public static String standardAddress(Path home) {
        return SqliteFile.PREFIX + home.resolve("state.db");
    }

    /** Whether it is there: not so a file that the first use is yet to make; a server is taken to be there. */
    public boolean exists() {
        return engine.exists();
    }

    /** Its address without passwords, for messages. */
    public String name() {
        return engine.name();
    }

    /** Work that changes nothing, on a connection of its own. */
    <T> T read(HandleCallback<T, StateException> work) throws StateException {
        return guarded(() -> opened().readers().withHandle(work));
    }

    /** Work that is done as a whole or not at all. */
    <T> T write(HandleCallback<T, StateException> work) throws StateException {
        return guarded(() -> opened().writers().inTransaction(work));
    }

    /** Begins work that only {@link #close} waits for; once it is closed, nothing. */
    void later(Runnable work) {
        try {
            background.execute(work);
        } catch (RejectedExecutionException _) {
            // What was left for later is not worth a failure of whoever is still at work.
        }
    }

    private interface Work<T> {
        T run() throws StateException;
    }

    private <T> T guarded(Work<T> work) throws StateException {
        try {
            return work.run();
        } catch (JdbiException fault) {
            if (fault.getCause() instanceof SQLException) {
                throw unreachable(fault);
            }
            throw fault;
        }
    }

    private Opened opened() throws StateException {
        Opened ready = opened;
        if (ready != null) {
            return ready;
        }
        opening.lock();
        try {
            return openedAlone();
        } finally {
            opening.unlock();
        }
    }

    private Opened openedAlone() throws StateException {
        Opened ready = opened;
        if (ready != null) {
            return ready;
        }
        if (failure != null && System.nanoTime() - failure.nanos() < REST) {
            throw failure.reason();
        }
        try {
            Connections connections = engine.open();
            Opened fresh =
                    new Opened(connections, Rows.mapped(connections.readers()), Rows.mapped(connections.writers()));
            opened = fresh;
            return fresh;
        } catch (SQLException | FlywayException | PoolInitializationException fault) {
            StateException.Unreachable reason = unreachable(fault);
            failure = new Failure(reason, System.nanoTime());
            throw reason;
        }
    }

    private StateException.Unreachable unreachable(Exception fault) {
        return new StateException.Unreachable(
                "the database " + name() + " cannot be used: " + reason(fault) + "; " + engine.wayOut(), fault);
    }

    /** The innermost message is the database's own; what is around it tells which library passed it on. */
    private static String reason(Throwable fault) {
        Throwable inner = fault;
        while (inner.getCause() != null && inner.getCause().getMessage() != null) {
            inner = inner.getCause();
        }
        return String.valueOf(inner.getMessage()).lines().findFirst().orElse(inner.toString());
    }

    /** Waits for what is under way. */
    @Override
    public void close() {
        background.close();
        opening.lock();
        try {
            if (opened != null) {
                opened.connections().close();
                opened = null;
            }
        } finally {
            opening.unlock();
        }
    }
}
