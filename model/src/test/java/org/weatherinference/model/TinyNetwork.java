package org.weatherinference.model;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.Arrays;
import java.util.List;

/**
 * An ONNX network of one layer: a label's logit is the mean of red, green and blue, each 0 to 1, weighed. Its last
 * feature map is the photo itself.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record TinyNetwork(
        int height, int width, int inputType, float[][] weights, boolean explains, int innerSide, String beside) {
    private static final int FLOAT = 1;
    static final int UINT8 = 2;
    static final int INT32 = 6;
    private static final int ANY = -1;

    /** Labels red and blue, 10 for each share of their own colour and -10 for the other's; any input size. */
    public static TinyNetwork redOrBlue() {
        return new TinyNetwork(ANY, ANY, UINT8, new float[][] {{10, 0, -10}, {-10, 0, 10}}, true, 1, "");
    }

    TinyNetwork fixedSize(int height, int width) {
        return new TinyNetwork(height, width, inputType, weights, explains, innerSide, beside);
    }

    TinyNetwork inputType(int type) {
        return new TinyNetwork(height, width, type, weights, explains, innerSide, beside);
    }

    TinyNetwork weights(float[]... weights) {
        return new TinyNetwork(height, width, inputType, weights, explains, innerSide, beside);
    }

    TinyNetwork withoutActivation() {
        return new TinyNetwork(height, width, inputType, weights, false, innerSide, beside);
    }

    /** Declares any input size but works for one only. */
    TinyNetwork worksOnlyAt(int side) {
        return new TinyNetwork(height, width, inputType, weights, explains, side, beside);
    }

    /** Keeps its weights in a file beside it, as ONNX allows. */
    TinyNetwork withWeightsIn(String file) {
        return new TinyNetwork(height, width, inputType, weights, false, innerSide, file);
    }

    /** The ONNX file. */
    public byte[] onnx() {
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(15))
                .setGraph(graph())
                .build()
                .toByteArray();
    }

    private GraphProto graph() {
        int labels = weights.length;
        var graph = GraphProto.newBuilder()
                .setName("tiny")
                .addInput(value("pixels", inputType, ANY, height, width, 3))
                .addNode(node("Transpose", "turned", "pixels").addAttribute(ints("perm", 0, 3, 1, 2)))
                .addNode(node("Cast", "cast", "turned").addAttribute(integer("to", FLOAT)))
                .addInitializer(floats("scale", scale(), innerSide, innerSide))
                .addNode(node("Mul", "features", "cast", "scale"))
                .addNode(node("ReduceMean", "embedding", "features")
                        .addAttribute(ints("axes", 2, 3))
                        .addAttribute(integer("keepdims", 0)))
                .addInitializer(
                        beside.isEmpty() ? floats("weights", flat(), labels, 3) : elsewhere("weights", labels, 3))
                .addNode(node("Gemm", "logits", "embedding", "weights").addAttribute(integer("transB", 1)))
                .addOutput(value("logits", FLOAT, ANY, labels));
        if (explains) {
            graph.addInitializer(floats("kernels", flat(), labels, 3, 1, 1))
                    .addNode(node("Conv", "activation", "features", "kernels"))
                    .addOutput(value("features", FLOAT, ANY, 3, height, width))
                    .addOutput(value("activation", FLOAT, ANY, labels, height, width));
        }
        return graph.build();
    }

    private float[] scale() {
        var scale = new float[innerSide * innerSide];
        Arrays.fill(scale, 1 / 255f);
        return scale;
    }

    private float[] flat() {
        var flat = new float[weights.length * 3];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = weights[i / 3][i % 3];
        }
        return flat;
    }

    private static NodeProto.Builder node(String operator, String output, String... inputs) {
        return NodeProto.newBuilder().setOpType(operator).addOutput(output).addAllInput(List.of(inputs));
    }

    private static AttributeProto.Builder ints(String name, long... values) {
        var attribute = AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
        for (long value : values) {
            attribute.addInts(value);
        }
        return attribute;
    }

    private static AttributeProto.Builder integer(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value);
    }

    private static TensorProto.Builder floats(String name, float[] values, long... shape) {
        var tensor = TensorProto.newBuilder().setName(name).setDataType(FLOAT);
        for (long size : shape) {
            tensor.addDims(size);
        }
        for (float value : values) {
            tensor.addFloatData(value);
        }
        return tensor;
    }

    private TensorProto.Builder elsewhere(String name, long... shape) {
        return floats(name, new float[0], shape)
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(
                        StringStringEntryProto.newBuilder().setKey("location").setValue(beside));
    }

    private static ValueInfoProto.Builder value(String name, int type, int... shape) {
        var sizes = TensorShapeProto.newBuilder();
        for (int i = 0; i < shape.length; i++) {
            sizes.addDim(
                    shape[i] == ANY
                            ? Dimension.newBuilder().setDimParam(name + i)
                            : Dimension.newBuilder().setDimValue(shape[i]));
        }
        var tensor = TypeProto.Tensor.newBuilder().setElemType(type).setShape(sizes);
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor));
    }
}
