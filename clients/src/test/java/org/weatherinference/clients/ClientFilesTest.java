package org.weatherinference.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClientFilesTest {
    private static final Path CONTRACT =
            Path.of("../server/src/main/resources/org/weatherinference/server/openapi.json");

    /** With {@code -Dclients=write} it writes them. */
    @Test
    void committedClients_areWhatTheContractGives() throws IOException {
        for (Map.Entry<String, String> file :
                ClientFiles.of(Files.readString(CONTRACT)).entrySet()) {
            Path committed = Path.of(file.getKey());
            if (System.getProperty("clients", "").equals("write")) {
                Files.createDirectories(committed.toAbsolutePath().getParent());
                Files.writeString(committed, file.getValue());
            }
            assertThat(committed)
                    .as("written anew by: ./mvnw test -pl clients -Dclients=write")
                    .content()
                    .isEqualTo(file.getValue());
        }
    }
}
