package org.weatherinference.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.weatherinference.photo.Photo;
import org.weatherinference.photo.PhotoDecoder;
import org.weatherinference.photo.PhotoEncoder;
import org.weatherinference.photo.PhotoException;
import org.weatherinference.photo.PhotoHeader;
import org.weatherinference.photo.PhotoLimits;

/** From a file's bytes to upright pixels. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@SuppressWarnings("NullAway.Init") // by JMH
public class DecodeBenchmark {
    /** Pixels in a row. */
    @Param({"500", "1280", "4000"})
    int width;

    @Param({"jpeg", "png"})
    String format;

    private final PhotoDecoder decoder = PhotoDecoder.create(PhotoLimits.DEFAULT);
    private byte[] file;

    /** Draws the photo. */
    @Setup
    public void draw() {
        Photo photo = Landscape.drawn(width);
        file = format.equals("jpeg") ? Landscape.jpeg(width) : PhotoEncoder.png(photo);
    }

    /** What every photo passes first. */
    @Benchmark
    public PhotoHeader header() throws PhotoException {
        return decoder.header(file);
    }

    /** As small as the format can while it decodes, for a network that takes 224 by 224. */
    @Benchmark
    public Photo scaled() throws PhotoException {
        return decoder.decode(file, 224, 224);
    }

    /** All pixels. */
    @Benchmark
    public Photo whole() throws PhotoException {
        return decoder.decode(file);
    }
}
