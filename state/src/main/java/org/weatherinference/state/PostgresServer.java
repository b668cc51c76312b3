package org.weatherinference.state;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * A database of a PostgreSQL server, of which each process keeps a few connections.
 *
 * @param address as given, with the password that may be in it
 */
record PostgresServer(String address) implements Engine {
    static final String PREFIX = "jdbc:postgresql:";

    /** Behind a {@code password=} or a {@code user:}, whatever shape the rest of the address has. */
    private static final Pattern PASSWORD =
            Pattern.compile("((?:password|pwd)\\s*=)[^&]*|(//[^/@?]*?:)[^/@?]*(?=@)", Pattern.CASE_INSENSITIVE);

    private static final int CONNECTIONS = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** Longest silence of a server in the middle of its work. */
    private static final String SILENCE_SECONDS = "30";

    static String withoutPassword(String address) {
        return PASSWORD.matcher(address).replaceAll("$1$2***");
    }

    @Override
    public boolean exists() {
        return true;
    }

    @Override
    public String name() {
        return withoutPassword(address);
    }

    @Override
    public String wayOut() {
        return "see whether the server runs there and lets this user in, or set another database";
    }

    @Override
    public Connections open() {
        HikariDataSource pool = new HikariDataSource(config());
        try {
            Engine.migrate(pool);
        } catch (RuntimeException fault) {
            pool.close();
            throw fault;
        }
        return new Connections(pool, pool);
    }

    /** What the address itself sets goes before what is set here. */
    private HikariConfig config() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(address);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(PATIENCE.toMillis());
        config.setValidationTimeout(PATIENCE.toMillis());
        String seconds = Long.toString(PATIENCE.toSeconds());
        config.addDataSourceProperty("connectTimeout", seconds);
        config.addDataSourceProperty("loginTimeout", seconds);
        config.addDataSourceProperty("socketTimeout", SILENCE_SECONDS);
        config.addDataSourceProperty("ApplicationName", "weather");
        return config;
    }

    /** Without the password. */
    @Override
    public String toString() {
        return name();
    }
}
