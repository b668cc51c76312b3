package org.weatherinference.state;

import com.zaxxer.hikari.HikariDataSource;

/** Connections kept open, for reading and for writing; both may be the same. */
record Connections(HikariDataSource readers, HikariDataSource writers) implements AutoCloseable {
    @Override
    public void close() {
        readers.close();
        writers.close();
    }
}
