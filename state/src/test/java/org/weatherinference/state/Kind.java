package org.weatherinference.state;

import java.nio.file.Path;

/** Both kinds of database, each of which must pass every test. Safe to share. */
public enum Kind {
    SQLITE {
        @Override
        public String address(Path folder) {
            return "jdbc:sqlite:" + folder.resolve("state.db");
        }
    },
    POSTGRESQL {
        @Override
        public String address(Path folder) {
            // Flyway makes the schema.
            return PostgresCluster.running().address("t" + Secret.id());
        }
    };

    /**
     * The address of a database that nobody has used. Where that is a server which this machine has not, the test is
     * left out.
     *
     * @param folder for a database that is a file
     */
    public abstract String address(Path folder);
}
