package org.weatherinference.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.weatherinference.onnx.NetworkInput.Bytes;
import org.weatherinference.onnx.NetworkInput.Layout;

/**
 * A network that was trained by another program, and what it tells of its input. It becomes a bundle's network by
 * {@link #adapted}: its own nodes stay, those of the bundle's contract are put around them. Immutable.
 */
public final class ForeignNetwork {
    /** The first in which arithmetic broadcasts as it does today. */
    private static final int OLDEST_OPERATORS = 7;

    private static final int SIDES = 4;
    private static final int COLOURS = 3;
    private static final Set<String> OURS =
            Set.of(PixelInput.NAME, Outputs.LOGITS, Outputs.FEATURES, Outputs.ACTIVATION);
    private static final String WEIGHT = "head.weight";
    private static final String BIAS = "head.bias";
    private static final String VECTOR = "head.vector";
    private static final Set<String> SOFTMAX = Set.of("Softmax", "LogSoftmax");

    private final Graph graph;
    private final ValueInfoProto input;

    private ForeignNetwork(Graph graph) {
        this.graph = graph;
        this.input = graph.input();
    }

    /** How the labels' numbers are given. */
    public enum Ending {
        /** As they are wanted. */
        LOGITS,
        /** After a softmax, which was taken off. */
        SOFTMAX,
        /** One probability, that of the second of two labels, after a sigmoid, which was taken off. */
        SIGMOID
    }

    /**
     * A network as a bundle holds it.
     *
     * @param ending what it ended with before
     * @param explains whether it gives {@code features} and {@code activation}
     */
    @SuppressWarnings("ArrayRecordComponent") // megabytes, written once, never compared
    public record Adapted(byte[] file, Ending ending, boolean explains) {}

    /**
     * Reads an ONNX file.
     *
     * @throws OnnxException where it is none, or one whose input or operators cannot be dealt with
     */
    public static ForeignNetwork read(byte[] file) {
        Graph graph = Graph.read(file);
        graph.initializers().values().forEach(ForeignNetwork::checkInside);
        if (graph.operators() < OLDEST_OPERATORS) {
            throw new OnnxException("it uses version " + graph.operators() + " of ONNX's operators, needed is "
                    + OLDEST_OPERATORS + " or later: export it again with a higher opset");
        }
        ForeignNetwork network = new ForeignNetwork(withFreeNames(graph));
        network.checkInput();
        return network;
    }

    private static void checkInside(TensorProto tensor) {
        if (tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
            throw new OnnxException("tensor \"" + tensor.getName() + "\" lies in a file of its own beside it: save the"
                    + " network as one file, in Python with onnx.save(onnx.load(\"network.onnx\"), \"whole.onnx\")");
        }
    }

    /** Values and nodes that have the name of a bundle's make room. */
    private static Graph withFreeNames(Graph graph) {
        Map<String, String> names = new HashMap<>();
        Stream<String> computed = graph.nodes().stream()
                .flatMap(node -> Stream.concat(Stream.of(node.proto().getName()), node.outputs().stream()));
        Stream<String> given = Stream.of(graph.input().getName());
        Stream.of(computed, given, graph.initializers().keySet().stream())
                .flatMap(all -> all)
                .filter(name ->
                        OURS.contains(name) || name.startsWith("head.") || name.startsWith(PixelInput.NORMALISATION))
                .forEach(name -> names.put(name, "foreign." + name));
        return graph.renamed(names);
    }

    private void checkInput() {
        boolean known = takesBytes() || type() == TensorProto.DataType.FLOAT.getNumber();
        if (!known || dimensions().size() != SIDES) {
            throw new OnnxException("its input is " + described() + ", must be float32 or uint8 with four sides:"
                    + " [batch, 3, height, width] or [batch, height, width, 3]");
        }
        Dimension batch = dimensions().getFirst();
        if (batch.getDimValue() > 1) {
            throw new OnnxException("it takes " + batch.getDimValue() + " pictures at once, must be 1 or any number:"
                    + " export it with a dynamic first axis");
        }
    }

    private int type() {
        return input.getType().getTensorType().getElemType();
    }

