package org.weatherinference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestJsonTest {
    private static final BundleDraft DRAFT = Fixtures.draft("tiny");
    private static final BundleManifest MANIFEST = new BundleManifest(
            1,
            "tiny",
            3,
            Instant.parse("2026-05-04T03:02:01Z"),
            DRAFT.labels(),
            DRAFT.preparation(),
            1.25,
            0.7,
            DRAFT.metrics(),
            DRAFT.provenance(),
            "CC0-1.0",
            Map.of("model.onnx", "00ff"));
    private static final String JSON = ManifestJson.write(MANIFEST);

    @Test
    void writtenManifest_readsBackTheSame() throws BundleException {
        assertThat(read(JSON)).isEqualTo(MANIFEST);
    }

    @Test
    void absentMetricsAndProvenance_readBackAsAbsent() throws BundleException {
        var bare = new BundleManifest(
                1,
                "tiny",
                3,
                MANIFEST.created(),
                MANIFEST.labels(),
                MANIFEST.preparation(),
                1,
                0,
                null,
                null,
                "MIT",
                Map.of());
        assertThat(read(ManifestJson.write(bare))).isEqualTo(bare);
    }

    @Test
    void bundleWithoutAHistory_readsBackWithAnEmptyOne() throws BundleException {
        String older = JSON.replaceAll("(?s),\\s*\"history\": \\[.*?]", "");
        assertThat(older).doesNotContain("history");
        BundleManifest read = read(older);
        assertThat(Objects.requireNonNull(read.provenance()).history()).isEmpty();
        assertThat(ManifestJson.write(read)).isEqualTo(older);
    }

    @Test
    void preparation_isWrittenInWords() {
        assertThat(JSON.replaceAll("\\s", ""))
                .contains("\"preparation\":{\"width\":8,\"height\":8,\"fit\":\"squash\"}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "temperature": 1.25,     | ''                            | field "temperature" is missing
            "temperature": 1.25      | "temperature": "warm"         | "temperature" must be a number but is the string "warm"
            "temperature": 1.25      | "temperature": 0              | temperature is 0.0, must be above 0
            "temperature": 1.25      | "temperature": 1e999          | temperature is Infinity, must be above 0
            "unsureThreshold": 0.7   | "unsureThreshold": 1.5        | unsure threshold is 1.5, must be 0 to 1
            "version": 3             | "version": 3.5                | "version" must be a whole number but is 3.5
            "version": 3             | "version": 0                  | version is 0, must be at least 1
            "version": 3             | "version": 3, "script": "x"   | unknown field "script"
            "version": 3             | "version": 3, "version": 4    | Duplicate Object property "version"
            "width": 8               | "width": 8, "depth": 1        | unknown field "preparation.depth"
            "width": 8               | "width": null                 | "preparation.width" must be a whole number but is null
            "fit": "squash"          | "fit": "stretch"              | preparation fit is "stretch", must be squash or crop
            "name": "tiny"           | "name": "../tiny"             | name "../tiny" must be lower-case letters
            "labels": [ "red", "blue" ] | "labels": [ "red" ]        | labels [red] are too few, must be at least 2
            "labels": [ "red", "blue" ] | "labels": [ "red", "red" ] | label "red" is there twice
            "labels": [ "red", "blue" ] | "labels": [ "red", "unsure" ] | a label is "unsure", must be another word
            "labels": [ "red", "blue" ] | "labels": [ "red", 1 ]     | "labels[1]" must be a string but is 1
            "wrong": 1,              | "wrong": 11,                  | 11 wrong of 10 photos cannot be
            "source": "drawn"        | "source": 5                   | "metrics.perSource[0].source" must be a string but is 5
            "frozen": true           | "frozen": 1                   | "provenance.history[0].frozen" must be true or false but is 1
            "heldOutError": 0.1      | "heldOutError": 1.1           | history: heldOutError of epoch 1 is 1.1, must be 0 to 1
            "loss": 0.5              | "loss": -1                    | history: loss of epoch 1 is -1.0, must be finite and at least 0
            "created": "2026-05-04T03:02:01Z" | "created": "May"     | Text 'May' could not be parsed
            "format": 1              | "format": "1"                 | "format" must be a whole number but is the string "1"
            """)
    void brokenField_isNamed(String from, String to, String message) {
        assertThat(JSON).contains(from);
        assertThatThrownBy(() -> read(JSON.replace(from, to)))
                .isInstanceOf(BundleException.class)
                .hasMessageStartingWith("bundle.json: ")
                .hasMessageContaining(message);
    }

    @Test
    void somethingAfterTheObject_isRefused() {
        assertThatThrownBy(() -> read(JSON + "{}")).hasMessage("bundle.json: something follows the JSON value");
    }

    @Test
    void list_isRefused() {
        assertThatThrownBy(() -> read("[]")).hasMessage("bundle.json: the file must be an object but is a list");
    }

    @Test
    void truncatedAnywhere_isRefused() {
        String compact = JSON.strip();
        for (int length = 0; length < compact.length(); length++) {
            String start = compact.substring(0, length);
            assertThatThrownBy(() -> read(start)).as(start).isInstanceOf(BundleException.class);
        }
    }

    @Test
    void deepNesting_isRefused() {
        assertThatThrownBy(() -> read("[".repeat(100_000)))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("nesting depth");
    }

    @Test
    void manifestThatIsTooLong_isRefused() {
        assertThatThrownBy(() -> read("{\"format\":" + " ".repeat(JsonObject.MAX_BYTES) + "1}"))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("exceeds the maximum allowed");
    }

    @Test
    void manifest_keepsItsOwnCopies() {
        var labels = new java.util.ArrayList<>(List.of("red", "blue"));
        var manifest = new BundleManifest(
                1, "tiny", 1, Instant.EPOCH, labels, MANIFEST.preparation(), 1, 0, null, null, "MIT", Map.of());
        labels.clear();
        assertThat(manifest.labels()).containsExactly("red", "blue");
    }

    private static BundleManifest read(String json) throws BundleException {
        return ManifestJson.read(json.getBytes(StandardCharsets.UTF_8));
    }
}
