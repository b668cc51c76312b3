package org.weatherinference.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagingTest {
    @TempDir
    Path store;

    @Test
    void closed_leavesNothing() throws IOException {
        try (Staging staging = Staging.begin(store)) {
            Files.writeString(staging.folder().resolve("a"), "a");
        }
        assertThat(store).isEmptyDirectory();
    }

    @Test
    void twoOfOneProcess_leaveEachOtherAlone() throws IOException {
        try (Staging first = Staging.begin(store);
                Staging second = Staging.begin(store)) {
            assertThat(first.folder()).isDirectory().isNotEqualTo(second.folder());
            assertThat(second.folder()).isDirectory();
        }
    }

    @Test
    void folderWithoutLock_isCleared() throws IOException {
        Files.createDirectories(store.resolve(".adding-old/golden"));
        Staging.begin(store).close();
        assertThat(store).isEmptyDirectory();
    }

    @Test
    void otherProcess_isLeftAloneUntilItIsKilled() throws Exception {
        Process other = other();
        try {
            Path folder = Path.of(other.inputReader().readLine());
            Staging.begin(store).close();
            assertThat(folder.resolve("half")).exists();
            other.destroyForcibly();
            assertThat(other.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(folder.resolve("half")).exists();
            Staging.begin(store).close();
            assertThat(store).isEmptyDirectory();
        } finally {
            other.destroyForcibly();
        }
    }

    private Process other() throws IOException {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Other.class.getName(),
                        store.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** A process that is killed while it writes. */
    static final class Other {
        private Other() {}

        public static void main(String[] arguments) throws Exception {
            try (Staging staging = Staging.begin(Path.of(arguments[0]))) {
                Files.writeString(staging.folder().resolve("half"), "a");
                System.out.println(staging.folder());
                Thread.sleep(60_000);
            }
        }
    }
}
