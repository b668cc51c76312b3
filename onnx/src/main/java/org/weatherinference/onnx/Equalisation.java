package org.weatherinference.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.weatherinference.onnx.IntegerPart.Layer;

/**
 * Channels made to reach as far as the farthest of their value: one scale for all of a value then loses nothing of the
 * quiet ones. A convolution's weights make a channel larger, those of its readers take that back, so that the network
 * computes the same. Factors are 1 or more and no channel comes to reach farther than another of its value did, so
 * activations cut off what they cut off before.
 */
final class Equalisation {
    /** Channels that are nearly nought would only make weights of readers vanish. */
    private static final double MOST = 16;

    private final Map<String, double[]> factors;

    private Equalisation(Map<String, double[]> factors) {
        this.factors = factors;
    }

    static Equalisation of(IntegerPart part, Map<String, Channels> seen) {
        Map<String, double[]> factors = new HashMap<>();
        Predicate<String> free = value -> isFree(part, value) && seen.containsKey(value);
        for (Set<String> group : groups(part)) {
            if (group.stream().allMatch(free)) {
                double[] found = factors(group.stream().map(seen::get).toList());
                group.forEach(value -> factors.put(value, found));
            }
        }
        return new Equalisation(factors);
    }

    /** What is added must have been made larger alike. */
    private static Set<Set<String>> groups(IntegerPart part) {
        Map<String, Set<String>> groups = new LinkedHashMap<>();
        part.values().forEach(value -> groups.put(value, Set.of(value)));
        for (Node node : part.graph().nodes()) {
            if (part.sums().contains(node.output())) {
                Set<String> joined = new LinkedHashSet<>(groups.getOrDefault(node.output(), Set.of()));
                node.inputs().forEach(value -> joined.addAll(groups.getOrDefault(value, Set.of())));
                joined.forEach(value -> groups.put(value, joined));
            }
        }
        return new LinkedHashSet<>(groups.values());
    }

    /** Whether all that makes a value and all that reads it can be changed. */
    private static boolean isFree(IntegerPart part, String value) {
        boolean made = part.sums().contains(value)
                || part.layers().values().stream()
                        .anyMatch(layer -> layer.result().equals(value));
        return made
                && !part.graph().gives(value)
                && part.graph().readers(value).stream()
                        .allMatch(node -> part.layers().containsKey(node.output())
                                || part.sums().contains(node.output()));
    }

    private static double[] factors(List<Channels> group) {
        int count = group.getFirst().count();
        double[] factors = new double[count];
        Arrays.fill(factors, 1);
        if (group.stream().allMatch(channels -> channels.count() == count)) {
            for (int channel = 0; channel < count; channel++) {
                int at = channel;
                double most = group.stream()
                        .filter(it -> it.peak(at) > 0)
                        .mapToDouble(it -> it.peak() / it.peak(at))
                        .min()
                        .orElse(1);
                factors[channel] = Math.min(most, MOST);
            }
        }
        return factors;
    }

    Map<String, Channels> applied(Map<String, Channels> seen) {
        Map<String, Channels> changed = new LinkedHashMap<>();
        seen.forEach((value, channels) -> {
            double[] found = factors.get(value);
            changed.put(value, found == null ? channels : channels.times(found));
        });
        return changed;
    }

    Graph applied(IntegerPart part) {
        List<NodeProto> nodes = new ArrayList<>();
        List<TensorProto> tensors = new ArrayList<>();
        for (Node node : part.graph().nodes()) {
            Layer layer = part.layers().get(node.output());
            if (layer == null) {
                nodes.add(node.proto());
            } else {
                nodes.add(layer.convolution().renamed(node.output()));
                tensors.addAll(changed(layer));
            }
        }
        return part.graph().withNodes(nodes).withInitializers(tensors);
    }

    private List<TensorProto> changed(Layer layer) {
        Convolution convolution = layer.convolution();
        float[] weights = convolution.weights();
        float[] bias = convolution.bias();
        double[] in = factors.get(convolution.input());
        double[] out = factors.get(layer.result());
        for (int i = 0; i < weights.length; i++) {
            double more = out == null ? 1 : out[i / convolution.weightsOfOutput()];
            double less = in == null ? 1 : in[convolution.channel(i)];
            weights[i] = (float) (weights[i] * more / less);
        }
        for (int output = 0; out != null && output < bias.length; output++) {
            bias[output] = (float) (bias[output] * out[output]);
        }
        return convolution.tensors(convolution.node().output(), weights, bias);
    }
}
