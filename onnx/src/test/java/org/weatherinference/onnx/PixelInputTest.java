package org.weatherinference.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.List;
import org.junit.jupiter.api.Test;

class PixelInputTest {
    private static Graph identity(DataType type, Object... dimensions) {
        return new GraphBuilder(13)
                .input("image", type, dimensions)
                .node("Identity", List.of("image"), "y")
                .build("y");
    }

    @Test
    void floatPlanes_getImageNetsNormalisation() throws Exception {
        Graph graph = PixelInput.of(identity(DataType.FLOAT, 1L, 3L, 1L, 1L));
        byte[] pixel = {(byte) 255, (byte) 128, 0};
        float[] values = Outcome.of(graph, pixel, new long[] {1, 1, 1, 3}, "y").values();
        assertThat(values[0]).isCloseTo((1 - 0.485f) / 0.229f, within(1e-5f));
        assertThat(values[1]).isCloseTo((128 / 255f - 0.456f) / 0.224f, within(1e-5f));
        assertThat(values[2]).isCloseTo((0 - 0.406f) / 0.225f, within(1e-5f));
    }

    @Test
    void interleavedPixels_becomePlanes() throws Exception {
        Graph graph = PixelInput.of(identity(DataType.FLOAT, "n", 3L, "h", "w"));
        byte[] pixels = {0, 0, 0, 1, 0, 0, 2, 0, 0, 3, 0, 0};
        Outcome planes = Outcome.of(graph, pixels, new long[] {1, 2, 2, 3}, "y");
        assertThat(planes.shape()).containsExactly(1, 3, 2, 2);
        assertThat(planes.values()[3] - planes.values()[0]).isCloseTo(3 / 255f / 0.229f, within(1e-5f));
        assertThat(planes.values()[5]).isEqualTo(planes.values()[4]);
    }

    @Test
    void uint8Pixels_areLeftAlone() {
        Graph graph = identity(DataType.UINT8, 1L, 224L, 224L, 3L);
        Graph ready = PixelInput.of(graph);
        assertThat(ready.nodes()).isEqualTo(graph.nodes());
        assertThat(ready.input().getName()).isEqualTo("image");
        assertThat(ready.input().getType().getTensorType().getShape().getDim(1).getDimParam())
                .isEqualTo("height");
    }

    @Test
    void anotherType_isRefused() {
        Graph graph = identity(DataType.FLOAT16, 1L, 3L, 224L, 224L);
        assertThatThrownBy(() -> PixelInput.of(graph))
                .isInstanceOf(OnnxException.class)
                .hasMessageContaining("image")
                .hasMessageContaining("float32");
    }
}
