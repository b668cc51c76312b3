package org.weatherinference.training;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Memory as people type it.
 *
 * @param bytes at least 256 MB
 */
record MemorySize(long bytes) {
    private static final Pattern SHAPE = Pattern.compile("([0-9]{1,6})([mg])");
    private static final long LEAST = 256L << 20;

    /** Reads {@code 6g} or {@code 800m}. */
    static final class Typed implements ITypeConverter<MemorySize> {
        @Override
        public MemorySize convert(String value) {
            Matcher matcher = SHAPE.matcher(value);
            long bytes = matcher.matches()
                    ? Long.parseLong(matcher.group(1)) << (matcher.group(2).equals("g") ? 30 : 20)
                    : 0;
            if (bytes < LEAST) {
                throw new TypeConversionException(
                        "'" + value + "' is no size of memory: it must be like 6g or 800m, at least 256m");
            }
            return new MemorySize(bytes);
        }
    }
}
