package org.weatherinference.onnx;

import java.nio.FloatBuffer;
import java.util.stream.DoubleStream;

/** What was seen of each channel of a value. Grows while photos are shown. */
final class Channels {
    private final double[] low;
    private final double[] high;
    private final double[] sum;
    private long seen;

    Channels(int count) {
        low = new double[count];
        high = new double[count];
        sum = new double[count];
    }

    void see(FloatBuffer numbers) {
        int start = numbers.position();
        int area = numbers.remaining() / low.length;
        for (int channel = 0; channel < low.length; channel++) {
            for (int i = start + channel * area; i < start + (channel + 1) * area; i++) {
                float number = numbers.get(i);
                low[channel] = Math.min(low[channel], number);
                high[channel] = Math.max(high[channel], number);
                sum[channel] += number;
            }
        }
        seen += area;
    }

    int count() {
        return low.length;
    }

    /** Of all channels; at most 0. */
    double least() {
        return DoubleStream.of(low).min().orElse(0);
    }

    /** Of all channels; at least 0. */
    double most() {
        return DoubleStream.of(high).max().orElse(0);
    }

    /** How far the farthest channel went from 0, either way. */
    double peak() {
        return Math.max(-least(), most());
    }

    /** How far a channel went from 0, either way. */
    double peak(int channel) {
        return Math.max(-low[channel], high[channel]);
    }

    double mean(int channel) {
        return seen == 0 ? 0 : sum[channel] / seen;
    }

    /** As if every number had been so many times as large. */
    Channels times(double[] factors) {
        Channels changed = new Channels(low.length);
        for (int channel = 0; channel < low.length; channel++) {
            changed.low[channel] = low[channel] * factors[channel];
            changed.high[channel] = high[channel] * factors[channel];
            changed.sum[channel] = sum[channel] * factors[channel];
        }
        changed.seen = seen;
        return changed;
    }
}
