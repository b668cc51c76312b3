package org.weatherinference.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.weatherinference.onnx.IntegerPart.Layer;

/** The nodes of a network in int8, as ONNX Runtime knows to fuse them: each value goes through whole numbers. */
final class IntegerNodes {
    private final IntegerPart part;
    private final Map<String, Channels> seen;
    private final Map<String, ByteScale> scales;
    private final List<NodeProto> nodes = new ArrayList<>();
    private final List<TensorProto> tensors = new ArrayList<>();
    /** What a value is called after it went through whole numbers, by what it is called before. */
    private final Map<String, String> through = new HashMap<>();
    /** Activations that a scale from 0 stands for. */
    private final Set<String> dropped = new HashSet<>();

    private IntegerNodes(IntegerPart part, Map<String, Channels> seen, Map<String, ByteScale> scales) {
        this.part = part;
        this.seen = seen;
        this.scales = scales;
    }

    static Graph of(IntegerPart part, Map<String, Channels> seen, Map<String, ByteScale> scales) {
        IntegerNodes all = new IntegerNodes(part, seen, scales);
        part.graph().nodes().forEach(all::add);
        return part.graph()
                .withNodes(all.nodes)
                .withInitializers(all.tensors)
                .upTo(part.graph().outputs().stream()
                        .map(ValueInfoProto::getName)
                        .toList());
    }

    private void add(Node node) {
        Layer layer = part.layers().get(node.output());
        if (layer != null) {
            add(layer);
        } else if (part.sums().contains(node.output())) {
            List<String> inputs = node.inputs().stream().map(this::wholeNumbers).toList();
            result(node, inputs, node.output());
        } else if (!dropped.contains(node.output())) {
            nodes.add(node.renamed(through));
        }
    }

    private void add(Layer layer) {
        Node node = layer.convolution().node();
        if (!layer.result().equals(node.output())) {
            dropped.add(layer.result());
        }
        String input = layer.normalised()
                .map(this::bytes)
                .orElseGet(() -> wholeNumbers(layer.convolution().input()));
        IntegerWeights weights = weights(layer);
        tensors.addAll(weights.tensors(node.output()));
        nodes.addAll(weights.nodes(node.output()));
        result(node, List.of(input, weights.weight(node.output()), weights.bias(node.output())), layer.result());
    }

    private IntegerWeights weights(Layer layer) {
        Convolution convolution = layer.convolution();
        float[] weights = convolution.weights();
        float[] bias = convolution.bias();
        if (layer.normalised().isPresent()) {
            NormalisedPixels pixels = layer.normalised().get();
            pixels.undo(convolution, weights, bias);
            return IntegerWeights.of(convolution, weights, bias, pixels.scale(), null);
        }
        String input = convolution.input();
        return IntegerWeights.of(convolution, weights, bias, scale(input), seen.get(input));
    }

    private String bytes(NormalisedPixels pixels) {
        String name = pixels.planes() + ".through";
        scale(name, pixels.scale());
        nodes.add(Graph.node("DequantizeLinear", List.of(pixels.planes(), name + ".step", name + ".zero"), name));
        return name;
    }

    /** A value, once it went through whole numbers. */
    private String wholeNumbers(String value) {
        String known = through.get(value);
        if (known != null) {
            return known;
        }
        String name = value + ".through";
        go(value, value, name);
        through.put(value, name);
        return name;
    }

    /** What a node gives goes through whole numbers at once; an output of the network keeps its name thereafter. */
    private void result(Node node, List<String> inputs, String value) {
        String exact = value + ".exact";
        nodes.add(node.proto().toBuilder()
                .clearInput()
                .addAllInput(inputs)
                .setName(exact)
                .setOutput(0, exact)
                .build());
        go(exact, value, value);
        through.put(value, value);
    }

    private void go(String from, String value, String to) {
        String step = value + ".step";
        String zero = value + ".zero";
        scale(value, scale(value));
        nodes.add(Graph.node("QuantizeLinear", List.of(from, step, zero), value + ".whole"));
        nodes.add(Graph.node("DequantizeLinear", List.of(value + ".whole", step, zero), to));
    }

    private void scale(String name, ByteScale scale) {
        tensors.add(TensorData.of(name + ".step", new float[] {scale.step()}));
        tensors.add(TensorData.bytes(name + ".zero", DataType.UINT8, new byte[] {(byte) scale.zero()}));
    }

    private ByteScale scale(String value) {
        ByteScale scale = scales.get(value);
        if (scale == null) {
            throw new IllegalStateException("value " + value + " was never shown");
        }
        return scale;
    }
}
