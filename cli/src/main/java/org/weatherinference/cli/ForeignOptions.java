package org.weatherinference.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** How a network of another program is made into a bundle. */
final class ForeignOptions {
    @Option(
            names = "--onnx",
            required = true,
            paramLabel = "FILE",
            description = "ONNX file of a network that was trained by another program.")
    Path file = Path.of("");

    @Option(
            names = "--name",
            required = true,
            paramLabel = "NAME",
            description = "Of the bundle; it is the next version.")
    String name = "";

    @Option(
            names = "--labels",
            required = true,
            paramLabel = "A,B,…",
            description = "In the order of the network's outputs.")
    String labels = "";

    /** In the order of the network's outputs. */
    List<String> labels() {
        return Stream.of(labels.split(",", -1)).map(String::strip).toList();
    }

    @Option(
            names = "--preparation",
            required = true,
            converter = Converter.class,
            paramLabel = "WORDS",
            description = "What it learnt to see, such as 224,squash,imagenet: " + DeclaredInput.FORM
                    + ". What the file tells itself may be left out.")
    DeclaredInput input = DeclaredInput.parse("uint8");

    @Option(
            names = "--temperature",
            defaultValue = "1",
            paramLabel = "T",
            description = "The logits are divided by it (default: ${DEFAULT-VALUE}, as they are).")
    double temperature;

    @Option(
            names = "--unsure-below",
            defaultValue = "0.7",
            paramLabel = "P",
            description = "An answer less probable than that is unsure (default: ${DEFAULT-VALUE}).")
    double unsureBelow;

    @Option(
            names = "--licence",
            defaultValue = "not stated",
            paramLabel = "TEXT",
            description = "Of its weights (default: ${DEFAULT-VALUE}).")
    String licence = "";

    /** For the parser. */
    static final class Converter implements ITypeConverter<DeclaredInput> {
        @Override
        public DeclaredInput convert(String value) {
            return DeclaredInput.parse(value);
        }
    }
}
