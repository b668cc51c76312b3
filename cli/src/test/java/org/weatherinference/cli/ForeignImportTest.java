package org.weatherinference.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.weatherinference.model.BundleException;
import org.weatherinference.model.BundleManifest;
import org.weatherinference.model.Preparation;
import org.weatherinference.onnx.Graph;
import org.weatherinference.onnx.GraphBuilder;

/** A network as PyTorch exports it: the mean colour, each 0 to 1, weighed, then a softmax. */
class ForeignImportTest {
    @TempDir
    Path folder;

    private Scene scene;
    private Path network;

    @BeforeEach
    void export() throws IOException {
        scene = Scene.bare(folder);
        network = scene.file("colours.onnx", network("height", "width"));
    }

    private static byte[] network(Object height, Object width) {
        return new GraphBuilder(13)
                .input("x", DataType.FLOAT, "n", 3L, height, width)
                .node("GlobalAveragePool", List.of("x"), "pooled")
                .node("Flatten", List.of("pooled"), "flat", Graph.attribute("axis", 1))
                .floats("weight", new float[] {3, 0, -1, -1, 0, 3}, 2, 3)
                .node("Gemm", List.of("flat", "weight"), "scores", Graph.attribute("transB", 1))
                .node("Softmax", List.of("scores"), "y")
                .bytes("y");
    }

    private int take(String preparation, Object... more) {
        Object[] all = new Object[more.length + 9];
        List<Object> given = List.of(
                "bundles", "import", "--onnx", network, "--name", "colours", "--labels", "red,blue", preparation);
        System.arraycopy(given.toArray(), 0, all, 0, 9);
        System.arraycopy(more, 0, all, 9, more.length);
        return scene.run(all);
    }

    @Test
    void imported_answersAsItsOwnProgramDoes() throws IOException {
        assertThat(take("--preparation=8,nchw,0..1")).isZero();
        assertThat(scene.out()).isEqualTo("colours:1 is imported: home/bundles/colours/1\n");
        assertThat(scene.err())
                .isEqualTo("colours.onnx: the softmax at its end is taken off; it can explain its answers\n");
        assertThat(scene.run("classify", "--model", "colours", "--format", "json", scene.red("red.png")))
                .isZero();
        double red = 1 / (1 + Math.exp(-4));
        assertThat(probability("red")).isCloseTo(red, within(1e-6));
        assertThat(scene.run("bundles", "verify", "colours")).isZero();
        assertThat(scene.run("classify", "--model", "colours", "--explain", scene.path("why"), scene.red("red.png")))
                .isZero();
    }

    private double probability(String label) {
        Matcher number = Pattern.compile("\"" + label + "\":([-0-9.Ee]+)").matcher(scene.out());
        assertThat(number.find()).isTrue();
        return Double.parseDouble(number.group(1));
    }

    @Test
    void imported_holdsWhatWasDeclared() throws BundleException {
        take("--preparation=12x8,crop,imagenet", "--temperature", "1.5", "--unsure-below", "0.6", "--licence", "MIT");
        BundleManifest manifest = scene.store().resolve("colours").manifest();
        assertThat(manifest.preparation()).isEqualTo(new Preparation(12, 8, Preparation.Fit.CROP));
        assertThat(manifest.temperature()).isEqualTo(1.5);
        assertThat(manifest.unsureThreshold()).isEqualTo(0.6);
        assertThat(manifest.licence()).isEqualTo("MIT");
        assertThat(manifest.metrics()).isNull();
        assertThat(take("--preparation=8,imagenet")).isZero();
        assertThat(scene.out()).startsWith("colours:2 is imported");
    }

    @Test
    void sizeThatTheFileTells_mayBeLeftOut() throws Exception {
        scene.file("colours.onnx", network(10L, 12L));
        assertThat(take("--preparation=imagenet")).isZero();
        assertThat(scene.store().resolve("colours").manifest().preparation())
                .isEqualTo(new Preparation(12, 10, Preparation.Fit.SQUASH));
        assertThat(take("--preparation=16,imagenet")).isEqualTo(1);
        assertThat(scene.err())
                .isEqualTo("weather: colours.onnx: it takes pictures of width 12 only, declared is 16\n");
    }

    @Test
    void sizeThatNobodyTells_isAskedFor() {
        assertThat(take("--preparation=imagenet")).isEqualTo(1);
        assertThat(scene.err()).contains("it takes pictures of any width: declare that which it learnt from");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "8,nchw; does not say which numbers",
                "8,squash,crop,0..1; it says squash and crop",
                "8,9,0..1; it says two sizes",
                "8,0..2; \"0..2\" is not known",
                "8,mean=1:2:3; mean= and std= are given together",
                "8,mean=1:2:3,std=1:2:0; std must be above 0",
                "8,mean=1:2,std=1:2; must be three numbers each",
                "8,mean=a:b:c,std=1:2:3; are not three numbers",
                "8,imagenet,mean=1:2:3,std=1:2:3; not imagenet",
                "8,uint8,bgr; leave out bgr",
            })
    void wordsThatMakeNoSense_areWrongUsage(String words, String reason) {
        assertThat(take("--preparation=" + words)).isEqualTo(2);
        assertThat(scene.err())
                .startsWith("weather: Invalid value for option '--preparation'")
                .contains(reason);
    }

    @Test
    void labelsThatDoNotFit_areRefused() {
        assertThat(scene.run(
                        "bundles",
                        "import",
                        "--onnx",
                        network,
                        "--name",
                        "colours",
                        "--labels",
                        "a,b,c",
                        "--preparation",
                        "8,0..1"))
                .isEqualTo(1);
        assertThat(scene.err()).contains("labels");
        assertThat(scene.store().list()).isEmpty();
    }

    @Test
    void nameAgainstTheRule_isWrongUsage() {
        assertThat(scene.run(
                        "bundles",
                        "import",
                        "--onnx",
                        network,
                        "--name",
                        "No",
                        "--labels",
                        "a,b",
                        "--preparation",
                        "8,0..1"))
                .isEqualTo(2);
        assertThat(scene.err()).startsWith("weather: name \"No\" must be lower-case letters");
    }

    @Test
    void fileThatIsNoNetwork_isRefused() throws IOException {
        scene.file("colours.onnx", "it rains".getBytes(UTF_8));
        assertThat(take("--preparation=8,0..1")).isEqualTo(1);
        assertThat(scene.err()).startsWith("weather: colours.onnx: it is no ONNX file");
    }

    @Test
    void neitherNorBoth_isWrongUsage() {
        assertThat(scene.run("bundles", "import")).isEqualTo(2);
        assertThat(take("--preparation=8,0..1", "a.zip")).isEqualTo(2);
        assertThat(scene.run("bundles", "import", "--onnx", network)).isEqualTo(2);
        assertThat(scene.err()).contains("--labels");
    }
}
