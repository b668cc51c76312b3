package org.weatherinference.model;

import java.util.ArrayDeque;
import java.util.Deque;
import org.weatherinference.model.Explanation.Region;

/** A small grid of strengths, 0 to 1, spread evenly over a region; bilinear between the middles of its cells. */
final class HeatMap {
    private static final int MAX_SIDE = 512;
    /** The grid on which the hottest part is looked for: finer than the network's, coarse enough to be quick. */
    private static final int FINE = 64;

    private static final float HOT = 0.5f;

    private final float[][] strength;

    private HeatMap(float[][] strength) {
        this.strength = strength;
    }

    /** What is above 0, divided by the maximum. */
    static HeatMap of(float[][] raw) {
        if (raw.length == 0 || raw[0].length == 0) {
            throw new IllegalArgumentException("the activation map is empty");
        }
        float most = most(raw);
        var strength = new float[raw.length][raw[0].length];
        for (int row = 0; row < raw.length; row++) {
            if (raw[row].length != raw[0].length) {
                throw new IllegalArgumentException("the activation map's rows differ in length");
            }
            for (int column = 0; column < raw[row].length; column++) {
                strength[row][column] = most > 0 ? Math.max(0, raw[row][column]) / most : 0;
            }
        }
        return new HeatMap(strength);
    }

    private static float most(float[][] raw) {
        float most = 0;
        for (float[] row : raw) {
            for (float value : row) {
                most = Math.max(most, value);
            }
        }
        return most;
    }

    /** The strength at a point, both coordinates 0 to 1 from the upper left. */
    private float at(double right, double down) {
        double row = Math.clamp(down * strength.length - 0.5, 0, strength.length - 1);
        double column = Math.clamp(right * strength[0].length - 0.5, 0, strength[0].length - 1);
        int top = (int) row;
        int left = (int) column;
        double upper = between(strength[top], left, column - left);
        double lower = between(strength[Math.min(top + 1, strength.length - 1)], left, column - left);
        return (float) (upper + (lower - upper) * (row - top));
    }

    private static double between(float[] row, int left, double share) {
        return row[left] + (row[Math.min(left + 1, row.length - 1)] - row[left]) * share;
    }

    /** The box around the maximum and all that hangs together with it and is hot, within the region covered. */
    Region hottest(Region covered) {
        float[] fine = fine();
        int start = indexOfMost(fine);
        if (fine[start] < HOT) {
            return covered;
        }
        Region cells = flood(fine, start).scaled(FINE, FINE, covered.width(), covered.height());
        return new Region(covered.x() + cells.x(), covered.y() + cells.y(), cells.width(), cells.height());
    }

    private float[] fine() {
        var fine = new float[FINE * FINE];
        for (int y = 0; y < FINE; y++) {
            for (int x = 0; x < FINE; x++) {
                fine[y * FINE + x] = at((x + 0.5) / FINE, (y + 0.5) / FINE);
            }
        }
        return fine;
    }

    private static int indexOfMost(float[] values) {
        int most = 0;
        for (int i = 1; i < values.length; i++) {
            most = values[i] > values[most] ? i : most;
        }
        return most;
    }

    /** The box around the hot cells that are reached from the given one over edges; empties what it has visited. */
    private static Region flood(float[] cells, int start) {
        int left = FINE;
        int top = FINE;
        int right = 0;
        int bottom = 0;
        Deque<Integer> waiting = new ArrayDeque<>();
        waiting.add(start);
        while (!waiting.isEmpty()) {
            int cell = waiting.remove();
            if (cells[cell] < HOT) {
                continue;
            }
            cells[cell] = 0;
            int x = cell % FINE;
            int y = cell / FINE;
            left = Math.min(left, x);
            top = Math.min(top, y);
            right = Math.max(right, x);
            bottom = Math.max(bottom, y);
            addNeighbours(waiting, x, y);
        }
        return new Region(left, top, right - left + 1, bottom - top + 1);
    }

    private static void addNeighbours(Deque<Integer> waiting, int x, int y) {
        int cell = y * FINE + x;
        if (x > 0) {
            waiting.add(cell - 1);
        }
        if (x < FINE - 1) {
            waiting.add(cell + 1);
        }
        if (y > 0) {
            waiting.add(cell - FINE);
        }
        if (y < FINE - 1) {
            waiting.add(cell + FINE);
        }
    }

    /** A picture of a photo's shape, nothing outside the region covered. */
    byte[] png(int photoWidth, int photoHeight, Region covered) {
        double scale = Math.min(1, (double) MAX_SIDE / Math.max(photoWidth, photoHeight));
        int width = Math.max(1, (int) Math.round(photoWidth * scale));
        int height = Math.max(1, (int) Math.round(photoHeight * scale));
        var levels = new byte[width * height];
        for (int y = 0; y < height; y++) {
            double down = ((y + 0.5) / height * photoHeight - covered.y()) / covered.height();
            for (int x = 0; x < width; x++) {
                double right = ((x + 0.5) / width * photoWidth - covered.x()) / covered.width();
                levels[y * width + x] = level(right, down);
            }
        }
        return HeatPng.encode(width, height, levels);
    }

    private byte level(double right, double down) {
        boolean inside = right >= 0 && right <= 1 && down >= 0 && down <= 1;
        return (byte) (inside ? Math.round(at(right, down) * 255) : 0);
    }
}
