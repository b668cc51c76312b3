package org.weatherinference.state;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteDataSource;

/**
 * A file of SQLite with a write-ahead log, which lets others read while one writes. Threads of this process take turns
 * at the one connection that writes; only other processes are waited for by SQLite, which does not keep a line.
 */
record SqliteFile(Path file) implements Engine {
    static final String PREFIX = "jdbc:sqlite:";

    private static final int READERS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** The lock of a file does not hold between threads of one process. */
    private static final ReentrantLock MIGRATION = new ReentrantLock();

    static SqliteFile of(String address) throws StateException.Invalid {
        String file = address.substring(PREFIX.length());
        try {
            if (!file.isBlank() && !file.startsWith(":") && !file.startsWith("file:") && !file.contains("?")) {
                return new SqliteFile(Path.of(file).toAbsolutePath());
            }
        } catch (InvalidPathException _) {
            // Refused below, like what is no file.
        }
        throw new StateException.Invalid("the database is \"" + address + "\", must be " + PREFIX
                + "FILE, without parameters, such as " + PREFIX + "/var/lib/weather/state.db");
    }

    @Override
    public boolean exists() {
        return Files.exists(file);
    }

    @Override
    public String name() {
        return PREFIX + file;
    }

    @Override
    public String wayOut() {
        return "see whether the file and its folder can be written to, or set another database";
    }

    @Override
    public Connections open() throws SQLException {
        SQLiteDataSource source = source();
        prepare(source);
        HikariDataSource writers = pool("writer", source, 1);
        HikariConfig reading = config("readers", source, READERS);
        reading.setConnectionInitSql("PRAGMA query_only = ON");
        return new Connections(new HikariDataSource(reading), writers);
    }

    private SQLiteDataSource source() {
        SQLiteConfig config = new SQLiteConfig();
        // FULL: the log is on the disk before a write returns, so that a power cut takes nothing back.
        config.setSynchronous(SynchronousMode.FULL);
        config.setBusyTimeout((int) PATIENCE.toMillis());
        config.enforceForeignKeys(true);
        // A transaction that began by reading could not be waited for once it writes.
        config.setTransactionMode(TransactionMode.IMMEDIATE);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl(name());
        return source;
    }

    /** One process at a time: neither SQLite's change to a log nor Flyway's first table waits for another's. */
    private void prepare(DataSource source) throws SQLException {
        MIGRATION.lock();
        try {
            OwnerOnly.createFolders(file.resolveSibling(""));
            // SQLite gives its log the same permissions.
            OwnerOnly.createFile(file);
            Path lock = file.resolveSibling(file.getFileName() + ".lock");
            try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock _ = channel.lock()) {
                keepLog(source);
                Engine.migrate(source);
            }
        } catch (IOException fault) {
            throw new SQLException(fault.toString(), fault);
        } finally {
            MIGRATION.unlock();
        }
    }

    /** The file itself remembers it. */
    private static void keepLog(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
        }
    }

    private HikariDataSource pool(String name, DataSource source, int most) {
        return new HikariDataSource(config(name, source, most));
    }

    private HikariConfig config(String name, DataSource source, int most) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setDataSource(source);
        config.setMaximumPoolSize(most);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(PATIENCE.toMillis());
        return config;
    }
}
