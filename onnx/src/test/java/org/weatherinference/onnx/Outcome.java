package org.weatherinference.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Map;

/**
 * What ONNX Runtime computes of a graph, for tests of every module.
 *
 * @param shape its sides
 * @param values row by row
 */
@SuppressWarnings("ArrayRecordComponent") // compared element by element
public record Outcome(long[] shape, float[] values) {
    /** Of float32 of the given shape. */
    public static Outcome of(Graph graph, float[] input, long[] shape, String output) throws OrtException {
        try (OnnxTensor tensor = OnnxTensor.createTensor(environment(), FloatBuffer.wrap(input), shape)) {
            return of(graph, tensor, output);
        }
    }

    /** Of uint8 [photos, height, width, 3]. */
    public static Outcome of(Graph graph, byte[] pixels, long[] shape, String output) throws OrtException {
        ByteBuffer direct = ByteBuffer.allocateDirect(pixels.length).put(pixels).flip();
        try (OnnxTensor tensor = OnnxTensor.createTensor(environment(), direct, shape, OnnxJavaType.UINT8)) {
            return of(graph, tensor, output);
        }
    }

    private static Outcome of(Graph graph, OnnxTensor input, String output) throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
            try (OrtSession session = environment().createSession(graph.bytes(), options);
                    OrtSession.Result result = session.run(Map.of(graph.input().getName(), input))) {
                OnnxTensor tensor = (OnnxTensor) result.get(output).orElseThrow();
                FloatBuffer buffer = tensor.getFloatBuffer();
                float[] values = new float[buffer.remaining()];
                buffer.get(values);
                return new Outcome(tensor.getInfo().getShape(), values);
            }
        }
    }

    private static OrtEnvironment environment() {
        return OrtEnvironment.getEnvironment();
    }
}
