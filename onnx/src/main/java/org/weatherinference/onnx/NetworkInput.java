package org.weatherinference.onnx;

import java.util.List;

/**
 * What numbers a network expects of a picture, and in which order.
 *
 * @param layout order of its sides
 * @param values what becomes of a byte
 */
public record NetworkInput(Layout layout, Values values) {
    /** ImageNet's mean and deviation of red, green and blue, of values from 0 to 1: what nearly all networks expect. */
    private static final List<Float> MEAN = List.of(0.485f, 0.456f, 0.406f);

    private static final List<Float> DEVIATION = List.of(0.229f, 0.224f, 0.225f);

    private static final float WHITE = 255;

    /** Where the channels stand. */
    public enum Layout {
        /** [batch, channels, height, width], as PyTorch does. */
        NCHW,
        /** [batch, height, width, channels], as TensorFlow does. */
        NHWC
    }

    /** What becomes of a byte. */
    public sealed interface Values {}

    /** Nothing: the network takes uint8 RGB. */
    public record Bytes() implements Values {}

    /**
     * float32: of a byte from 0 to 255, mean is subtracted, and the rest divided by the deviation.
     *
     * @param mean of each channel, in the network's order
     * @param deviation of each channel, likewise; none of them 0
     * @param blueFirst whether its order is blue, green, red
     */
    public record Numbers(List<Float> mean, List<Float> deviation, boolean blueFirst) implements Values {
        /** @throws IllegalArgumentException where there are not three of each, or a deviation is not above 0 */
        public Numbers {
            mean = List.copyOf(mean);
            deviation = List.copyOf(deviation);
            if (mean.size() != 3 || deviation.size() != 3) {
                throw new IllegalArgumentException(
                        "mean " + mean + " and std " + deviation + " must be three numbers each, one a channel");
            }
            if (!deviation.stream().allMatch(number -> number > 0 && Float.isFinite(number))
                    || !mean.stream().allMatch(Float::isFinite)) {
                throw new IllegalArgumentException("std must be above 0, and mean finite");
            }
        }

        /** With mean and deviation of values from 0 to 1. */
        public static Numbers ofUnit(List<Float> mean, List<Float> deviation, boolean blueFirst) {
            return new Numbers(bytes(mean), bytes(deviation), blueFirst);
        }

        private static List<Float> bytes(List<Float> unit) {
            return unit.stream().map(number -> number * WHITE).toList();
        }

        /** As of networks that were pretrained on ImageNet with PyTorch. */
        public static Numbers imageNet(boolean blueFirst) {
            return ofUnit(MEAN, DEVIATION, blueFirst);
        }
    }
}
