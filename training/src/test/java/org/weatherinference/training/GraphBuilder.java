package org.weatherinference.training;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.util.List;
import java.util.SplittableRandom;

/** An ONNX network under construction. */
final class GraphBuilder {
    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("test");
    private final long opset;
    private final SplittableRandom random = new SplittableRandom(5);

    GraphBuilder(long opset) {
        this.opset = opset;
    }

    GraphBuilder input(String name, TensorProto.DataType type, Object... dimensions) {
        graph.addInput(Graph.value(name, type, dimensions));
        return this;
    }

    GraphBuilder tensor(TensorProto tensor) {
        graph.addInitializer(tensor);
        return this;
    }

    GraphBuilder floats(String name, float[] values, long... shape) {
        return tensor(TensorData.of(name, values, shape));
    }

    GraphBuilder integers(String name, long... values) {
        return tensor(TensorData.of(name, values));
    }

    /** A whole number that is no vector. */
    GraphBuilder scalar(String name, long value) {
        return tensor(
                TensorData.of(name, new long[] {value}).toBuilder().clearDims().build());
    }

    /** Random weights of the given deviation. */
    GraphBuilder random(String name, double deviation, long... shape) {
        return floats(name, gaussian(random, deviation, shape), shape);
    }

    static float[] gaussian(SplittableRandom random, double deviation, long... shape) {
        int count = 1;
        for (long side : shape) {
            count *= (int) side;
        }
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (random.nextGaussian() * deviation);
        }
        return values;
    }

    GraphBuilder node(String operator, List<String> inputs, String output, AttributeProto... attributes) {
        graph.addNode(Graph.node(operator, inputs, output, attributes));
        return this;
    }

    static AttributeProto text(String name, String value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.STRING)
                .setS(ByteString.copyFromUtf8(value))
                .build();
    }

    static AttributeProto integers(String name, List<Long> values) {
        return Graph.attribute(name, values);
    }

    static AttributeProto tensor(String name, TensorProto value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.TENSOR)
                .setT(value)
                .build();
    }

    /** The file, with float32 outputs of any shape. */
    byte[] bytes(String... outputs) {
        GraphProto.Builder whole = graph.clone();
        for (String output : outputs) {
            whole.addOutput(ValueInfoProto.newBuilder()
                    .setName(output)
                    .setType(TypeProto.newBuilder()
                            .setTensorType(TypeProto.Tensor.newBuilder()
                                    .setElemType(TensorProto.DataType.FLOAT.getNumber()))));
        }
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset))
                .setGraph(whole)
                .build()
                .toByteArray();
    }

    Graph build(String... outputs) throws TrainingException {
        return Graph.read(bytes(outputs), "test.onnx");
    }
}
