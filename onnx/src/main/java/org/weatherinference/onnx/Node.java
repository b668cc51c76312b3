package org.weatherinference.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One node of a {@link Graph}, with its attributes by name. */
public record Node(NodeProto proto, Map<String, AttributeProto> attributes) {
    /** Reads the attributes. */
    public static Node of(NodeProto proto) {
        return new Node(
                proto,
                proto.getAttributeList().stream()
                        .collect(Collectors.toUnmodifiableMap(AttributeProto::getName, Function.identity())));
    }

    /** Such as {@code Conv}. */
    public String operator() {
        return proto.getOpType();
    }

    /** The values that it reads. */
    public List<String> inputs() {
        return proto.getInputList();
    }

    /** The values that it computes. */
    public List<String> outputs() {
        return proto.getOutputList();
    }

    /** The first output, which for most operators is the only one. */
    public String output() {
        return proto.getOutput(0);
    }

    /** Whether an optional input is there: ONNX leaves one out by an empty name or a shorter list. */
    public boolean has(int input) {
        return input < proto.getInputCount() && !proto.getInput(input).isEmpty();
    }

    /** Whether an attribute is there. */
    public boolean has(String attribute) {
        return attributes.containsKey(attribute);
    }

    /** An attribute that is a whole number. */
    public long integer(String attribute, long fallback) {
        AttributeProto found = attributes.get(attribute);
        return found == null ? fallback : found.getI();
    }

    /** An attribute that is a real number. */
    public float real(String attribute, float fallback) {
        AttributeProto found = attributes.get(attribute);
        return found == null ? fallback : found.getF();
    }

    /** An attribute that is text. */
    public String text(String attribute, String fallback) {
        AttributeProto found = attributes.get(attribute);
        return found == null ? fallback : found.getS().toStringUtf8();
    }

    /** An attribute of several whole numbers. */
    public long[] integers(String attribute, long... fallback) {
        AttributeProto found = attributes.get(attribute);
        return found == null
                ? fallback
                : found.getIntsList().stream().mapToLong(Long::longValue).toArray();
    }

    /** An attribute that must be there and be a tensor. */
    public TensorProto tensor(String attribute) {
        AttributeProto found = attributes.get(attribute);
        if (found == null || !found.hasT()) {
            throw new OnnxException(this, "has no tensor \"" + attribute + "\"");
        }
        return found.getT();
    }

    /** Its own name, and those of its values, changed where they are named. */
    NodeProto renamed(Map<String, String> names) {
        NodeProto.Builder changed = proto.toBuilder().clearInput().clearOutput();
        changed.setName(names.getOrDefault(proto.getName(), proto.getName()));
        inputs().forEach(name -> changed.addInput(names.getOrDefault(name, name)));
        outputs().forEach(name -> changed.addOutput(names.getOrDefault(name, name)));
        return changed.build();
    }
}
