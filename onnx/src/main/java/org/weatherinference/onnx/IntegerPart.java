package org.weatherinference.onnx;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What of a network is to reckon in whole numbers.
 *
 * @param layers convolutions, by the name of what they give, in the order in which they run
 * @param sums names of the sums of values that are whole numbers
 * @param values names of all that is to be turned into whole numbers, the pixels not counted
 */
record IntegerPart(Graph graph, Map<String, Layer> layers, Set<String> sums, Set<String> values) {
    /**
     * A convolution, and the activation after it that rounding to whole numbers from 0 does already.
     *
     * @param result what the activation gives; what the convolution gives where there is none
     * @param normalised how its input is made of the pixels, where it is the first
     */
    record Layer(Convolution convolution, String result, Optional<NormalisedPixels> normalised) {}

    /** @throws OnnxException where there is nothing to be done */
    static IntegerPart of(Graph graph) {
        Map<String, Layer> layers = new LinkedHashMap<>();
        Set<String> sums = new HashSet<>();
        Set<String> values = new LinkedHashSet<>();
        for (Node node : graph.nodes()) {
            if (Convolution.hasOwnWeights(graph, node)) {
                Layer layer = layer(graph, node);
                layers.put(node.output(), layer);
                if (layer.normalised().isEmpty()) {
                    values.add(layer.convolution().input());
                }
                values.add(layer.result());
            } else if (node.operator().equals("Add") && values.containsAll(node.inputs())) {
                sums.add(node.output());
                values.add(node.output());
            }
        }
        if (layers.isEmpty()) {
            throw new OnnxException("the network has no convolution with float32 weights of its own, and only those"
                    + " are made int8");
        }
        return new IntegerPart(graph, layers, sums, values);
    }

    private static Layer layer(Graph graph, Node node) {
        Convolution convolution = Convolution.of(graph, node);
        List<Node> readers = graph.readers(node.output());
        boolean rectified =
                readers.size() == 1 && !graph.gives(node.output()) && Rectifiers.rectifies(graph, readers.getFirst());
        return new Layer(
                convolution,
                rectified ? readers.getFirst().output() : node.output(),
                NormalisedPixels.before(graph, convolution));
    }
}
