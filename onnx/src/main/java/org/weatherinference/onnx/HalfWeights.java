package org.weatherinference.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A network made fit for the wire: its weights are stored as float16, half as long, and a Cast node before whoever
 * reads them makes float32 of them again, so that all arithmetic stays float32. ONNX Runtime does the casts once, while
 * it loads the file. A weight keeps 11 significant bits.
 */
public final class HalfWeights {
    private static final String SINGLE = ".single";

    private HalfWeights() {}

    /**
     * The same network with half weights. Vectors, such as those of batch norms, stay as they are: they are short, and
     * their faults would add up. So do weights that float16 does not reach.
     */
    public static Graph of(Graph graph) {
        List<TensorProto> halves = graph.initializers().values().stream()
                .filter(HalfWeights::isWorthIt)
                .map(HalfWeights::half)
                .toList();
        Map<String, String> names = new HashMap<>();
        List<NodeProto> nodes = new ArrayList<>();
        for (TensorProto half : halves) {
            String single = half.getName() + SINGLE;
            names.put(half.getName(), single);
            nodes.add(Graph.node(
                    "Cast",
                    List.of(half.getName()),
                    single,
                    Graph.attribute("to", TensorProto.DataType.FLOAT.getNumber())));
        }
        graph.nodes().forEach(node -> nodes.add(node.renamed(names)));
        return graph.withInput(graph.input()).withInitializers(halves).withNodes(nodes);
    }

    private static boolean isWorthIt(TensorProto tensor) {
        if (!TensorData.isFloat(tensor) || tensor.getDimsCount() < 2) {
            return false;
        }
        for (float value : TensorData.floats(tensor)) {
            if (!Float.isFinite(Float.float16ToFloat(Float.floatToFloat16(value)))) {
                return false;
            }
        }
        return true;
    }

    private static TensorProto half(TensorProto tensor) {
        float[] values = TensorData.floats(tensor);
        short[] halves = new short[values.length];
        for (int i = 0; i < halves.length; i++) {
            halves[i] = Float.floatToFloat16(values[i]);
        }
        return TensorData.of(tensor.getName(), halves, TensorData.shape(tensor));
    }
}
