package org.weatherinference.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdkTest {
    @Test
    void linkedTwice_isTheSame(@TempDir Path folder) {
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        Jdk.current().link(first, Jdk.SERVING);
        Jdk.current().link(second, Jdk.SERVING);
        assertThat(second.resolve("lib/modules")).hasSameBinaryContentAs(first.resolve("lib/modules"));
    }
}
