package org.weatherinference.training;

import ai.djl.ndarray.NDArray;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.weatherinference.onnx.Graph;
import org.weatherinference.onnx.Node;
import org.weatherinference.onnx.Outputs;
import org.weatherinference.onnx.TensorData;

/**
 * Puts back the batch norms that an exporter folded into its convolutions, so that the network can be trained on: after
 * each convolution one with the mean and variance seen on real photos, and a scale and shift that undo it exactly. What
 * the network computes stays as it was.
 */
final class RestoredBatchNorm {
    private static final float EPSILON = 1e-5f;

    /** Sum and sum of squares of each channel of a convolution's output, in double to survive a large mean. */
    private static final class Moments {
        private double[] sum = {};
        private double[] squares = {};
        private long count;

        void add(NDArray output) {
            float[] channelSums = perChannel(output);
            float[] channelSquares = perChannel(output.square());
            if (count == 0) {
                sum = new double[channelSums.length];
                squares = new double[channelSums.length];
            }
            long places = output.size() / channelSums.length;
            for (int i = 0; i < sum.length; i++) {
                sum[i] += (double) channelSums[i] * places;
                squares[i] += (double) channelSquares[i] * places;
            }
            count += places;
        }

        private static float[] perChannel(NDArray x) {
            return Operators.mean(x, false, 0, 2, 3).toFloatArray();
        }

        float mean(int channel) {
            return (float) (sum[channel] / count);
        }

        float variance(int channel) {
            double mean = sum[channel] / count;
            return (float) Math.max(squares[channel] / count - mean * mean, 0);
        }
    }

    private final Map<String, Moments> moments = new LinkedHashMap<>();

    /** Whether a graph has convolutions but no batch norm at all. */
    static boolean neededFor(Graph graph) {
        return graph.nodes().stream().noneMatch(node -> node.operator().equals("BatchNormalization"))
                && graph.nodes().stream().anyMatch(node -> node.operator().equals("Conv"));
    }

    /** Looks at what the convolutions make of a few photos. */
    void observe(Network network, NDArray pixels) {
        network.run(
                pixels,
                false,
                new Network.Observer() {
                    @Override
                    public void computed(Node node, Value value) {
                        if (node.operator().equals("Conv") && value instanceof Value.Tensor(NDArray array)) {
                            moments.computeIfAbsent(node.output(), name -> new Moments())
                                    .add(array);
                        }
                    }
                },
                Outputs.FEATURES);
    }

    /** The graph with a batch norm after each convolution that was observed. */
    Graph restore(Graph graph) {
        List<NodeProto> nodes = new ArrayList<>();
        List<TensorProto> tensors = new ArrayList<>();
        for (Node node : graph.nodes()) {
            Moments seen = moments.get(node.operator().equals("Conv") ? node.output() : "");
            if (seen == null) {
                nodes.add(node.proto());
                continue;
            }
            String output = node.output();
            nodes.add(node.proto().toBuilder().setOutput(0, output + ".raw").build());
            nodes.add(batchNorm(output));
            tensors.addAll(undoing(output, seen));
        }
        return graph.withNodes(nodes).withInitializers(tensors);
    }

    /** Not named after its output as others are: the convolution may be. */
    private static NodeProto batchNorm(String output) {
        List<String> inputs =
                List.of(output + ".raw", output + ".scale", output + ".shift", output + ".mean", output + ".variance");
        return Graph.node(
                        "BatchNormalization",
                        inputs,
                        output,
                        Graph.attribute("epsilon", EPSILON),
                        Graph.attribute("momentum", 0.9f))
                .toBuilder()
                .setName(output + ".norm")
                .build();
    }

    private static List<TensorProto> undoing(String output, Moments seen) {
        int channels = seen.sum.length;
        float[] scale = new float[channels];
        float[] mean = new float[channels];
        float[] variance = new float[channels];
        for (int i = 0; i < channels; i++) {
            mean[i] = seen.mean(i);
            variance[i] = seen.variance(i);
            scale[i] = (float) Math.sqrt(variance[i] + EPSILON);
        }
        return List.of(
                TensorData.of(output + ".scale", scale, channels),
                TensorData.of(output + ".shift", mean, channels),
                TensorData.of(output + ".mean", mean, channels),
                TensorData.of(output + ".variance", variance, channels));
    }
}
