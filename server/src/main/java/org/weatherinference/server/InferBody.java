package org.weatherinference.server;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.weatherinference.model.ProblemType;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * The JSON of an inference request of the Open Inference Protocol, read as it streams by: numbers of a tensor become
 * bytes at once, since a photo's pixels as objects would take twenty times their room.
 *
 * @param id given back in the answer; null where there is none
 * @param binaryOutput whether all outputs shall be binary
 * @param outputs wanted, by name, each with whether it shall be binary; empty for all
 */
record InferBody(@Nullable String id, boolean binaryOutput, List<Input> inputs, Map<String, Boolean> outputs) {
    private static final int DEEPEST = 12;

    /**
     * A tensor that was sent.
     *
     * @param binarySize how many of the bytes behind the JSON are its data; 0 where its data are here
     * @param texts its data, where those are strings
     * @param bytes its data, where those are numbers
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record Input(String name, String datatype, List<Integer> shape, int binarySize, List<String> texts, byte[] bytes) {
        /** As many as its shape says; more than fit an int are as many as fit. */
        int elements() {
            long product = 1;
            for (int length : shape) {
                product = Math.min(Integer.MAX_VALUE, product * length);
            }
            return (int) product;
        }
    }

    static InferBody parse(byte[] json, int mostBytes) throws ProblemException {
        JsonFactory factory = JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEEPEST)
                        .maxStringLength(mostBytes)
                        .build())
                .build();
        try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), json)) {
            InferBody body = new Reading(parser).body();
            if (parser.nextToken() != null) {
                throw wrong("something follows the JSON object; with binary data behind it, the header"
                        + " Inference-Header-Content-Length must say where it ends");
            }
            return body;
        } catch (JacksonException fault) {
            throw wrong("it is no JSON: " + fault.getOriginalMessage());
        }
    }

    static ProblemException wrong(String why) {
        return new ProblemException(ProblemType.BAD_REQUEST, "the inference request is not understood: " + why);
    }

    /** A body on its way through the parser. What the protocol leaves open is passed over. */
    private static final class Reading {
        private final JsonParser parser;

        Reading(JsonParser parser) {
            this.parser = parser;
        }

        InferBody body() throws ProblemException {
            expect(parser.nextToken(), JsonToken.START_OBJECT, "the request");
            String id = null;
            boolean binary = false;
            List<Input> inputs = new ArrayList<>();
            Map<String, Boolean> outputs = new TreeMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                switch (name) {
                    case "id" -> id = string(value, "id");
                    case "parameters" -> binary = parameters(value).binaryOutput();
                    case "inputs" -> {
                        expect(value, JsonToken.START_ARRAY, "inputs");
                        while (parser.nextToken() != JsonToken.END_ARRAY) {
                            inputs.add(input());
                        }
                    }
                    case "outputs" -> {
                        expect(value, JsonToken.START_ARRAY, "outputs");
                        while (parser.nextToken() != JsonToken.END_ARRAY) {
                            readOutput(outputs);
                        }
                    }
                    default -> parser.skipChildren();
                }
            }
            return new InferBody(id, binary, inputs, outputs);
        }

        private Input input() throws ProblemException {
            expect(parser.currentToken(), JsonToken.START_OBJECT, "an input");
            String name = "";
            String datatype = "";
            List<Integer> shape = List.of();
            int binarySize = 0;
            List<String> texts = new ArrayList<>();
            var numbers = new ByteArrayOutputStream();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String field = parser.currentName();
                JsonToken value = parser.nextToken();
                switch (field) {
                    case "name" -> name = string(value, "an input's name");
                    case "datatype" -> datatype = string(value, "an input's datatype");
                    case "shape" -> shape = shape(value);
                    case "parameters" -> binarySize = parameters(value).binarySize();
                    case "data" -> {
                        expect(value, JsonToken.START_ARRAY, "an input's data");
                        readData(texts, numbers);
                    }
                    default -> parser.skipChildren();
                }
            }
            return new Input(name, datatype, shape, binarySize, texts, numbers.toByteArray());
        }

        private List<Integer> shape(JsonToken value) throws ProblemException {
            expect(value, JsonToken.START_ARRAY, "an input's shape");
            List<Integer> shape = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                expect(parser.currentToken(), JsonToken.VALUE_NUMBER_INT, "a length of a shape");
                int length = parser.getIntValue();
                if (length < 1) {
                    throw wrong("a length of a shape is " + length + ", must be at least 1");
                }
                shape.add(length);
            }
            return shape;
        }

        /** However deep the lists are: row by row is the same order. */
        private void readData(List<String> texts, ByteArrayOutputStream numbers) throws ProblemException {
            for (int depth = 1; depth > 0; ) {
                switch (parser.nextToken()) {
                    case START_ARRAY -> depth++;
                    case END_ARRAY -> depth--;
                    case VALUE_STRING -> texts.add(parser.getString());
                    case VALUE_NUMBER_INT -> numbers.write(octet(parser.getIntValue()));
                    case null, default -> throw wrong("data has " + parser.currentToken() + " in it");
                }
            }
        }

        private static int octet(int number) throws ProblemException {
            if (number < 0 || number > 255) {
                throw wrong("a number of UINT8 data is " + number + ", must be 0 to 255");
            }
            return number;
        }

        private void readOutput(Map<String, Boolean> outputs) throws ProblemException {
            expect(parser.currentToken(), JsonToken.START_OBJECT, "an output");
            String name = "";
            boolean binary = false;
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String field = parser.currentName();
                JsonToken value = parser.nextToken();
                switch (field) {
                    case "name" -> name = string(value, "an output's name");
                    case "parameters" -> binary = parameters(value).binary();
                    default -> parser.skipChildren();
                }
            }
            outputs.put(name, binary);
        }

        /** Of the binary tensor data extension; others are passed over. */
        private record Parameters(boolean binaryOutput, boolean binary, int binarySize) {}

        private Parameters parameters(JsonToken start) throws ProblemException {
            expect(start, JsonToken.START_OBJECT, "parameters");
            boolean binaryOutput = false;
            boolean binary = false;
            int binarySize = 0;
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String field = parser.currentName();
                JsonToken value = parser.nextToken();
                switch (field) {
                    case "binary_data_output" -> binaryOutput = value == JsonToken.VALUE_TRUE;
                    case "binary_data" -> binary = value == JsonToken.VALUE_TRUE;
                    case "binary_data_size" -> {
                        expect(value, JsonToken.VALUE_NUMBER_INT, field);
                        binarySize = parser.getIntValue();
                    }
                    default -> parser.skipChildren();
                }
            }
            return new Parameters(binaryOutput, binary, binarySize);
        }

        private String string(JsonToken value, String what) throws ProblemException {
            expect(value, JsonToken.VALUE_STRING, what);
            return parser.getString();
        }

        private static void expect(@Nullable JsonToken found, JsonToken needed, String what) throws ProblemException {
            if (found != needed) {
                throw wrong(what + " is " + found + ", must be " + needed);
            }
        }
    }

    /** The only one, by the name of a kind that is taken. */
    Input onlyInput(List<String> names) throws ProblemException {
        if (inputs.size() != 1) {
            throw wrong("there are " + inputs.size() + " inputs, must be one: " + String.join(" or ", names));
        }
        Input input = inputs.getFirst();
        if (!names.contains(input.name())) {
            throw wrong("the input is \"" + input.name() + "\", must be " + String.join(" or ", names));
        }
        return input;
    }

    /** Whether an output is wanted. */
    boolean wants(String output) {
        return outputs.isEmpty() || outputs.containsKey(output);
    }

    boolean wantsBinary(String output) {
        return binaryOutput || outputs.getOrDefault(output, false);
    }

    /** @throws ProblemException when an output is wanted that there is not */
    void requireOutputs(String... known) throws ProblemException {
        for (String output : outputs.keySet()) {
            if (!Arrays.asList(known).contains(output)) {
                throw wrong("there is no output \"" + output + "\"; there is " + String.join(", ", known));
            }
        }
    }
}
