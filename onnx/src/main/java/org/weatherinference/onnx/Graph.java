package org.weatherinference.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An ONNX network: nodes in the order in which they run, and the tensors they start from. Immutable; what changes one
 * gives a new one.
 *
 * @see <a href="https://github.com/onnx/onnx/blob/main/docs/IR.md">Open Neural Network Exchange, intermediate
 *     representation</a>
 */
public final class Graph {
    /** The file's own note of the labels, joined by commas, which no label holds. */
    private static final String LABELS = "labels";

    private final ModelProto model;
    private final List<Node> nodes;
    private final Map<String, TensorProto> initializers;

    private Graph(ModelProto model) {
        this.model = model;
        this.nodes = model.getGraph().getNodeList().stream().map(Node::of).toList();
        Map<String, TensorProto> byName = new LinkedHashMap<>();
        model.getGraph().getInitializerList().forEach(tensor -> byName.put(tensor.getName(), tensor));
        this.initializers = byName;
    }

    /**
     * Reads an ONNX file.
     *
     * @throws OnnxException where the bytes are none
     */
    public static Graph read(byte[] file) {
        try {
            ModelProto model = ModelProto.parseFrom(file);
            if (model.getGraph().getNodeCount() == 0) {
                throw new OnnxException("it is no ONNX file: it holds no node");
            }
            return new Graph(model);
        } catch (InvalidProtocolBufferException e) {
            throw new OnnxException("it is no ONNX file: " + e.getMessage(), e);
        }
    }

    /** The ONNX file. */
    public byte[] bytes() {
        return model.toByteArray();
    }

    /** In the order in which they run. */
    public List<Node> nodes() {
        return nodes;
    }

    /** The tensors that it starts from, by name, in the file's order. */
    public Map<String, TensorProto> initializers() {
        return initializers;
    }

    /**
     * The one input that is not also an initializer (old files list those too).
     *
     * @throws OnnxException where there are several, or none
     */
    public ValueInfoProto input() {
        List<ValueInfoProto> inputs = model.getGraph().getInputList().stream()
                .filter(value -> !initializers.containsKey(value.getName()))
                .toList();
        if (inputs.size() != 1) {
            throw new OnnxException("the network has " + inputs.size() + " inputs, but one picture is all there is");
        }
        return inputs.getFirst();
    }

    /** Nodes that read the given value. */
    public List<Node> readers(String value) {
        return nodes.stream().filter(node -> node.inputs().contains(value)).toList();
    }

    /** Only the nodes and initializers that the given values need, in the same order. */
    public Graph upTo(Collection<String> values) {
        Set<String> needed = new HashSet<>(values);
        List<NodeProto> kept = new ArrayList<>();
        for (Node node : nodes.reversed()) {
            if (node.outputs().stream().anyMatch(needed::contains)) {
                needed.addAll(node.inputs());
                kept.addFirst(node.proto());
            }
        }
        GraphProto.Builder graph =
                model.getGraph().toBuilder().clearNode().clearInitializer().clearValueInfo();
        graph.addAllNode(kept);
        initializers.values().stream()
                .filter(tensor -> needed.contains(tensor.getName()))
                .forEach(graph::addInitializer);
        return with(graph);
    }

    /** The same network with other nodes. */
    public Graph withNodes(List<NodeProto> changed) {
        return with(model.getGraph().toBuilder().clearNode().addAllNode(changed));
    }

    /** The same network with further tensors, or with other values for those of a name that is there already. */
    public Graph withInitializers(Collection<TensorProto> changed) {
        Map<String, TensorProto> all = new LinkedHashMap<>(initializers);
        changed.forEach(tensor -> all.put(tensor.getName(), tensor));
        return with(model.getGraph().toBuilder().clearInitializer().addAllInitializer(all.values()));
    }

    /** The same network with another input. */
    public Graph withInput(ValueInfoProto input) {
        return with(model.getGraph().toBuilder().clearInput().addInput(input));
    }

