package org.weatherinference.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.weatherinference.model.Preparation;
import org.weatherinference.model.Preparation.Fit;
import org.weatherinference.onnx.ForeignNetwork;
import org.weatherinference.onnx.NetworkInput;
import org.weatherinference.onnx.NetworkInput.Bytes;
import org.weatherinference.onnx.NetworkInput.Layout;
import org.weatherinference.onnx.NetworkInput.Numbers;
import org.weatherinference.onnx.NetworkInput.Values;
import org.weatherinference.onnx.OnnxException;
import picocli.CommandLine.TypeConversionException;

/**
 * What a network of another program was trained to see, as it is typed: {@code 224,squash,nchw,imagenet}. What the file
 * tells itself may be left out.
 *
 * @param size width and height in pixels; null where the file shall tell
 * @param layout null where the file shall tell
 */
record DeclaredInput(@Nullable Size size, Fit fit, @Nullable Layout layout, Values values) {
    static final String FORM = "size (224 or 320x240), squash or crop, nchw or nhwc, and the numbers: imagenet, 0..1,"
            + " -1..1, 0..255, mean=R:G:B with std=R:G:B, or uint8; bgr where blue comes first";

    private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,3})(?:x([1-9][0-9]{0,3}))?");

    /** In pixels. */
    record Size(int width, int height) {}

    /** @throws TypeConversionException naming the word that is not understood */
    static DeclaredInput parse(String text) {
        Words words = new Words(List.of(text.toLowerCase(Locale.ROOT).split(",")));
        Size size = words.size();
        Fit fit = words.oneOf("crop", "squash")
                .filter("crop"::equals)
                .map(_ -> Fit.CROP)
                .orElse(Fit.SQUASH);
        Layout layout = words.oneOf("nchw", "nhwc")
                .map(word -> Layout.valueOf(word.toUpperCase(Locale.ROOT)))
                .orElse(null);
        Values values = values(words);
        return new DeclaredInput(size, fit, layout, values);
    }

    private static Values values(Words words) {
        boolean blueFirst = words.oneOf("bgr").isPresent();
        Optional<List<Float>> mean = words.three("mean=");
        Optional<List<Float>> deviation = words.three("std=");
        String range =
                words.oneOf("imagenet", "0..1", "-1..1", "0..255", "uint8").orElse(mean.isPresent() ? "0..1" : "");
        words.end();
        if (mean.isPresent() != deviation.isPresent()) {
            throw new TypeConversionException("mean= and std= are given together");
        }
        if (mean.isPresent() && !range.matches("0\\.\\.1|0\\.\\.255")) {
            throw new TypeConversionException("mean= and std= are of values from 0..1 or 0..255, not " + range);
        }
        List<Float> zero = List.of(0f, 0f, 0f);
        List<Float> one = List.of(1f, 1f, 1f);
        List<Float> half = List.of(0.5f, 0.5f, 0.5f);
        try {
            return switch (range) {
                case "imagenet" -> Numbers.imageNet(blueFirst);
                case "0..1" -> Numbers.ofUnit(mean.orElse(zero), deviation.orElse(one), blueFirst);
                case "-1..1" -> Numbers.ofUnit(half, half, blueFirst);
                case "0..255" -> new Numbers(mean.orElse(zero), deviation.orElse(one), blueFirst);
                case "uint8" -> bytes(blueFirst);
                default ->
                    throw new TypeConversionException(
                            "it does not say which numbers the network expects: imagenet, 0..1, -1..1, 0..255,"
                                    + " mean=R:G:B with std=R:G:B, or uint8");
            };
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    private static Values bytes(boolean blueFirst) {
        if (blueFirst) {
            throw new TypeConversionException("uint8 networks get red first: leave out bgr");
        }
        return new Bytes();
    }

    /** @throws OnnxException where the file contradicts, or does not tell what was left out */
    NetworkInput of(ForeignNetwork network) {
        Layout known = layout != null
                ? layout
                : network.layout()
                        .orElseThrow(() -> new OnnxException(
                                "its shape does not tell the order of its input's sides: declare nchw or nhwc"));
        return new NetworkInput(known, values);
    }

    /** @throws OnnxException where the file contradicts, or does not tell what was left out */
    Preparation preparation(ForeignNetwork network, Layout known) {
        return new Preparation(
                side("width", size == null ? 0 : size.width(), network.width(known)),
                side("height", size == null ? 0 : size.height(), network.height(known)),
                fit);
    }

    private static int side(String name, int declared, OptionalInt fixed) {
        if (declared == 0) {
            return fixed.orElseThrow(() ->
                    new OnnxException("it takes pictures of any " + name + ": declare that which it learnt from"));
        }
        if (fixed.isPresent() && fixed.getAsInt() != declared) {
            throw new OnnxException(
                    "it takes pictures of " + name + " " + fixed.getAsInt() + " only, declared is " + declared);
        }
        return declared;
    }

    /** The words that are not yet understood. */
    private static final class Words {
        private final List<String> left = new ArrayList<>();

        Words(List<String> words) {
            words.forEach(word -> left.add(word.strip()));
        }

        Optional<String> oneOf(String... choices) {
            List<String> found =
                    left.stream().filter(List.of(choices)::contains).toList();
            if (found.size() > 1) {
                throw new TypeConversionException("it says " + String.join(" and ", found));
            }
            left.removeAll(found);
            return found.stream().findFirst();
        }

        @Nullable
        Size size() {
            Size size = null;
            for (String word : List.copyOf(left)) {
                Matcher form = SIZE.matcher(word);
                if (form.matches()) {
                    if (size != null) {
                        throw new TypeConversionException("it says two sizes");
                    }
                    int width = Integer.parseInt(form.group(1));
                    size = new Size(width, form.group(2) == null ? width : Integer.parseInt(form.group(2)));
                    left.remove(word);
                }
            }
            return size;
        }

        Optional<List<Float>> three(String key) {
            Optional<String> found =
                    left.stream().filter(word -> word.startsWith(key)).findFirst();
            found.ifPresent(left::remove);
            return found.map(word -> numbers(word, word.substring(key.length())));
        }

        private static List<Float> numbers(String word, String text) {
            try {
                return List.of(text.split(":")).stream().map(Float::valueOf).toList();
            } catch (NumberFormatException _) {
                throw new TypeConversionException("\"" + word + "\" are not three numbers with colons between");
            }
        }

        void end() {
            if (!left.isEmpty()) {
                throw new TypeConversionException("\"" + left.getFirst() + "\" is not known; there is " + FORM);
            }
        }
    }
}
