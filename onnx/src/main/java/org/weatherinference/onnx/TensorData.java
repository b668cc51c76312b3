package org.weatherinference.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;

/** Numbers in and out of ONNX tensors, whichever of its fields holds them. */
public final class TensorData {
    private TensorData() {}

    /** Whether it is float32. */
    public static boolean isFloat(TensorProto tensor) {
        return tensor.getDataType() == TensorProto.DataType.FLOAT.getNumber();
    }

    /** Whether it is int64 or int32. */
    public static boolean isInteger(TensorProto tensor) {
        return tensor.getDataType() == TensorProto.DataType.INT64.getNumber()
                || tensor.getDataType() == TensorProto.DataType.INT32.getNumber();
    }

    /** Its sides. */
    public static long[] shape(TensorProto tensor) {
        return tensor.getDimsList().stream().mapToLong(Long::longValue).toArray();
    }

    /** Its numbers, row by row; it must be float32. */
    public static float[] floats(TensorProto tensor) {
        if (!tensor.hasRawData()) {
            float[] values = new float[tensor.getFloatDataCount()];
            for (int i = 0; i < values.length; i++) {
                values[i] = tensor.getFloatData(i);
            }
            return values;
        }
        FloatBuffer raw = raw(tensor).asFloatBuffer();
        float[] values = new float[raw.remaining()];
        raw.get(values);
        return values;
    }

    /** Its numbers, row by row; it must be int64 or int32. */
    public static long[] integers(TensorProto tensor) {
        boolean wide = tensor.getDataType() == TensorProto.DataType.INT64.getNumber();
        if (!tensor.hasRawData()) {
            return wide
                    ? tensor.getInt64DataList().stream()
                            .mapToLong(Long::longValue)
                            .toArray()
                    : tensor.getInt32DataList().stream()
                            .mapToLong(Integer::longValue)
                            .toArray();
        }
        if (!wide) {
            int[] narrow = new int[tensor.getRawData().size() / Integer.BYTES];
            raw(tensor).asIntBuffer().get(narrow);
            return Arrays.stream(narrow).asLongStream().toArray();
        }
        LongBuffer raw = raw(tensor).asLongBuffer();
        long[] values = new long[raw.remaining()];
        raw.get(values);
        return values;
    }

    /** A float32 tensor of the given shape. */
    public static TensorProto of(String name, float[] values, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return tensor(name, TensorProto.DataType.FLOAT, bytes, shape);
    }

    /** A float16 tensor of the given shape, each number as its 16 bits. */
    static TensorProto of(String name, short[] halves, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(halves.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asShortBuffer().put(halves);
        return tensor(name, TensorProto.DataType.FLOAT16, bytes, shape);
    }

    /** An int64 vector. */
    public static TensorProto of(String name, long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(values);
        return tensor(name, TensorProto.DataType.INT64, bytes, values.length);
    }

    /** A tensor of whole numbers of 8 bits of the given shape; a single number where that is empty. */
    static TensorProto bytes(String name, TensorProto.DataType type, byte[] values, long... shape) {
        return tensor(name, type, ByteBuffer.wrap(values), shape);
    }

    /** An int32 vector. */
    static TensorProto narrow(String name, int[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(values);
        return tensor(name, TensorProto.DataType.INT32, bytes, values.length);
    }

    private static TensorProto tensor(String name, TensorProto.DataType type, ByteBuffer bytes, long... shape) {
        return TensorProto.newBuilder()
                .setName(name)
                .setDataType(type.getNumber())
                .addAllDims(Arrays.stream(shape).boxed().toList())
                .setRawData(ByteString.copyFrom(bytes))
                .build();
    }

    private static ByteBuffer raw(TensorProto tensor) {
        return tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }
}
