package org.weatherinference.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Batch norms made part of the convolutions before them, which then compute the same. */
final class FoldedNorms {
    private final Graph graph;
    private final List<NodeProto> nodes = new ArrayList<>();
    private final List<TensorProto> tensors = new ArrayList<>();
    private final Set<String> folded = new HashSet<>();

    private FoldedNorms(Graph graph) {
        this.graph = graph;
    }

    static Graph of(Graph graph) {
        FoldedNorms all = new FoldedNorms(graph);
        graph.nodes().forEach(all::add);
        return graph.withNodes(all.nodes).withInitializers(all.tensors);
    }

    private void add(Node node) {
        if (folded.contains(node.output())) {
            return;
        }
        List<Node> readers = graph.readers(node.output());
        if (Convolution.hasOwnWeights(graph, node)
                && readers.size() == 1
                && readers.getFirst().operator().equals("BatchNormalization")
                && !graph.gives(node.output())) {
            fold(Convolution.of(graph, node), readers.getFirst());
        } else {
            nodes.add(node.proto());
        }
    }

    private void fold(Convolution convolution, Node norm) {
        float[] weights = convolution.weights();
        float[] bias = convolution.bias();
        float[] scale = numbers(norm, 1);
        float[] shift = numbers(norm, 2);
        float[] mean = numbers(norm, 3);
        float[] variance = numbers(norm, 4);
        float epsilon = norm.real("epsilon", 1e-5f);
        int each = weights.length / bias.length;
        for (int channel = 0; channel < bias.length; channel++) {
            double factor = scale[channel] / Math.sqrt(variance[channel] + epsilon);
            for (int i = channel * each; i < (channel + 1) * each; i++) {
                weights[i] = (float) (weights[i] * factor);
            }
            bias[channel] = (float) ((bias[channel] - mean[channel]) * factor + shift[channel]);
        }
        folded.add(norm.output());
        nodes.add(convolution.renamed(norm.output()));
        tensors.addAll(convolution.tensors(norm.output(), weights, bias));
    }

    private float[] numbers(Node norm, int input) {
        TensorProto tensor = graph.initializers().get(norm.inputs().get(input));
        if (tensor == null) {
            throw new OnnxException(norm, "has a statistic that is no tensor of the file");
        }
        return TensorData.floats(tensor);
    }
}
