package org.weatherinference.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weatherinference.model.Bundle;
import org.weatherinference.model.BundleDraft;
import org.weatherinference.model.BundleException;
import org.weatherinference.model.Preparation;
import org.weatherinference.onnx.Graph;
import org.weatherinference.onnx.GraphBuilder;
import org.weatherinference.onnx.Node;

class BundlesOptimizeCommandTest {
    @TempDir
    Path folder;

    private Scene scene;

    @BeforeEach
    void makeDataset() throws IOException {
        scene = Scene.bare(folder);
        scene.red("photos/red/1.png");
        scene.red("photos/red/2.png");
        scene.blue("photos/blue/3.png");
        scene.blue("photos/blue/4.png");
        scene.file("photos/photos.csv", """
                path,label,split
                red/1.png,red,train
                red/2.png,red,valid
                blue/3.png,blue,train
                blue/4.png,blue,valid
                """.getBytes(UTF_8));
    }

    /** Tells red from blue by a convolution whose values end at the given one; of a photo they are 0 and 5.1. */
    private void addBundle(float bound) throws BundleException {
        byte[] network = new GraphBuilder(13)
                .input("photo", DataType.UINT8, "batch", 8L, 8L, 3L)
                .floats("colours", new float[] {0.02f, 0, 0, 0, 0, 0.02f}, 2, 3, 1, 1)
                .floats("zero", new float[] {0})
                .floats("bound", new float[] {bound})
                .node("Transpose", List.of("photo"), "turned", Graph.attribute("perm", List.of(0L, 3L, 1L, 2L)))
                .node("Cast", List.of("turned"), "pixels", Graph.attribute("to", DataType.FLOAT_VALUE))
                .node("Conv", List.of("pixels", "colours"), "seen")
                .node("Clip", List.of("seen", "zero", "bound"), "cut")
                .node("GlobalAveragePool", List.of("cut"), "mean")
                .node("Flatten", List.of("mean"), "logits")
                .bytes("logits");
        scene.store()
                .add(new BundleDraft(
                        "colours",
                        List.of("red", "blue"),
                        new Preparation(8, 8, Preparation.Fit.SQUASH),
                        1,
                        0.5,
                        null,
                        null,
                        "CC0-1.0",
                        network,
                        "# Colours\n\nThey differ.\n"));
    }

    private int optimize() {
        return scene.run("bundles", "optimize", "colours", "--calibrate", folder.resolve("photos"));
    }

    @Test
    void boundThatNoPhotoReaches_isGoneInTheNextVersion() throws Exception {
        addBundle(6);
        assertThat(optimize()).as(scene.err()).isZero();
        assertThat(scene.out()).contains("colours:1  colours", "times as fast", "colours:2 is made: ");
        assertThat(scene.out()).containsPattern("other answers +0 +of 2");
        Bundle made = scene.store().resolve("colours:2");
        assertThat(Graph.read(Files.readAllBytes(made.network())).nodes())
                .extracting(Node::operator)
                .contains("Relu")
                .doesNotContain("Clip");
        assertThat(made.folder().resolve("golden/golden.json")).content().contains("\"tolerance\": 0.005");
        assertThat(made.folder().resolve("MODEL_CARD.md"))
                .content()
                .startsWith("# colours\n\nThe network of `colours:1` without bounds that its values do not reach")
                .endsWith("with that one's figures.\n\nThey differ.\n");
        assertThat(scene.run("bundles", "verify", "colours:2")).isZero();
    }

    @Test
    void boundThatIsReached_stays_andThereIsNoNewVersion() throws Exception {
        addBundle(5);
        assertThat(optimize()).isEqualTo(1);
        assertThat(scene.err())
                .contains("colours:1 cannot be optimized: the network has no activation whose upper bound");
        assertThat(scene.store().resolve("colours").reference()).isEqualTo("colours:1");
    }
}
