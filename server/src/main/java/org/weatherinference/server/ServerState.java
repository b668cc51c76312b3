package org.weatherinference.server;

import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.weatherinference.state.Database;
import org.weatherinference.state.Keys;
import org.weatherinference.state.StateException;

/**
 * What a server remembers. Nothing of it is made before it is first needed, so that a start waits for no database. Safe
 * to share.
 */
final class ServerState implements AutoCloseable {
    private final String address;
    private @Nullable Database database;
    private @Nullable Keys keys;

    /** @param address of the database */
    ServerState(String address) {
        this.address = address;
    }

    synchronized Keys keys() throws StateException {
        if (keys == null) {
            keys = new Keys(database(), InstantSource.system());
        }
        return keys;
    }

    private Database database() throws StateException {
        if (database == null) {
            database = Database.at(address);
        }
        return database;
    }

    @Override
    public synchronized void close() {
        if (database != null) {
            database.close();
        }
    }
}
