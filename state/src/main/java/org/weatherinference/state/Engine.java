package org.weatherinference.state;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** One of the two kinds of database, and how it is opened. */
sealed interface Engine permits SqliteFile, PostgresServer {
    /** The kind that an address names. */
    static Engine of(String address) throws StateException.Invalid {
        if (address.startsWith(SqliteFile.PREFIX)) {
            return SqliteFile.of(address);
        }
        if (address.startsWith(PostgresServer.PREFIX)) {
            return new PostgresServer(address);
        }
        throw new StateException.Invalid("the database is \"" + PostgresServer.withoutPassword(address)
                + "\", must be " + SqliteFile.PREFIX + "FILE or " + PostgresServer.PREFIX
                + "//HOST/NAME?user=USER&password=PASSWORD");
    }

    /** Whether it is there; a server is taken to be. */
    boolean exists();

    /** The address without passwords. */
    String name();

    /** What may help where it cannot be used. */
    String wayOut();

    /** Makes or updates its tables, and connects. */
    Connections open() throws SQLException;

    /** Makes or updates the tables. */
    static void migrate(DataSource source) {
        Flyway.configure(Engine.class.getClassLoader())
                .dataSource(source)
                .locations("classpath:org/weatherinference/state/migrations")
                .load()
                .migrate();
    }
}
