package org.weatherinference.evaluation;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/**
 * The figures along one side of a plot.
 *
 * @param from the lowest
 * @param to the highest, above it
 * @param shares whether they are read as percent
 */
record Scale(double from, double to, boolean shares) {
    private static final int MOST_STEPS = 5;

    /** From 0 to a round figure that is at least the given one. */
    static Scale upTo(double most, boolean shares) {
        double top = most > 0 ? most : 1;
        double step = step(top);
        return new Scale(0, step * Math.ceil(top / step - 1e-9), shares);
    }

    /** Where a figure lies, 0 to 1. */
    double at(double value) {
        return Math.clamp((value - from) / (to - from), 0, 1);
    }

    /** Round figures, a few. */
    List<Double> ticks() {
        double step = step(to - from);
        List<Double> ticks = new ArrayList<>();
        for (long i = (long) Math.ceil(from / step - 1e-9); i * step <= to + step * 1e-9; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    /** 1, 2 or 5 times a power of ten. */
    private static double step(double length) {
        double power = Math.pow(10, Math.floor(Math.log10(length)) - 1);
        for (double step : new double[] {1, 2, 5, 10, 20, 50}) {
            if (length / (step * power) <= MOST_STEPS) {
                return step * power;
            }
        }
        return 100 * power;
    }

    String text(double value) {
        BigDecimal shown = new BigDecimal(shares ? value * 100 : value).round(new MathContext(3));
        String plain = shown.signum() == 0 ? "0" : shown.stripTrailingZeros().toPlainString();
        return shares ? plain + " %" : plain;
    }
}
