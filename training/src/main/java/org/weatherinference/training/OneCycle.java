package org.weatherinference.training;

/**
 * The learning rate over a stage: up from a 25th to its most within the first quarter, then down to almost nothing,
 * both along a cosine (Smith 2018, "A disciplined approach to neural network hyper-parameters").
 *
 * @param most the highest rate
 * @param steps of the stage, at least 1
 */
record OneCycle(double most, long steps) {
    private static final double RISE = 0.25;
    private static final double START = 1.0 / 25;
    private static final double END = 1e-5;

    double rate(long step) {
        double position = (double) step / steps;
        return position < RISE
                ? between(most * START, most, position / RISE)
                : between(most, most * END, (position - RISE) / (1 - RISE));
    }

    private static double between(double from, double to, double position) {
        return to + (from - to) * (1 + Math.cos(Math.PI * position)) / 2;
    }
}
