package org.weatherinference.state;

import java.nio.file.Path;

/** Both kinds of database, each of which must pass every test. */
enum Kind {
    SQLITE {
        @Override
        String address(Path folder) {
            return "jdbc:sqlite:" + folder.resolve("state.db");
        }
    },
    POSTGRESQL {
        @Override
        String address(Path folder) {
            // Flyway makes the schema.
            return PostgresCluster.running().address("t" + Secret.id());
        }
    };

    /** A database that nobody has used. */
    abstract String address(Path folder);
}
