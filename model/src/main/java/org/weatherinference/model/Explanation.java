package org.weatherinference.model;

import org.weatherinference.photo.Photo;

/**
 * A prediction and where it came from: a class activation map (Zhou et al. 2016, "Learning Deep Features for
 * Discriminative Localization"). Immutable.
 */
public final class Explanation {
    private final Prediction prediction;
    private final HeatMap heat;
    private final Region covered;

    private Explanation(Prediction prediction, HeatMap heat, Region covered) {
        this.prediction = prediction;
        this.heat = heat;
        this.covered = covered;
    }

    /**
     * The explanation that a map gives.
     *
     * @param prediction the answer
     * @param strength rows of the map for the label, in any unit; what is not above 0 did not speak for it
     * @param covered the part of the photo that the map covers evenly, in the photo's pixels
     * @throws IllegalArgumentException when the map is empty or its rows differ in length
     */
    public static Explanation of(Prediction prediction, float[][] strength, Region covered) {
        return new Explanation(prediction, HeatMap.of(strength), covered);
    }

    /** The answer that is explained. */
    public Prediction prediction() {
        return prediction;
    }

    /**
     * The part of the photo that spoke most for the label: the box around the map's maximum and all that hangs together
     * with it and reaches half of it. In the photo's pixels.
     */
    public Region region() {
        return heat.hottest(covered);
    }

    /**
     * The map as a transparent PNG of the photo's shape, at most 512 pixels on its longer side, to be laid over the
     * photo; holds nothing of the photo itself.
     *
     * @param photo the one that was explained; only its shape is used
     */
    public byte[] heatmapPng(Photo photo) {
        return heat.png(photo.width(), photo.height(), covered);
    }

    /**
     * A rectangle in a photo's pixels.
     *
     * @param x of its left edge, at least 0
     * @param y of its upper edge, at least 0
     * @param width at least 1
     * @param height at least 1
     */
    public record Region(int x, int y, int width, int height) {
        /** @throws IllegalArgumentException when it is empty or begins outside the photo */
        public Region {
            if (x < 0 || y < 0 || width < 1 || height < 1) {
                throw new IllegalArgumentException(
                        "region " + width + " x " + height + " at " + x + "," + y + " is empty or outside the photo");
            }
        }

        /** The smallest region that holds this one after its photo was scaled from one size to another. */
        Region scaled(int fromWidth, int fromHeight, int toWidth, int toHeight) {
            int left = Math.toIntExact((long) x * toWidth / fromWidth);
            int top = Math.toIntExact((long) y * toHeight / fromHeight);
            int right = Math.toIntExact(Math.ceilDiv((long) (x + width) * toWidth, fromWidth));
            int bottom = Math.toIntExact(Math.ceilDiv((long) (y + height) * toHeight, fromHeight));
            return new Region(left, top, right - left, bottom - top);
        }
    }
}
