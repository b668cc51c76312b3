package org.weatherinference.photo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** In a JVM of its own, since native code that crashes takes its process along. */
@Timeout(70)
class TornInputTest {
    @Test
    void wholeFixtures_decode() throws PhotoException {
        for (byte[] file : TornInput.fixtures().values()) {
            assertThat(Fixtures.DECODER.decode(file).width()).isPositive();
        }
    }

    /** A GIF without its trailer still holds its whole picture; nothing else may lose a byte. */
    @Test
    void everyCut_isAnError() throws Exception {
        Map<String, Integer> decoded = run("cut");
        assertThat(decoded).hasSameSizeAs(TornInput.fixtures()).containsEntry("gif", 1);
        decoded.remove("gif");
        assertThat(decoded.values()).containsOnly(0);
    }

    @Test
    void mutatedBytes_giveAPhotoOrAPhotoException() throws Exception {
        Map<String, Integer> decoded = run("mutate", "1500");
        assertThat(decoded).hasSameSizeAs(TornInput.fixtures());
        assertThat(decoded.values()).anyMatch(count -> count > 0).allMatch(count -> count < 1500);
    }

    private static Map<String, Integer> run(String... arguments) throws IOException, InterruptedException {
        Map<String, Integer> decoded = new TreeMap<>();
        ChildJvm.run(TornInput.class, arguments).lines().forEach(line -> {
            String[] words = line.split(" ", -1);
            decoded.put(words[0], Integer.valueOf(words[1]));
        });
        return decoded;
    }
}
