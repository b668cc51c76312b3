package org.weatherinference.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeyTest {
    private static final byte[] MESSAGE = "a message".getBytes(UTF_8);

    @TempDir
    Path folder;

    private final List<String> notices = new ArrayList<>();

    private SigningKey inHome() {
        return SigningKey.in(folder.resolve("home"), notices::add);
    }

    @Test
    void secretInTheHome_isMadeOnce_andOnlyItsOwnerReadsIt() throws Exception {
        byte[] signature = inHome().sign(MESSAGE);
        assertThat(inHome().fits(MESSAGE, signature)).isTrue();
        Path file = folder.resolve("home").resolve("signing-key");
        assertThat(Files.getPosixFilePermissions(file)).hasToString("[OWNER_READ, OWNER_WRITE]");
        assertThat(notices).isEmpty();
    }

    @Test
    void processesThatMakeItAtOnce_agree() throws Exception {
        try (var threads = Executors.newFixedThreadPool(8)) {
            List<Future<byte[]>> signatures =
                    threads.invokeAll(Stream.<Callable<byte[]>>generate(() -> () -> inHome().sign(MESSAGE))
                            .limit(32)
                            .toList());
            byte[] signature = inHome().sign(MESSAGE);
            for (Future<byte[]> other : signatures) {
                assertThat(other.get()).isEqualTo(signature);
            }
        }
        try (Stream<Path> files = Files.list(folder.resolve("home"))) {
            Set<String> names = files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
            assertThat(names).containsExactly("signing-key");
        }
    }

    @Test
    void homeThatCannotBeWritten_isSaid_andSigningGoesOn() throws Exception {
        Files.writeString(folder.resolve("home"), "a file in the way");
        SigningKey key = inHome();
        assertThat(key.fits(MESSAGE, key.sign(MESSAGE))).isTrue();
        assertThat(inHome().fits(MESSAGE, key.sign(MESSAGE))).isFalse();
        assertThat(notices.getFirst()).contains("signed with a secret that ends with this process", "set --secret");
    }
}