    private List<Dimension> dimensions() {
        return input.getType().getTensorType().getShape().getDimList();
    }

    private String described() {
        String sides = dimensions().stream()
                .map(side -> side.hasDimValue() ? Long.toString(side.getDimValue()) : "any")
                .collect(Collectors.joining(", ", "[", "]"));
        TensorProto.DataType type = TensorProto.DataType.forNumber(type());
        return (type == null ? "of no known type" : type.name().toLowerCase(Locale.ROOT)) + " " + sides;
    }

    /** Whether its input is uint8. */
    public boolean takesBytes() {
        return type() == TensorProto.DataType.UINT8.getNumber();
    }

    /** The order of its input's sides, where its shape tells. */
    public Optional<Layout> layout() {
        boolean planes = dimensions().get(1).getDimValue() == COLOURS;
        boolean pixels = dimensions().get(3).getDimValue() == COLOURS;
        if (planes == pixels) {
            return Optional.empty();
        }
        return Optional.of(planes ? Layout.NCHW : Layout.NHWC);
    }

    /** Its input's width in pixels, where its shape tells. */
    public OptionalInt width(Layout layout) {
        return side(layout == Layout.NCHW ? 3 : 2);
    }

    /** Its input's height in pixels, where its shape tells. */
    public OptionalInt height(Layout layout) {
        return side(layout == Layout.NCHW ? 2 : 1);
    }

    private OptionalInt side(int index) {
        Dimension side = dimensions().get(index);
        return side.getDimValue() > 0 ? OptionalInt.of(Math.toIntExact(side.getDimValue())) : OptionalInt.empty();
    }

    /**
     * The same network with a bundle's input and outputs.
     *
     * @param expected what it was trained to see
     * @param labels in the order of its outputs
     * @throws OnnxException where that contradicts its shapes, or it ends in a way that cannot be dealt with
     */
    public Adapted adapted(NetworkInput expected, List<String> labels) {
        checkExpected(expected);
        ValueInfoProto output = output();
        Ending ending = ending(output.getName());
        checkWidth(output, ending, labels);
        Graph ended = ended(output.getName(), ending);
        Optional<LastLayer> last = ending == Ending.SIGMOID ? Optional.empty() : LastLayer.of(ended, Outputs.LOGITS);
        Graph whole = last.map(layer -> explained(ended, layer, labels.size()))
                .orElseGet(
                        () -> ended.upTo(List.of(Outputs.LOGITS)).withOutputs(List.of(Outputs.logits(labels.size()))));
        Graph adapted = PixelInput.of(whole, expected, pixels(expected)).withLabels(labels);
        return new Adapted(adapted.bytes(), ending, last.isPresent());
    }

    private void checkExpected(NetworkInput expected) {
        if (takesBytes() != expected.values() instanceof Bytes) {
            throw new OnnxException("its input is " + described() + ", so it is "
                    + (takesBytes() ? "given the bytes as they are: declare uint8" : "not given bytes"));
        }
        Dimension colours = dimensions().get(expected.layout() == Layout.NCHW ? 1 : 3);
        if (colours.hasDimValue() && colours.getDimValue() != COLOURS) {
            throw new OnnxException("its input is " + described() + ", which is not "
                    + expected.layout().name().toLowerCase(Locale.ROOT) + " with three colours");
        }
    }

    private ValueInfoProto pixels(NetworkInput expected) {
        boolean untouched = expected.values() instanceof Bytes && expected.layout() == Layout.NHWC;
        return PixelInput.pixels(
                untouched ? input.getName() : PixelInput.NAME,
                dimensions().getFirst().getDimValue() == 1 ? 1L : "batch",
                side(height(expected.layout()), "height"),
                side(width(expected.layout()), "width"));
    }

    private static Object side(OptionalInt side, String name) {
        return side.isPresent() ? (Object) (long) side.getAsInt() : name;
    }

    private ValueInfoProto output() {
        if (graph.outputs().size() != 1) {
            throw new OnnxException("it has the outputs "
                    + graph.outputs().stream().map(ValueInfoProto::getName).collect(Collectors.joining(", "))
                    + ", must be one: export only that of the labels");
        }
        return graph.outputs().getFirst();
    }

