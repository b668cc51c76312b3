package org.weatherinference.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weatherinference.dataset.Dataset;
import org.weatherinference.dataset.Split;
import org.weatherinference.onnx.Graph;
import org.weatherinference.onnx.GraphBuilder;
import org.weatherinference.onnx.Node;

class FittingTest {
    private static final int EACH = 30;

    @TempDir
    private Path photos;

    @TempDir
    private Path folder;

    private static TrainingPlan holdingOut(double share) {
        return new TrainingPlan(
                1, 0, Plans.SIZE, 0, 8, 0.02, 0.01, Augment.STANDARD, 0.01, 0.1, 0.2, 0.9, 0, share, 20, List.of(), 7);
    }

    private static Fitting fitting(TrainingPlan plan) {
        return new Fitting(new StartNetwork(TinyNetwork.bytes(), "tiny", 0), plan);
    }

    /** The valid split took the lowest lots: by the same lots nothing would be left to hold out. */
    @Test
    void heldOutShare_isTakenOfWhatTheValidSplitLeft() throws Exception {
        Drawings.dataset(photos, EACH);
        TrainingPlan plan = holdingOut(0.4);
        Dataset dataset = Dataset.read(photos).split(plan.seed(), 0.4);
        int train = dataset.only(Split.TRAIN).entries().size();
        int[] learnt = {0};
        TrainingListener listener = new Silence() {
            @Override
            public void epochStarts(int epoch, int epochs, int ahead) {
                learnt[0] = ahead;
            }
        };
        fitting(plan).fit(dataset, folder, listener, () -> true);
        assertThat(train).isBetween(EACH, 2 * EACH * 3 / 4);
        assertThat(learnt[0]).isBetween(train * 4 / 10, train * 8 / 10);
    }

    @Test
    void stopped_isNothing() throws Exception {
        Drawings.dataset(photos, 4);
        TrainingPlan plan = holdingOut(0.4);
        Dataset dataset = Dataset.read(photos).split(plan.seed(), 0);
        assertThat(fitting(plan).fit(dataset, folder, new Silence(), () -> true))
                .isEmpty();
    }

    @Test
    void startOfOtherLabels_cannotBeKept() throws Exception {
        Drawings.dataset(photos, 4);
        TrainingPlan plan = Plans.keeping(0.5, holdingOut(0.4));
        Dataset dataset = Dataset.read(photos).split(plan.seed(), 0);
        assertThatThrownBy(() -> fitting(plan).fit(dataset, folder, new Silence(), () -> false))
                .isInstanceOf(TrainingException.class)
                .hasMessage("tiny is not made for the labels raining, sunny, so none of it can be kept (--keep)");
    }

    @Test
    void labelWithOnePhoto_isRefusedByName() throws Exception {
        Drawings.dataset(photos, 4);
        for (int i = 1; i < 4; i++) {
            Files.delete(photos.resolve("sunny/00" + i + ".jpg"));
        }
        TrainingPlan plan = holdingOut(0.4);
        Dataset dataset = Dataset.read(photos).split(plan.seed(), 0);
        assertThatThrownBy(() -> fitting(plan).fit(dataset, folder, new Silence(), () -> false))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("label \"sunny\" has too few photos");
    }

    @Test
    void unreadablePhotos_areLeftOutAndReported() throws Exception {
        Drawings.dataset(photos, 6);
        Files.writeString(photos.resolve("sunny/000.jpg"), "it rains");
        TrainingPlan plan = holdingOut(0.4);
        Dataset dataset = Dataset.read(photos).split(plan.seed(), 0);
        Fitting.Fitted fitted =
                fitting(plan).fit(dataset, folder, new Silence(), () -> false).orElseThrow();
        assertThat(fitted.unreadable()).containsOnlyKeys("sunny/000.jpg");
    }

    @Test
    void foldedNetwork_learnsWithItsBatchNormsPutBack() throws Exception {
        Drawings.dataset(photos, 6);
        TrainingPlan plan = holdingOut(0.4);
        Dataset dataset = Dataset.read(photos).split(plan.seed(), 0);
        Fitting fitting = new Fitting(new StartNetwork(TinyNetwork.folded(), "tiny", 0), plan);
        byte[] network = fitting.fit(dataset, folder, new Silence(), () -> false)
                .orElseThrow()
                .network();
        List<String> operators =
                Graph.read(network).nodes().stream().map(Node::operator).toList();
        assertThat(operators).contains("BatchNormalization");
    }

    @Test
    void unknownOperator_isAnErrorForUsers() throws Exception {
        Drawings.dataset(photos, 4);
        byte[] odd = new GraphBuilder(13)
                .input("x", DataType.FLOAT, 1L, 3L, 32L, 32L)
                .node("Erf", List.of("x"), "curved")
                .node("GlobalAveragePool", List.of("curved"), "y")
                .bytes("y");
        TrainingPlan plan = holdingOut(0.4);
        Dataset dataset = Dataset.read(photos).split(plan.seed(), 0);
        Fitting fitting = new Fitting(new StartNetwork(odd, "odd.onnx", 0), plan);
        assertThatThrownBy(() -> fitting.fit(dataset, folder, new Silence(), () -> false))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("odd.onnx", 0)
                .hasMessageContaining("(Erf)");
    }
}
