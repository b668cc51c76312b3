package org.weatherinference.onnx;

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

/** An ONNX network under construction, for tests of every module. */
public final class GraphBuilder {
    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("test");
    private final long opset;
    private final SplittableRandom random = new SplittableRandom(5);

    public GraphBuilder(long opset) {
        this.opset = opset;
    }

    public GraphBuilder input(String name, TensorProto.DataType type, Object... dimensions) {
        graph.addInput(Graph.value(name, type, dimensions));
        return this;
    }

    public GraphBuilder tensor(TensorProto tensor) {
        graph.addInitializer(tensor);
        return this;
    }

    public GraphBuilder floats(String name, float[] values, long... shape) {
        return tensor(TensorData.of(name, values, shape));
    }

    public GraphBuilder integers(String name, long... values) {
        return tensor(TensorData.of(name, values));
    }

    /** A whole number that is no vector. */
    public GraphBuilder scalar(String name, long value) {
        return tensor(
                TensorData.of(name, new long[] {value}).toBuilder().clearDims().build());
    }

    /** Random weights of the given deviation. */
    public GraphBuilder random(String name, double deviation, long... shape) {
        return floats(name, gaussian(random, deviation, shape), shape);
    }

    public static float[] gaussian(SplittableRandom random, double deviation, long... shape) {
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

    public GraphBuilder node(String operator, List<String> inputs, String output, AttributeProto... attributes) {
        graph.addNode(Graph.node(operator, inputs, output, attributes));
        return this;
    }

    public static AttributeProto text(String name, String value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.STRING)
                .setS(ByteString.copyFromUtf8(value))
                .build();
    }

    public static AttributeProto integers(String name, List<Long> values) {
        return Graph.attribute(name, values);
    }

    public static AttributeProto tensor(String name, TensorProto value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.TENSOR)
                .setT(value)
                .build();
    }

    /** The file, with float32 outputs of any shape. */
    public byte[] bytes(String... outputs) {
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

    public Graph build(String... outputs) {
        return Graph.read(bytes(outputs));
    }
}
