package org.weatherinference.command;

import java.util.Arrays;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads one of an enum's constants as it is typed, which is what its {@code toString} gives. */
public record Choice<E extends Enum<E>>(Class<E> type) implements ITypeConverter<E> {
    @Override
    public E convert(String value) {
        return Arrays.stream(type.getEnumConstants())
                .filter(choice -> choice.toString().equalsIgnoreCase(value))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException(
                        "'" + value + "' is none of " + Arrays.toString(type.getEnumConstants())));
    }
}
