package org.weatherinference.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import org.weatherinference.command.CommandException;
import org.weatherinference.dataset.Sha256;
import org.weatherinference.model.BundleDraft;
import org.weatherinference.model.BundleStore;
import org.weatherinference.model.Preparation;
import org.weatherinference.onnx.ForeignNetwork;
import org.weatherinference.onnx.ForeignNetwork.Adapted;
import org.weatherinference.onnx.NetworkInput;
import org.weatherinference.onnx.OnnxException;

/**
 * A network of another program, ready to be a bundle.
 *
 * @param found what was found out about it, a sentence for people
 */
record ForeignBundle(BundleDraft draft, String found) {
    /**
     * Reads the file and puts a bundle's input and outputs around it.
     *
     * @throws CommandException naming the file and what cannot be done with it
     * @throws IllegalArgumentException naming the option that breaks its rule
     */
    static ForeignBundle of(ForeignOptions options) {
        byte[] file = read(options.file);
        try {
            ForeignNetwork network = ForeignNetwork.read(file);
            NetworkInput input = options.input.of(network);
            Preparation preparation = options.input.preparation(network, input.layout());
            Adapted adapted = network.adapted(input, options.labels());
            return new ForeignBundle(draft(options, preparation, adapted, Sha256.hex(file)), found(adapted));
        } catch (OnnxException e) {
            throw new CommandException(options.file + ": " + e.getMessage(), e);
        }
    }

    private static byte[] read(Path file) {
        try {
            if (Files.size(file) > BundleStore.MAX_BYTES) {
                throw new CommandException(file + ": more than " + BundleStore.MAX_BYTES + " bytes, the limit");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new CommandException("there is no file " + file, e);
        } catch (IOException e) {
            throw new CommandException(file + " cannot be read: " + e, e);
        }
    }

    private static BundleDraft draft(ForeignOptions options, Preparation preparation, Adapted adapted, String sha256) {
        return new BundleDraft(
                options.name,
                options.labels(),
                preparation,
                options.temperature,
                options.unsureBelow,
                null,
                null,
                options.licence,
                adapted.file(),
                card(options, preparation, sha256));
    }

    private static String found(Adapted adapted) {
        String ending = switch (adapted.ending()) {
            case LOGITS -> "no softmax at its end: its numbers are taken as logits";
            case SOFTMAX -> "the softmax at its end is taken off";
            case SIGMOID -> "its one number is the probability of the second label";
        };
        return ending
                + (adapted.explains()
                        ? "; it can explain its answers"
                        : "; it cannot explain its answers, since its end is not global average pooling and one linear"
                                + " layer");
    }

    private static String card(ForeignOptions options, Preparation preparation, String sha256) {
        return """
                # %s

                Tells the weather on a photo: %s.

                It was trained by another program and imported from `%s`, SHA-256 `%s`. How it was trained, and on which
                photos, is not known here. It sees %d x %d pixels (%s).

                An answer with a probability below %s %% is given as *unsure*. Temperature %s.

                ## Measured

                Nothing yet: `weather evaluate` does it.
                """.formatted(
                        options.name,
                        String.join(", ", options.labels()),
                        options.file.getFileName(),
                        sha256,
                        preparation.width(),
                        preparation.height(),
                        preparation.fit().name().toLowerCase(Locale.ROOT),
                        100 * options.unsureBelow,
                        options.temperature);
    }
}