    private Ending ending(String output) {
        Node last = graph.producer(source(output))
                .orElseThrow(() -> new OnnxException("nothing computes its output \"" + output + "\""));
        if (SOFTMAX.contains(last.operator())) {
            long axis = last.integer("axis", graph.operators() < 13 ? 1 : -1);
            if (axis != 1 && axis != -1) {
                throw new OnnxException(last, "runs along axis " + axis + ", must be that of the labels, 1");
            }
            return Ending.SOFTMAX;
        }
        return last.operator().equals("Sigmoid") ? Ending.SIGMOID : Ending.LOGITS;
    }

    /** The value that one is a mere copy of. */
    private String source(String value) {
        String source = value;
        for (Optional<Node> node = graph.producer(source);
                node.isPresent() && node.get().operator().equals("Identity");
                node = graph.producer(source)) {
            source = node.get().inputs().getFirst();
        }
        return source;
    }

    private static void checkWidth(ValueInfoProto output, Ending ending, List<String> labels) {
        List<Dimension> sides = output.getType().getTensorType().getShape().getDimList();
        if (!sides.isEmpty() && sides.size() != 2) {
            throw new OnnxException("its output \"" + output.getName() + "\" has " + sides.size()
                    + " sides, must have two: [batch, labels]");
        }
        long width = sides.isEmpty() ? 0 : sides.get(1).getDimValue();
        if (ending == Ending.SIGMOID && (labels.size() != 2 || width > 1)) {
            throw new OnnxException("it ends with a Sigmoid, which gives each number a probability of its own: only one"
                    + " number for two labels becomes a bundle, or a network that chooses between its labels");
        }
        if (ending != Ending.SIGMOID && width > 0 && width != labels.size()) {
            throw new OnnxException("it gives " + (width == 1 ? "one number" : width + " numbers") + ", but there are "
                    + labels.size() + " labels: " + String.join(", ", labels)
                    + (width == 1 ? "; a sigmoid at its end would make them two" : ""));
        }
    }

    /** With {@value Outputs#LOGITS} in place of what it gave. */
    private Graph ended(String output, Ending ending) {
        String last = source(output);
        if (ending == Ending.LOGITS) {
            return graph.renamed(Map.of(last, Outputs.LOGITS));
        }
        String before = source(graph.producer(last).orElseThrow().inputs().getFirst());
        return ending == Ending.SOFTMAX ? graph.renamed(Map.of(before, Outputs.LOGITS)) : twoLogits(before);
    }

    /** The softmax of 0 and x is the sigmoid of x, beside what is left of 1. */
    private Graph twoLogits(String logit) {
        List<NodeProto> nodes =
                new ArrayList<>(graph.nodes().stream().map(Node::proto).toList());
        nodes.add(Graph.node("Sub", List.of(logit, logit), "head.zero"));
        nodes.add(Graph.node("Concat", List.of("head.zero", logit), Outputs.LOGITS, Graph.attribute("axis", 1)));
        return graph.withNodes(nodes);
    }

    private static Graph explained(Graph graph, LastLayer layer, int labels) {
        Graph named = graph.renamed(Map.of(layer.features(), Outputs.FEATURES))
                .upTo(List.of(Outputs.LOGITS, Outputs.FEATURES));
        List<NodeProto> nodes =
                new ArrayList<>(named.nodes().stream().map(Node::proto).toList());
        List<TensorProto> shapes = new ArrayList<>();
        String weight = layer.weight();
        if (layer.transposed()) {
            nodes.add(Graph.node("Transpose", List.of(weight), WEIGHT, Graph.attribute("perm", List.of(1L, 0L))));
            weight = WEIGHT;
        }
        String bias = layer.bias();
        if (!bias.isEmpty()) {
            nodes.add(Graph.node("Reshape", List.of(bias, VECTOR), BIAS));
            shapes.add(TensorData.of(VECTOR, -1L));
            bias = BIAS;
        }
        Graph prepared = named.withNodes(nodes).withInitializers(shapes);
        return Outputs.withActivation(prepared, weight, bias, labels).withOutputs(Outputs.all(labels, "channels"));
    }
}
