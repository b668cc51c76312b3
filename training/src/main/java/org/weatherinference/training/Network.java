package org.weatherinference.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.weatherinference.onnx.Graph;
import org.weatherinference.onnx.Node;
import org.weatherinference.onnx.OnnxException;
import org.weatherinference.onnx.PixelInput;
import org.weatherinference.onnx.TensorData;
import org.weatherinference.training.Value.Integers;
import org.weatherinference.training.Value.Tensor;

/**
 * A {@link Graph} brought to life in PyTorch: its initializers are arrays, those that can learn are
 * {@link #parameters}, the means and variances of its batch norms {@link #statistics}. Used by one thread at a time;
 * whoever made it closes it.
 */
final class Network implements AutoCloseable {
    /** Operators that a tensor of several numbers always learns in; Add and the like join in where they hold a bias. */
    private static final Set<String> LEARNING =
            Set.of("Conv", "Gemm", "MatMul", "BatchNormalization", "Add", "Sub", "Mul", "Div");

    /** Of a batch norm's inputs: picture, scale, shift, mean, variance. */
    private static final int FIRST_STATISTIC = 3;

    private final Graph graph;
    private final NDManager manager;
    private final Operators operators = new Operators();
    private final String input;
    private final Map<String, Value> constants = new HashMap<>();
    private final Map<String, NDArray> parameters = new LinkedHashMap<>();
    private final Map<String, NDArray> statistics = new LinkedHashMap<>();

    Network(Graph graph, NDManager parent) {
        this.graph = graph;
        this.manager = parent.newSubManager();
        this.input = graph.input().getName();
        graph.initializers().forEach((name, tensor) -> constants.put(name, value(tensor)));
        graph.nodes().forEach(this::place);
        // Exporters may share one tensor of zeros or ones.
        parameters.keySet().removeAll(statistics.keySet());
    }

    /** Sorts what a node reads into what learns and what follows; so both are in the order of the layers. */
    private void place(Node node) {
        if (node.operator().equals("Constant")) {
            constants.put(node.output(), constant(node));
        }
        if (!LEARNING.contains(node.operator())) {
            return;
        }
        for (int i = 0; i < node.inputs().size(); i++) {
            String name = node.inputs().get(i);
            if (!graph.initializers().containsKey(name) || !(constants.get(name) instanceof Tensor(NDArray array))) {
                continue;
            }
            if (node.operator().equals("BatchNormalization") && i >= FIRST_STATISTIC) {
                statistics.put(name, array);
            } else if (array.size() > 1 && !name.startsWith(PixelInput.NORMALISATION)) {
                parameters.put(name, array);
            }
        }
    }

    private Value constant(Node node) {
        if (node.has("value")) {
            return value(node.tensor("value"));
        }
        if (node.has("value_int")) {
            return new Integers(new long[] {node.integer("value_int", 0)}, true);
        }
        if (node.has("value_ints")) {
            return Integers.vector(node.integers("value_ints"));
        }
        if (node.has("value_float")) {
            return new Tensor(manager.create(node.real("value_float", 0)));
        }
        throw new OnnxException(node, "holds a kind of constant that is not known");
    }

    private Value value(TensorProto tensor) {
        if (TensorData.isInteger(tensor)) {
            return new Integers(TensorData.integers(tensor), tensor.getDimsCount() == 0);
        }
        if (!TensorData.isFloat(tensor)) {
            throw new IllegalArgumentException("tensor \"" + tensor.getName() + "\" is of type "
                    + TensorProto.DataType.forNumber(tensor.getDataType())
                    + ", but only float32 and integers are known");
        }
        return new Tensor(manager.create(TensorData.floats(tensor), new Shape(TensorData.shape(tensor))));
    }

    /** What learns, in the order in which the nodes read it, front to head; the live arrays. */
    Map<String, NDArray> parameters() {
        return parameters;
    }

    /** The running means and variances of the batch norms; the live arrays. */
    Map<String, NDArray> statistics() {
        return statistics;
    }

    Graph graph() {
        return graph;
    }

    NDManager manager() {
        return manager;
    }

    /** Uint8 [photos, height, width, 3] from as many bytes, owned by the given manager. */
    static NDArray pixels(NDManager step, ByteBuffer bytes, int photos, int height, int width) {
        return step.create(bytes.order(ByteOrder.nativeOrder()), new Shape(photos, height, width, 3), DataType.UINT8);
    }

    /**
     * Runs the graph.
     *
     * @param pixels uint8 [photos, height, width, 3]; its manager owns all that is computed
     * @param training whether batch norms use, and remember, the batch's own statistics
     * @param wanted names of values
     */
    NDList run(NDArray pixels, boolean training, String... wanted) {
        return run(pixels, training, new Observer() {}, wanted);
    }

    /** Sees each node's values as they come. */
    interface Observer {
        default void computed(Node node, Value value) {}
    }

    NDList run(NDArray pixels, boolean training, Observer observer, String... wanted) {
        Map<String, Value> values = new HashMap<>(constants);
        values.put(input, new Tensor(pixels));
        Set<String> open = new HashSet<>(List.of(wanted));
        for (Node node : graph.nodes()) {
            if (open.isEmpty()) {
                break;
            }
            if (!node.operator().equals("Constant")) {
                Value value = operators.apply(node, inputs(node, values), training);
                values.put(node.output(), value);
                observer.computed(node, value);
            }
            open.remove(node.output());
        }
        NDList results = new NDList();
        for (String name : wanted) {
            if (!(values.get(name) instanceof Tensor(NDArray array))) {
                throw new IllegalArgumentException("the network computes no \"" + name + "\"");
            }
            results.add(array);
        }
        return results;
    }

    private static List<Value> inputs(Node node, Map<String, Value> values) {
        List<Value> inputs = new ArrayList<>();
        for (String name : node.inputs()) {
            Value value = name.isEmpty() ? new Value.Absent() : values.get(name);
            if (value == null) {
                throw new OnnxException(node, "reads \"" + name + "\", which nothing computes");
            }
            inputs.add(value);
        }
        return inputs;
    }

    /** The graph with its parameters and statistics as they are now. */
    Graph current() {
        List<TensorProto> tensors = new ArrayList<>();
        parameters.forEach((name, array) -> tensors.add(tensor(name, array)));
        statistics.forEach((name, array) -> tensors.add(tensor(name, array)));
        return graph.withInitializers(tensors);
    }

    private static TensorProto tensor(String name, NDArray array) {
        return TensorData.of(name, array.toFloatArray(), array.getShape().getShape());
    }

    @Override
    public void close() {
        operators.close();
        manager.close();
    }
}
