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
import org.openjdk.jmh.annotations.TearDown;
import org.weatherinference.model.Answer;
import org.weatherinference.model.Bundle;
import org.weatherinference.model.BundleException;
import org.weatherinference.model.BundleStore;
import org.weatherinference.model.PhotoClassifier;
import org.weatherinference.photo.Photo;
import org.weatherinference.photo.PhotoDecoder;
import org.weatherinference.photo.PhotoException;
import org.weatherinference.photo.PhotoLimits;

/** The steps after decoding, and the whole way from bytes to JSON. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@SuppressWarnings("NullAway.Init") // by JMH
public class AnswerBenchmark {
    /** Pixels in a row. */
    @Param({"500", "1280", "4000"})
    int width;

    private PhotoClassifier classifier;
    private Bundle bundle;
    private byte[] file;
    private Photo decoded;
    private Photo prepared;
    private Answer answer;

    /** Draws the photo and opens the standard bundle. */
    @Setup
    public void open() throws BundleException, PhotoException {
        PhotoDecoder decoder = PhotoDecoder.create(PhotoLimits.DEFAULT);
        bundle = BundleStore.standard().standardBundle();
        classifier = PhotoClassifier.open(bundle, decoder);
        file = Landscape.jpeg(width);
        decoded = bundle.manifest().preparation().decode(decoder, file);
        prepared = bundle.manifest().preparation().prepare(decoded);
        answer = classifier.classify(file, null, false);
    }

    /** Closes the bundle. */
    @TearDown
    public void close() {
        classifier.close();
    }

    /** From decoded pixels to those that the network takes. */
    @Benchmark
    public Photo prepare() {
        return bundle.manifest().preparation().prepare(decoded);
    }

    /** From the pixels that the network takes to probabilities. */
    @Benchmark
    public Answer infer() {
        return classifier.classify("bench", prepared);
    }

    /** From an answer to its words. */
    @Benchmark
    public String json() {
        return answer.toJson();
    }

    /** From bytes to an answer. */
    @Benchmark
    public Answer whole() {
        return classifier.classify(file, null, false);
    }

    /** From bytes to an answer and what decided it. */
    @Benchmark
    public Answer explained() {
        return classifier.classify(file, null, true);
    }
}
