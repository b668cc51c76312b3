package org.weatherinference.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a bundle's network gives: {@value #LOGITS} [batch, labels] and, where it can explain itself, {@value #FEATURES}
 * [batch, channels, h, w] (the last feature map) and {@value #ACTIVATION} [batch, labels, h, w]: the last linear layer
 * applied at each place of the feature map, which is the class activation map of Zhou et al. 2016; its mean over the
 * map is the logits.
 */
public final class Outputs {
    /** Before the softmax. */
    public static final String LOGITS = "logits";

    /** The last feature map. */
    public static final String FEATURES = "features";

    /** The class activation map of every label. */
    public static final String ACTIVATION = "activation";

    private static final String KERNEL = "head.kernel";

    private Outputs() {}

    /** As a graph declares the logits. */
    public static ValueInfoProto logits(long labels) {
        return Graph.value(LOGITS, TensorProto.DataType.FLOAT, "batch", labels);
    }

    /**
     * As a graph declares the last feature map.
     *
     * @param channels a number, or a name where it is not known
     */
    public static ValueInfoProto features(Object channels) {
        return Graph.value(FEATURES, TensorProto.DataType.FLOAT, "batch", channels, "h", "w");
    }

    /**
     * As a graph declares all three.
     *
     * @param channels a number, or a name where it is not known
     */
    public static List<ValueInfoProto> all(long labels, Object channels) {
        return List.of(
                logits(labels),
                features(channels),
                Graph.value(ACTIVATION, TensorProto.DataType.FLOAT, "batch", labels, "h", "w"));
    }

    /**
     * The nodes that make {@value #ACTIVATION} of {@value #FEATURES}.
     *
     * @param weight the linear layer's, [labels, channels]
     * @param bias the linear layer's, [labels]; empty where it has none
     */
    static List<NodeProto> activation(String weight, String bias) {
        List<String> inputs = Stream.of(FEATURES, "head.convolution", bias)
                .filter(name -> !name.isEmpty())
                .toList();
        return List.of(
                Graph.node("Reshape", List.of(weight, KERNEL), "head.convolution"),
                Graph.node("Conv", inputs, ACTIVATION));
    }

    /** A graph that has {@value #FEATURES}, with {@value #ACTIVATION} too. */
    public static Graph withActivation(Graph graph, String weight, String bias, long labels) {
        List<NodeProto> nodes = Stream.concat(
                        graph.nodes().stream().map(Node::proto), activation(weight, bias).stream())
                .toList();
        return graph.withNodes(nodes).withInitializers(List.of(TensorData.of(KERNEL, labels, -1, 1, 1)));
    }
}
