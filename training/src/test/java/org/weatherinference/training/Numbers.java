package org.weatherinference.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.weatherinference.onnx.Graph;
import org.weatherinference.onnx.GraphBuilder;
import org.weatherinference.onnx.Outcome;

/**
 * A float32 tensor outside of any engine, and how each engine makes one of a graph.
 *
 * @param shape its sides
 * @param values row by row
 */
@SuppressWarnings("ArrayRecordComponent") // compared element by element
record Numbers(long[] shape, float[] values) {
    static Numbers of(NDArray array) {
        return new Numbers(array.getShape().getShape(), array.toFloatArray());
    }

    static Numbers random(long seed, long... shape) {
        return new Numbers(shape, GraphBuilder.gaussian(new SplittableRandom(seed), 1, shape));
    }

    NDArray in(NDManager manager) {
        return manager.create(values, new Shape(shape));
    }

    /** What ONNX Runtime computes. */
    static Numbers byOnnxRuntime(Graph graph, Numbers input, String output) throws OrtException {
        return of(Outcome.of(graph, input.values, input.shape, output));
    }

    /** What ONNX Runtime computes of uint8 [photos, height, width, 3]. */
    static Numbers byOnnxRuntime(Graph graph, byte[] pixels, int photos, int size, String output) throws OrtException {
        return of(Outcome.of(graph, pixels, new long[] {photos, size, size, 3}, output));
    }

    private static Numbers of(Outcome outcome) {
        return new Numbers(outcome.shape(), outcome.values());
    }

    /** What PyTorch computes. */
    static Numbers byPyTorch(Graph graph, Numbers input, String output) throws TrainingException {
        try (NDManager manager = NDManager.newBaseManager();
                Network network = new Network(graph, manager)) {
            return of(network.run(input.in(manager), false, output).singletonOrThrow());
        }
    }

    /** What PyTorch computes of uint8 [photos, height, width, 3]. */
    static Numbers byPyTorch(Graph graph, byte[] pixels, int photos, int size, String output) throws TrainingException {
        ByteBuffer direct = ByteBuffer.allocateDirect(pixels.length).put(pixels).flip();
        try (NDManager manager = NDManager.newBaseManager();
                Network network = new Network(graph, manager)) {
            NDArray input = Network.pixels(manager, direct, photos, size, size);
            return of(network.run(input, false, output).singletonOrThrow());
        }
    }

    /** Fails unless the other has the same shape and values, as near as a share of the largest of them. */
    void assertNear(Numbers other, double tolerance) {
        assertThat(shape).as("shape").isEqualTo(other.shape);
        double largest = 0;
        double farthest = 0;
        for (int i = 0; i < values.length; i++) {
            assertThat(values[i]).as("value %d", i).isFinite();
            largest = Math.max(largest, Math.abs(other.values[i]));
            farthest = Math.max(farthest, Math.abs(values[i] - other.values[i]));
        }
        assertThat(farthest).as("farthest from what is expected").isLessThanOrEqualTo(tolerance * largest);
    }
}
