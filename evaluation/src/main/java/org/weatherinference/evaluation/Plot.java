package org.weatherinference.evaluation;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where things lie in a drawing of figures, in its own units.
 *
 * @param across from left to right
 * @param up from the bottom to the top
 * @param width of the whole drawing
 * @param height of it
 */
record Plot(Scale across, Scale up, int width, int height) {
    static final int LEFT = 70;
    static final int RIGHT = 26;
    static final int TOP = 12;
    static final int BOTTOM = 46;

    /** A pair of figures. */
    record Point(double across, double up) {}

    double x(double value) {
        return tenths(LEFT + across.at(value) * (width - LEFT - RIGHT));
    }

    double y(double value) {
        return tenths(bottom() - up.at(value) * (bottom() - TOP));
    }

    int bottom() {
        return height - BOTTOM;
    }

    int right() {
        return width - RIGHT;
    }

    /** Their places, as a polyline has them. */
    String line(List<Point> points) {
        return points.stream().map(this::place).collect(Collectors.joining(" "));
    }

    /** The outline of what lies between two lines over the same places. */
    String band(List<Point> upper, List<Point> lower) {
        return Stream.concat(upper.stream(), lower.reversed().stream())
                .map(this::place)
                .collect(Collectors.joining(" "));
    }

    private String place(Point point) {
        return x(point.across()) + "," + y(point.up());
    }

    private static double tenths(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
