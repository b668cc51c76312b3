package org.weatherinference.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.weatherinference.model.JsonText;

/**
 * A tensor of an answer in the Open Inference Protocol.
 *
 * @param datatype in the protocol's words
 * @param data floats or strings, row by row
 */
record Tensor(String name, String datatype, List<Integer> shape, List<?> data) {
    static Tensor ofFloats(String name, List<Integer> shape, List<Float> data) {
        return new Tensor(name, "FP32", shape, data);
    }

    static Tensor ofStrings(String name, List<String> data) {
        return new Tensor(name, "BYTES", List.of(data.size()), data);
    }

    /** As in an answer that is JSON alone. */
    Map<String, @Nullable Object> fields() {
        return JsonText.object("name", name, "datatype", datatype, "shape", shape, "data", data);
    }

    /** As in an answer whose data follow its JSON. */
    Map<String, @Nullable Object> fieldsOfBinary(int bytes) {
        return JsonText.object(
                "name",
                name,
                "datatype",
                datatype,
                "shape",
                shape,
                "parameters",
                JsonText.object("binary_data_size", bytes));
    }

    /** Little-endian floats; strings each behind their length in four bytes. */
    byte[] binary() {
        var out = new ByteArrayOutputStream();
        for (Object item : data) {
            switch (item) {
                case Float number -> out.writeBytes(fourBytes().putFloat(number).array());
                case String text -> {
                    byte[] bytes = text.getBytes(UTF_8);
                    out.writeBytes(fourBytes().putInt(bytes.length).array());
                    out.writeBytes(bytes);
                }
                default -> throw new IllegalStateException("no tensor has a " + item.getClass());
            }
        }
        return out.toByteArray();
    }

    private static ByteBuffer fourBytes() {
        return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
    }
}
