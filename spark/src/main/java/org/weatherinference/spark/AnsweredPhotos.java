package org.weatherinference.spark;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;

/**
 * The names of photos that have a row already, as 8 bytes of SHA-256 each: a million take 8 MB on each executor, and
 * that any one of another million is passed over by mistake has a probability of 1 in 18 million. Immutable.
 */
final class AnsweredPhotos implements Serializable {
    private static final long serialVersionUID = 1;

    /** Where nothing was answered before. */
    static final AnsweredPhotos NONE = new AnsweredPhotos(new long[0]);

    private final long[] sorted;

    private AnsweredPhotos(long[] sorted) {
        this.sorted = sorted;
    }

    static AnsweredPhotos of(Dataset<String> names) {
        long[] marks =
                names.map((MapFunction<String, Long>) AnsweredPhotos::mark, Encoders.LONG()).collectAsList().stream()
                        .mapToLong(Long::longValue)
                        .distinct()
                        .sorted()
                        .toArray();
        return new AnsweredPhotos(marks);
    }

    boolean contains(String name) {
        return sorted.length > 0 && Arrays.binarySearch(sorted, mark(name)) >= 0;
    }

    int count() {
        return sorted.length;
    }

    /** What stands for a name. */
    static long mark(String name) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
