package org.weatherinference.bench;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Random;
import java.util.Set;
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
import org.weatherinference.model.Bundle;
import org.weatherinference.model.BundleException;
import org.weatherinference.model.BundleStore;
import org.weatherinference.model.Preparation;

/**
 * The network alone: whether several photos a run, or several threads a run, are worth waiting for. {@code -t} of JMH
 * says how many runs go on at once; the figure is for a batch, not for a photo.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@SuppressWarnings("NullAway.Init") // by JMH
public class InferenceBenchmark {
    /** Photos a run. */
    @Param({"1", "8"})
    int batch;

    /** Threads a run. */
    @Param({"1", "2"})
    int threads;

    private OrtSession session;
    private Map<String, OnnxTensor> input;

    /** Opens the standard bundle's network. */
    @Setup
    public void open() throws BundleException, OrtException {
        Bundle bundle = BundleStore.standard().standardBundle();
        Preparation size = bundle.manifest().preparation();
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (var options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            session = environment.createSession(bundle.network().toString(), options);
        }
        byte[] pixels = new byte[batch * size.height() * size.width() * 3];
        new Random(1).nextBytes(pixels);
        ByteBuffer direct = ByteBuffer.allocateDirect(pixels.length)
                .order(ByteOrder.nativeOrder())
                .put(pixels)
                .flip();
        long[] shape = {batch, size.height(), size.width(), 3};
        input = Map.of(
                session.getInputNames().iterator().next(),
                OnnxTensor.createTensor(environment, direct, shape, OnnxJavaType.UINT8));
    }

    /** Closes the network. */
    @TearDown
    public void close() throws OrtException {
        input.values().forEach(OnnxTensor::close);
        session.close();
    }

    /** From pixels to logits. */
    @Benchmark
    public float[][] run() throws OrtException {
        try (OrtSession.Result result = session.run(input, Set.of("logits"))) {
            return (float[][]) result.get(0).getValue();
        }
    }
}
