package org.weatherinference.training;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.weatherinference.onnx.Graph.attribute;
import static org.weatherinference.onnx.GraphBuilder.text;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.weatherinference.onnx.Graph;
import org.weatherinference.onnx.GraphBuilder;
import org.weatherinference.onnx.OnnxException;
import org.weatherinference.onnx.TensorData;

/** Every operator gives in PyTorch what it gives in ONNX Runtime. */
class OperatorsTest {
    private static final double TOLERANCE = 1e-5;
    private static final long CHANNELS = 4;
    private static final long[] PICTURE = {2, CHANNELS, 7, 9};
    private static final long[] MATRIX = {5, 6};

    /** Sides that pooling with ceil_mode must round up for. */
    private static final long[] UNEVEN = {1, CHANNELS, 8, 6};

    /** Opsets: the last one with attributes only, and one in which axes and bounds are inputs. */
    private static final long OLD = 9;

    private static final long NEW = 18;

    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Case(String name, GraphBuilder graph, long... input) {
        @Override
        public String toString() {
            return name;
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void operator_givesInPyTorchWhatItGivesInOnnxRuntime(Case operator) throws Exception {
        Graph graph = operator.graph().build("y");
        Numbers input = Numbers.random(11, operator.input());
        Numbers expected = Numbers.byOnnxRuntime(graph, input, "y");
        Numbers.byPyTorch(graph, input, "y").assertNear(expected, TOLERANCE);
    }

    static Stream<Case> all() {
        List<Case> cases = new ArrayList<>();
        convolutions(cases);
        activations(cases);
        arithmetic(cases);
        poolings(cases);
        matrices(cases);
        arrangements(cases);
        shapes(cases);
        return cases.stream();
    }

    private static void convolutions(List<Case> cases) {
        AttributeProto padded = attribute("pads", List.of(1L, 1L, 1L, 1L));
        AttributeProto strides = attribute("strides", List.of(2L, 2L));
        cases.add(convolution("Conv 3 x 3", 3, 3, 1));
        cases.add(convolution("Conv 1 x 1", 1, 1, 1));
        cases.add(convolution("Conv 3 x 5, padded", 3, 5, 1, attribute("pads", List.of(1L, 2L, 1L, 2L))));
        cases.add(convolution("Conv, stride 2", 3, 3, 1, padded, strides));
        cases.add(convolution("Conv, strides 2 x 1", 3, 3, 1, padded, attribute("strides", List.of(2L, 1L))));
        cases.add(convolution("Conv, dilations 2 x 3", 3, 3, 1, attribute("dilations", List.of(2L, 3L))));
        cases.add(convolution("Conv, 2 groups", 3, 3, 2, padded, attribute("group", 2)));
        cases.add(convolution("Conv, depthwise", 3, 3, CHANNELS, padded, attribute("group", CHANNELS)));
        cases.add(convolution("Conv, uneven pads", 3, 3, 1, attribute("pads", List.of(0L, 1L, 2L, 3L))));
        cases.add(convolution("Conv, SAME_UPPER", 4, 4, 1, text("auto_pad", "SAME_UPPER")));
        cases.add(convolution("Conv, SAME_LOWER", 4, 4, 1, text("auto_pad", "SAME_LOWER")));
        cases.add(convolution("Conv, SAME_UPPER, stride 2", 4, 3, 1, text("auto_pad", "SAME_UPPER"), strides));
        cases.add(convolution("Conv, SAME_LOWER, stride 2", 4, 3, 1, text("auto_pad", "SAME_LOWER"), strides));
        cases.add(convolution("Conv, VALID, stride 2", 3, 3, 1, text("auto_pad", "VALID"), strides));
        cases.add(picture(
                "Conv with bias",
                graph(NEW, PICTURE)
                        .random("w", 0.3, 6, CHANNELS, 3, 3)
                        .random("b", 1, 6)
                        .node("Conv", List.of("x", "w", "b"), "y", padded)));
        cases.add(picture("BatchNormalization", batchNorm(attribute("epsilon", 1e-3f))));
        cases.add(picture("BatchNormalization as it comes", batchNorm()));
    }

    private static GraphBuilder batchNorm(AttributeProto... attributes) {
        return graph(NEW, PICTURE)
                .random("scale", 1, CHANNELS)
                .random("shift", 1, CHANNELS)
                .random("mean", 1, CHANNELS)
                .floats("variance", new float[] {0.01f, 0.5f, 1, 2}, CHANNELS)
                .node("BatchNormalization", List.of("x", "scale", "shift", "mean", "variance"), "y", attributes);
    }

    private static void activations(List<Case> cases) {
        cases.add(one("Relu", NEW, "Relu"));
        cases.add(one("LeakyRelu", NEW, "LeakyRelu", attribute("alpha", 0.2f)));
        cases.add(one("LeakyRelu as it comes", NEW, "LeakyRelu"));
        cases.add(one("Sigmoid", NEW, "Sigmoid"));
        cases.add(one("Tanh", NEW, "Tanh"));
        cases.add(one("HardSigmoid", NEW, "HardSigmoid", attribute("alpha", 1 / 6f), attribute("beta", 0.4f)));
        cases.add(one("HardSigmoid as it comes", NEW, "HardSigmoid"));
        cases.add(one("HardSwish", NEW, "HardSwish"));
        cases.add(one("Clip by attributes", OLD, "Clip", attribute("min", 0f), attribute("max", 0.6f)));
        cases.add(one("Clip by attribute from below", OLD, "Clip", attribute("min", -0.3f)));
        cases.add(one("Clip by attribute from above", OLD, "Clip", attribute("max", 0.3f)));
        cases.add(clip("Clip by inputs", "low", "high"));
        cases.add(clip("Clip by input from below", "low"));
        cases.add(clip("Clip by input from above", "", "high"));
        cases.add(clip("Clip at zero", "zero"));
        cases.add(clip("Clip to infinity", "low", "infinity"));
        cases.add(one("Softmax", NEW, "Softmax"));
        cases.add(one("Softmax over channels", NEW, "Softmax", attribute("axis", 1)));
        cases.add(one("Identity", NEW, "Identity"));
        cases.add(one("Dropout", OLD, "Dropout", attribute("ratio", 0.5f)));
    }

    private static Case clip(String name, String... bounds) {
        List<String> inputs = new ArrayList<>(List.of("x"));
        inputs.addAll(List.of(bounds));
        return picture(
                name,
                graph(NEW, PICTURE)
                        .floats("low", new float[] {-0.25f})
                        .floats("high", new float[] {0.75f})
                        .floats("zero", new float[] {0})
                        .floats("infinity", new float[] {Float.POSITIVE_INFINITY})
                        .node("Clip", inputs, "y"));
    }

    private static void arithmetic(List<Case> cases) {
        for (String operator : List.of("Add", "Sub", "Mul", "Div")) {
            cases.add(withConstant(operator + " of a number for each channel", operator, 1, CHANNELS, 1, 1));
            cases.add(withConstant(operator + " of a row", operator, 9));
            cases.add(withConstant(operator + " of one number", operator));
            cases.add(picture(
                    operator + ", constant first",
                    graph(NEW, PICTURE)
                            .random("c", 1, CHANNELS, 1, 1)
                            .node("Sigmoid", List.of("x"), "positive")
                            .node(operator, List.of("c", "positive"), "y")));
            cases.add(picture(
                    operator + " of a map by its mean",
                    graph(NEW, PICTURE)
                            .node("Sigmoid", List.of("x"), "positive")
                            .node("GlobalAveragePool", List.of("positive"), "mean")
                            .node(operator, List.of("x", "mean"), "y")));
        }
    }

    private static Case withConstant(String name, String operator, long... shape) {
        float[] values = GraphBuilder.gaussian(new SplittableRandom(3), 0.2, shape);
        for (int i = 0; i < values.length; i++) {
            values[i] += 2;
        }
        return picture(name, graph(NEW, PICTURE).floats("c", values, shape).node(operator, List.of("x", "c"), "y"));
    }

    private static void poolings(List<Case> cases) {
        AttributeProto kernel = attribute("kernel_shape", List.of(3L, 3L));
        AttributeProto strides = attribute("strides", List.of(2L, 2L));
        AttributeProto padded = attribute("pads", List.of(1L, 1L, 1L, 1L));
        AttributeProto uneven = attribute("pads", List.of(0L, 1L, 1L, 0L));
        AttributeProto counted = attribute("count_include_pad", 1);
        AttributeProto ceil = attribute("ceil_mode", 1);
        cases.add(one("GlobalAveragePool", NEW, "GlobalAveragePool"));
        cases.add(one("AveragePool", NEW, "AveragePool", kernel));
        cases.add(one("AveragePool, stride 2", NEW, "AveragePool", kernel, strides));
        cases.add(one("AveragePool, padded", NEW, "AveragePool", kernel, strides, padded));
        cases.add(one("AveragePool, uneven padding", NEW, "AveragePool", kernel, strides, uneven));
        cases.add(one("AveragePool, SAME_UPPER", NEW, "AveragePool", kernel, strides, text("auto_pad", "SAME_UPPER")));
        cases.add(one("AveragePool, padding counted", NEW, "AveragePool", kernel, strides, padded, counted));
        cases.add(one("AveragePool, uneven padding counted", NEW, "AveragePool", kernel, strides, uneven, counted));
        cases.add(pool("AveragePool, ceil_mode", "AveragePool", kernel, strides, ceil));
        cases.add(pool("AveragePool, padded, ceil_mode", "AveragePool", kernel, strides, padded, ceil));
        cases.add(one("MaxPool", NEW, "MaxPool", kernel));
        cases.add(one("MaxPool, padded, stride 2", NEW, "MaxPool", kernel, strides, padded));
        cases.add(one("MaxPool, uneven pads", NEW, "MaxPool", kernel, strides, uneven));
        cases.add(one("MaxPool, SAME_UPPER", NEW, "MaxPool", kernel, strides, text("auto_pad", "SAME_UPPER")));
        cases.add(pool("MaxPool, ceil_mode", "MaxPool", kernel, strides, ceil));
        cases.add(pool("MaxPool, padded, ceil_mode", "MaxPool", kernel, strides, padded, ceil));
        cases.add(one("ReduceMean by attribute", 13, "ReduceMean", attribute("axes", List.of(2L, 3L))));
        cases.add(one(
                "ReduceMean by attribute, axes dropped",
                13,
                "ReduceMean",
                attribute("axes", List.of(-1L, -2L)),
                attribute("keepdims", 0)));
        cases.add(picture(
                "ReduceMean by input",
                graph(NEW, PICTURE).integers("axes", 2, 3).node("ReduceMean", List.of("x", "axes"), "y")));
        cases.add(picture(
                "ReduceMean by input, axis dropped",
                graph(NEW, PICTURE)
                        .integers("axes", -3)
                        .node("ReduceMean", List.of("x", "axes"), "y", attribute("keepdims", 0))));
    }

    private static Case pool(String name, String operator, AttributeProto... attributes) {
        return new Case(name, graph(NEW, UNEVEN).node(operator, List.of("x"), "y", attributes), UNEVEN);
    }

    private static void matrices(List<Case> cases) {
        cases.add(matrix("MatMul", graph(NEW, MATRIX).random("w", 1, 6, 3).node("MatMul", List.of("x", "w"), "y")));
        cases.add(picture(
                "MatMul of many", graph(NEW, PICTURE).random("w", 1, 9, 3).node("MatMul", List.of("x", "w"), "y")));
        cases.add(matrix("Gemm", graph(NEW, MATRIX).random("w", 1, 6, 3).node("Gemm", List.of("x", "w"), "y")));
        cases.add(matrix(
                "Gemm, w turned, bias",
                graph(NEW, MATRIX)
                        .random("w", 1, 3, 6)
                        .random("b", 1, 3)
                        .node("Gemm", List.of("x", "w", "b"), "y", attribute("transB", 1))));
        cases.add(matrix(
                "Gemm, x turned, alpha, beta",
                graph(NEW, MATRIX)
                        .random("w", 1, 5, 3)
                        .random("b", 1, 3)
                        .node(
                                "Gemm",
                                List.of("x", "w", "b"),
                                "y",
                                attribute("transA", 1),
                                attribute("alpha", 0.7f),
                                attribute("beta", 1.3f))));
    }

    private static void arrangements(List<Case> cases) {
        for (long axis : new long[] {0, 1, 2, 4, -1}) {
            cases.add(one("Flatten at " + axis, NEW, "Flatten", attribute("axis", axis)));
        }
        cases.add(one("Flatten as it comes", NEW, "Flatten"));
        cases.add(one("Transpose", NEW, "Transpose", attribute("perm", List.of(0L, 2L, 3L, 1L))));
        cases.add(one("Transpose as it comes", NEW, "Transpose"));
        cases.add(picture(
                "Concat of channels",
                graph(NEW, PICTURE)
                        .node("Relu", List.of("x"), "a")
                        .node("Concat", List.of("x", "a", "x"), "y", attribute("axis", 1))));
        cases.add(picture(
                "Concat from behind",
                graph(NEW, PICTURE).node("Concat", List.of("x", "x"), "y", attribute("axis", -1))));
        cases.add(reshape("Reshape", 2, 28, 9));
        cases.add(reshape("Reshape, 0 keeps, -1 is the rest", 0, -1));
        cases.add(reshape("Reshape, -1 in the middle", 0, 2, -1, 9));
        AttributeProto pads = attribute("pads", List.of(0L, 0L, 1L, 2L, 0L, 0L, 3L, 0L));
        cases.add(one("Pad by attribute", OLD, "Pad", pads, attribute("value", 0.5f)));
        cases.add(picture(
                "Pad by input",
                graph(NEW, PICTURE).integers("pads", 0, 1, 1, 2, 0, 0, 3, 0).node("Pad", List.of("x", "pads"), "y")));
        cases.add(picture(
                "Pad by input with a value",
                graph(NEW, PICTURE)
                        .integers("pads", 0, 0, 1, 2, 0, 0, 3, 0)
                        .floats("value", new float[] {-2})
                        .node("Pad", List.of("x", "pads", "value"), "y")));
        squeezes(cases);
        slices(cases);
        cases.add(picture(
                "Cast to whole numbers and back",
                graph(NEW, PICTURE)
                        .node("Cast", List.of("x"), "whole", attribute("to", DataType.INT64.getNumber()))
                        .node("Cast", List.of("whole"), "y", attribute("to", DataType.FLOAT.getNumber()))));
    }

    private static Case reshape(String name, long... shape) {
        return picture(name, graph(NEW, PICTURE).integers("shape", shape).node("Reshape", List.of("x", "shape"), "y"));
    }

    private static void squeezes(List<Case> cases) {
        AttributeProto last = attribute("axes", List.of(2L, 3L));
        cases.add(picture(
                "Squeeze by attribute",
                graph(OLD, PICTURE)
                        .node("GlobalAveragePool", List.of("x"), "pooled")
                        .node("Squeeze", List.of("pooled"), "y", last)));
        cases.add(picture(
                "Squeeze by input",
                graph(NEW, PICTURE)
                        .integers("axes", -1, -2)
                        .node("GlobalAveragePool", List.of("x"), "pooled")
                        .node("Squeeze", List.of("pooled", "axes"), "y")));
        cases.add(picture(
                "Squeeze of all",
                graph(NEW, PICTURE)
                        .node("GlobalAveragePool", List.of("x"), "pooled")
                        .node("Squeeze", List.of("pooled"), "y")));
        cases.add(matrix("Unsqueeze by attribute", graph(OLD, MATRIX).node("Unsqueeze", List.of("x"), "y", last)));
        cases.add(matrix(
                "Unsqueeze by input",
                graph(NEW, MATRIX).integers("axes", 3, 0).node("Unsqueeze", List.of("x", "axes"), "y")));
        cases.add(matrix(
                "Unsqueeze from behind",
                graph(NEW, MATRIX).integers("axes", -1).node("Unsqueeze", List.of("x", "axes"), "y")));
    }

    private static void slices(List<Case> cases) {
        cases.add(one(
                "Slice by attributes",
                OLD,
                "Slice",
                attribute("starts", List.of(1L, 2L)),
                attribute("ends", List.of(3L, 99L)),
                attribute("axes", List.of(1L, 3L))));
        cases.add(one(
                "Slice by attributes, no axes",
                OLD,
                "Slice",
                attribute("starts", List.of(0L, 1L)),
                attribute("ends", List.of(1L, -1L))));
        cases.add(slice("Slice by inputs", List.of("axes", "steps")));
        cases.add(slice("Slice by inputs without steps", List.of("axes")));
        cases.add(slice("Slice by inputs without axes", List.of("", "steps")));
    }

    private static Case slice(String name, List<String> further) {
        List<String> inputs = new ArrayList<>(List.of("x", "starts", "ends"));
        inputs.addAll(further);
        return picture(
                name,
                graph(NEW, PICTURE)
                        .integers("starts", -2, 1)
                        .integers("ends", Long.MAX_VALUE, -1)
                        .integers("axes", -1, 1)
                        .integers("steps", 1, 2)
                        .node("Slice", inputs, "y"));
    }

    /** What exporters write in place of a plain flatten. */
    private static void shapes(List<Case> cases) {
        cases.add(picture(
                "Shape, Gather, Unsqueeze, Concat, Reshape",
                graph(NEW, PICTURE)
                        .scalar("first", 0)
                        .integers("axes", 0)
                        .integers("rest", -1)
                        .node("Shape", List.of("x"), "shape")
                        .node("Gather", List.of("shape", "first"), "batch")
                        .node("Unsqueeze", List.of("batch", "axes"), "vector")
                        .node("Concat", List.of("vector", "rest"), "wanted", attribute("axis", 0))
                        .node("Reshape", List.of("x", "wanted"), "y")));
        cases.add(picture(
                "Shape, Slice, Concat, Reshape",
                graph(NEW, PICTURE)
                        .integers("from", -2)
                        .integers("to", Long.MAX_VALUE)
                        .integers("rest", -1)
                        .node("Shape", List.of("x"), "shape")
                        .node("Slice", List.of("shape", "from", "to"), "sides")
                        .node("Concat", List.of("rest", "sides"), "wanted", attribute("axis", 0))
                        .node("Reshape", List.of("x", "wanted"), "y")));
        for (String operator : List.of("Add", "Sub", "Mul", "Div")) {
            cases.add(picture(
                    "Shape, Gather, " + operator + ", Slice",
                    graph(NEW, PICTURE)
                            .integers("width", 3)
                            .integers("two", 2)
                            .integers("none", 0)
                            .node("Shape", List.of("x"), "shape")
                            .node("Gather", List.of("shape", "width"), "wide")
                            .node(operator, List.of("wide", "two"), "end")
                            .node("Slice", List.of("x", "none", "end", "width"), "y")));
        }
        cases.add(picture(
                "Shape from the middle, Cast, Squeeze",
                graph(NEW, PICTURE)
                        .integers("rest", -1)
                        .integers("axes", 0)
                        .node("Shape", List.of("x"), "shape", attribute("start", -3), attribute("end", 2))
                        .node("Cast", List.of("shape"), "whole", attribute("to", DataType.INT64.getNumber()))
                        .node("Squeeze", List.of("whole"), "channels")
                        .node("Unsqueeze", List.of("channels", "axes"), "vector")
                        .node("Concat", List.of("vector", "rest"), "wanted", attribute("axis", 0))
                        .node("Reshape", List.of("x", "wanted"), "y")));
        TensorProto tensor = TensorData.of("", new float[] {1, 2, 3, 4}, CHANNELS, 1, 1);
        cases.add(constant("Constant of a tensor", GraphBuilder.tensor("value", tensor)));
        cases.add(constant("Constant of a number", attribute("value_float", 2.5f)));
        cases.add(picture(
                "Constant of whole numbers",
                graph(NEW, PICTURE)
                        .node("Constant", List.of(), "shape", attribute("value_ints", List.of(0L, -1L)))
                        .node("Reshape", List.of("x", "shape"), "y")));
    }

    private static Case constant(String name, AttributeProto value) {
        return picture(
                name,
                graph(NEW, PICTURE).node("Constant", List.of(), "c", value).node("Mul", List.of("x", "c"), "y"));
    }

    private static GraphBuilder graph(long opset, long... input) {
        return new GraphBuilder(opset)
                .input("x", DataType.FLOAT, Arrays.stream(input).boxed().toArray());
    }

    private static Case picture(String name, GraphBuilder graph) {
        return new Case(name, graph, PICTURE);
    }

    private static Case matrix(String name, GraphBuilder graph) {
        return new Case(name, graph, MATRIX);
    }

    private static Case one(String name, long opset, String operator, AttributeProto... attributes) {
        return picture(name, graph(opset, PICTURE).node(operator, List.of("x"), "y", attributes));
    }

    private static Case convolution(String name, long high, long wide, long groups, AttributeProto... attributes) {
        return picture(
                name,
                graph(NEW, PICTURE)
                        .random("w", 0.3, 8, CHANNELS / groups, high, wide)
                        .node("Conv", List.of("x", "w"), "y", attributes));
    }

    @Test
    void unknownOperator_isNamedWithItsNode() throws Exception {
        Graph graph = graph(NEW, PICTURE).node("Erf", List.of("x"), "y").build("y");
        Numbers input = Numbers.random(1, PICTURE);
        assertThatThrownBy(() -> Numbers.byPyTorch(graph, input, "y"))
                .isInstanceOf(OnnxException.class)
                .hasMessageContaining("node \"y\" (Erf)");
    }

    @Test
    void stepBackwards_isRefused() throws Exception {
        Graph graph = graph(NEW, PICTURE)
                .integers("starts", -1)
                .integers("ends", 0)
                .integers("axes", 3)
                .integers("steps", -1)
                .node("Slice", List.of("x", "starts", "ends", "axes", "steps"), "y")
                .build("y");
        Numbers input = Numbers.random(1, PICTURE);
        assertThatThrownBy(() -> Numbers.byPyTorch(graph, input, "y")).hasMessageContaining("step -1");
    }
}
