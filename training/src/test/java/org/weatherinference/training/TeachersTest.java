package org.weatherinference.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weatherinference.model.BundleStore;
import org.weatherinference.model.RedOrBlue;

class TeachersTest {
    private static final int SIZE = 8;

    @TempDir
    private Path folder;

    private BundleStore store() throws Exception {
        BundleStore store = BundleStore.open(folder);
        store.add(RedOrBlue.draft("teacher"));
        return store;
    }

    private static byte[] photo(int red, int blue) {
        byte[] pixels = new byte[SIZE * SIZE * 3];
        for (int i = 0; i < pixels.length; i += 3) {
            pixels[i] = (byte) red;
            pixels[i + 2] = (byte) blue;
        }
        return pixels;
    }

    @Test
    void teacher_hasHalfTheSay() throws Exception {
        List<float[]> targets = new ArrayList<>(List.of(new float[] {1, 0}, new float[] {1, 0}));
        List<String> labels = RedOrBlue.draft("teacher").labels();
        try (Teachers teachers = Teachers.open(List.of("teacher:1", "teacher:1"), store(), labels, SIZE)) {
            teachers.teach(List.of(photo(255, 0), photo(0, 255)), targets);
        }
        int red = labels.indexOf("red");
        float[] agreed = targets.get(red);
        float[] doubted = targets.get(1 - red);
        assertThat(agreed[0]).isGreaterThan(0.9f);
        assertThat(doubted[0]).isBetween(0.5f, 0.6f);
        targets.forEach(target -> assertThat(target[0] + target[1]).isEqualTo(1, Offset.offset(1e-5f)));
    }

    /** A tenth of the answer is doubt, and half of that tenth reaches the target. */
    @Test
    void recordedAnswer_hasHalfTheSay_andAPhotoWithoutOneKeepsItsLabel() throws Exception {
        Path file = recorded("{\"photo\":\"a.jpg\",\"probabilities\":{\"blue\":0.1,\"red\":0.9}}");
        float[] known = {1, 0};
        float[] unknown = {1, 0};
        try (Teachers teachers = Teachers.open(List.of(file.toString()), store(), List.of("red", "blue"), SIZE)) {
            teachers.remember("a.jpg", known);
            teachers.remember("b.jpg", unknown);
            teachers.teach(List.of(photo(0, 255)), List.of(known));
        }
        assertThat(known).containsExactly(new float[] {0.95f, 0.05f}, Offset.offset(1e-6f));
        assertThat(unknown).containsExactly(1, 0);
    }

    @Test
    void recordedAnswerAndBundle_haveAQuarterEach() throws Exception {
        List<String> labels = RedOrBlue.draft("teacher").labels();
        Path file = recorded("{\"photo\":\"a.jpg\",\"probabilities\":{\"blue\":1,\"red\":0}}");
        List<String> both = List.of(file.toString(), "teacher:1");
        float[] target = new float[2];
        int red = labels.indexOf("red");
        target[red] = 1;
        float[] told = new float[2];
        try (Teachers teachers = Teachers.open(both, store(), labels, SIZE);
                Teachers bundle = Teachers.open(List.of("teacher:1"), store(), labels, SIZE)) {
            teachers.remember("a.jpg", target);
            teachers.teach(List.of(photo(255, 0)), List.of(target));
            bundle.teach(List.of(photo(255, 0)), List.of(told));
        }
        assertThat(target[red]).isEqualTo(0.5f + 0.25f * 2 * told[red], Offset.offset(1e-5f));
    }

    @Test
    void recordedAnswersThatAreNone_areRefused() throws Exception {
        Path other = recorded("{\"photo\":\"a.jpg\",\"probabilities\":{\"blue\":0.1,\"green\":0.9}}");
        Path none = Files.writeString(folder.resolve("none.jsonl"), "it rains\n");
        Path negative = Files.writeString(
                folder.resolve("negative.jsonl"),
                "{\"photo\":\"a.jpg\",\"probabilities\":{\"blue\":-0.5,\"red\":1.5}}\n");
        for (Path file : List.of(other, none, negative, folder.resolve("missing.jsonl"))) {
            assertThatThrownBy(() -> Teachers.open(List.of(file.toString()), store(), List.of("red", "blue"), SIZE))
                    .isInstanceOf(TrainingException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("--teacher");
        }
    }

    private Path recorded(String line) throws Exception {
        return Files.writeString(folder.resolve("answers.jsonl"), line + "\n");
    }

    @Test
    void noTeacher_leavesTheLabels() {
        List<float[]> targets = List.of(new float[] {0.9f, 0.1f});
        Teachers.none().teach(List.of(photo(0, 255)), targets);
        assertThat(targets.getFirst()).containsExactly(0.9f, 0.1f);
    }

    @Test
    void teacherOfOtherLabels_isRefused() throws Exception {
        BundleStore store = store();
        assertThatThrownBy(() -> Teachers.open(List.of("teacher:1"), store, Arrays.asList("rain", "sun"), SIZE))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("teacher:1")
                .hasMessageContaining("rain, sun");
        assertThatThrownBy(() -> Teachers.open(List.of("nobody:1"), store, List.of("red"), SIZE))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("nobody")
                .hasMessageContaining("--teacher");
    }
}
