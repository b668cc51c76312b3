package org.weatherinference.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.Test;

/** Goes again through what fuzzing was begun with, and what it found. */
class FuzzCorpusTest {
    private static final Path CORPUS = Path.of("fuzz/corpus");

    @Test
    void photos_areDecodedOrRefused() throws IOException {
        each("photo", PhotoFuzzer::fuzzerTestOneInput);
    }

    @Test
    void archives_areImportedOrRefused() throws IOException {
        each("bundle", BundleFuzzer::fuzzerTestOneInput);
    }

    @Test
    void manifests_areReadOrRefused() throws IOException {
        each("manifest", ManifestFuzzer::fuzzerTestOneInput);
    }

    private static void each(String target, ThrowingConsumer<byte[]> fuzzer) throws IOException {
        List<Path> inputs;
        try (Stream<Path> files = Files.list(CORPUS.resolve(target))) {
            inputs = files.toList();
        }
        assertThat(inputs).isNotEmpty();
        for (Path input : inputs) {
            byte[] bytes = Files.readAllBytes(input);
            ThrowingCallable call = () -> fuzzer.acceptThrows(bytes);
            assertThatCode(call).as(input.toString()).doesNotThrowAnyException();
        }
    }
}