    /** The same network with other outputs. */
    public Graph withOutputs(List<ValueInfoProto> outputs) {
        return with(model.getGraph().toBuilder().clearOutput().addAllOutput(outputs));
    }

    /** The same network, saying what its outputs mean. */
    public Graph withLabels(List<String> labels) {
        ModelProto.Builder changed = model.toBuilder().clearMetadataProps();
        model.getMetadataPropsList().stream()
                .filter(entry -> !entry.getKey().equals(LABELS))
                .forEach(changed::addMetadataProps);
        changed.addMetadataProps(
                StringStringEntryProto.newBuilder().setKey(LABELS).setValue(String.join(",", labels)));
        return new Graph(changed.build());
    }

    /** What its outputs mean; nothing where it does not say. */
    public List<String> labels() {
        return model.getMetadataPropsList().stream()
                .filter(entry -> entry.getKey().equals(LABELS))
                .flatMap(entry -> Stream.of(entry.getValue().split(",")))
                .toList();
    }

    /** The same network, its values under other names; those that are not named keep theirs. */
    public Graph renamed(Map<String, String> names) {
        GraphProto.Builder graph = model.getGraph().toBuilder().clearValueInfo();
        graph.clearNode();
        nodes.forEach(node -> graph.addNode(node.renamed(names)));
        graph.getInitializerBuilderList().forEach(it -> it.setName(names.getOrDefault(it.getName(), it.getName())));
        graph.getInputBuilderList().forEach(it -> it.setName(names.getOrDefault(it.getName(), it.getName())));
        graph.getOutputBuilderList().forEach(it -> it.setName(names.getOrDefault(it.getName(), it.getName())));
        return with(graph);
    }

    /** What it gives. */
    public List<ValueInfoProto> outputs() {
        return model.getGraph().getOutputList();
    }

    /** Whether a value is an output. */
    boolean gives(String value) {
        return outputs().stream().anyMatch(output -> output.getName().equals(value));
    }

    /** The node that computes a value; nothing where it is an input or an initializer. */
    public Optional<Node> producer(String value) {
        return nodes.stream().filter(node -> node.outputs().contains(value)).findFirst();
    }

    /** The version of ONNX's own operators that it uses. */
    public long operators() {
        return model.getOpsetImportList().stream()
                .filter(set -> set.getDomain().isEmpty() || set.getDomain().equals("ai.onnx"))
                .mapToLong(OperatorSetIdProto::getVersion)
                .findFirst()
                .orElse(1);
    }

    private Graph with(GraphProto.Builder graph) {
        return new Graph(model.toBuilder().setGraph(graph).build());
    }

    /** A value of the given element type whose dimensions are names (any size) or numbers. */
    public static ValueInfoProto value(String name, TensorProto.DataType type, Object... dimensions) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (Object dimension : dimensions) {
            shape.addDim(
                    dimension instanceof Long size
                            ? TensorShapeProto.Dimension.newBuilder().setDimValue(size)
                            : TensorShapeProto.Dimension.newBuilder().setDimParam(dimension.toString()));
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(type.getNumber())
                                .setShape(shape)))
                .build();
    }

    /** A node named after its output. */
    public static NodeProto node(String operator, List<String> inputs, String output, AttributeProto... attributes) {
        return NodeProto.newBuilder()
                .setOpType(operator)
                .setName(output)
                .addAllInput(inputs)
                .addOutput(output)
                .addAllAttribute(List.of(attributes))
                .build();
    }

    /** A whole number. */
    public static AttributeProto attribute(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    /** A real number. */
    public static AttributeProto attribute(String name, float value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.FLOAT)
                .setF(value)
                .build();
    }

    /** Several whole numbers. */
    public static AttributeProto attribute(String name, List<Long> values) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INTS)
                .addAllInts(values)
                .build();
    }
}
