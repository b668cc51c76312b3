package org.weatherinference.training;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One node of a {@link Graph}, with its attributes by name. */
record Node(NodeProto proto, Map<String, AttributeProto> attributes) {
    static Node of(NodeProto proto) {
        return new Node(
                proto,
                proto.getAttributeList().stream()
                        .collect(Collectors.toUnmodifiableMap(AttributeProto::getName, Function.identity())));
    }

    String operator() {
        return proto.getOpType();
    }

    List<String> inputs() {
        return proto.getInputList();
    }

    List<String> outputs() {
        return proto.getOutputList();
    }

    /** The first output, which for most operators is the only one. */
    String output() {
        return proto.getOutput(0);
    }

    /** Whether an optional input is there: ONNX leaves one out by an empty name or a shorter list. */
    boolean has(int input) {
        return input < proto.getInputCount() && !proto.getInput(input).isEmpty();
    }

    boolean has(String attribute) {
        return attributes.containsKey(attribute);
    }

    long integer(String attribute, long fallback) {
        AttributeProto found = attributes.get(attribute);
        return found == null ? fallback : found.getI();
    }

    float real(String attribute, float fallback) {
        AttributeProto found = attributes.get(attribute);
        return found == null ? fallback : found.getF();
    }

    String text(String attribute, String fallback) {
        AttributeProto found = attributes.get(attribute);
        return found == null ? fallback : found.getS().toStringUtf8();
    }

    long[] integers(String attribute, long... fallback) {
        AttributeProto found = attributes.get(attribute);
        return found == null
                ? fallback
                : found.getIntsList().stream().mapToLong(Long::longValue).toArray();
    }

    TensorProto tensor(String attribute) {
        AttributeProto found = attributes.get(attribute);
        if (found == null || !found.hasT()) {
            throw new UnsupportedGraphException(this, "has no tensor \"" + attribute + "\"");
        }
        return found.getT();
    }
}
