package org.weatherinference.training;

import java.util.List;
import java.util.SplittableRandom;

/** Blends the photos of a batch with each other, and their targets alike (Zhang et al. 2018, "mixup"). */
final class Mixup {
    private Mixup() {}

    /** Blends each photo with its opposite in the batch, all by one share drawn from Beta(strength, strength). */
    static void apply(List<byte[]> photos, List<float[]> targets, double strength, SplittableRandom random) {
        double drawn = beta(strength, random);
        float share = (float) Math.max(drawn, 1 - drawn);
        for (int i = 0; i < photos.size() / 2; i++) {
            blend(photos.get(i), photos.reversed().get(i), share);
            blend(targets.get(i), targets.reversed().get(i), share);
        }
    }

    /** Jöhnk's method (1964), good for a strength of at most 1. */
    private static double beta(double strength, SplittableRandom random) {
        while (true) {
            double x = Math.pow(random.nextDouble(), 1 / strength);
            double y = Math.pow(random.nextDouble(), 1 / strength);
            if (x + y > 0 && x + y <= 1) {
                return x / (x + y);
            }
        }
    }

    private static void blend(byte[] a, byte[] b, float share) {
        for (int i = 0; i < a.length; i++) {
            float x = a[i] & 0xff;
            float y = b[i] & 0xff;
            a[i] = (byte) Math.round(x * share + y * (1 - share));
            b[i] = (byte) Math.round(y * share + x * (1 - share));
        }
    }

    private static void blend(float[] a, float[] b, float share) {
        for (int i = 0; i < a.length; i++) {
            float x = a[i];
            float y = b[i];
            a[i] = x * share + y * (1 - share);
            b[i] = y * share + x * (1 - share);
        }
    }
}
