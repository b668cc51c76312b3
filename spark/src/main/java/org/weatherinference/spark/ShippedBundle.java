package org.weatherinference.spark;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.weatherinference.model.Bundle;
import org.weatherinference.model.BundleException;
import org.weatherinference.model.BundleStore;
import org.weatherinference.model.PhotoClassifier;
import org.weatherinference.photo.PhotoDecoder;
import org.weatherinference.photo.PhotoLimits;

/**
 * A bundle that Spark brings to each executor as the bytes of its zip file, where one classifier of it answers for all
 * tasks of the process.
 *
 * @param checksum of the bytes: the same bundle is opened once, however often it is shipped
 */
record ShippedBundle(String checksum, Broadcast<byte[]> zip) implements Serializable {
    /** Open until the process ends: the next task needs it, and nobody knows which is the last. */
    private static final ConcurrentMap<String, PhotoClassifier> OPEN = new ConcurrentHashMap<>();

    /**
     * Hands a bundle to Spark.
     *
     * @throws BundleException where it cannot be packed
     */
    static ShippedBundle ship(JavaSparkContext context, Bundle bundle) throws BundleException {
        try {
            byte[] zip = inPassing(folder -> {
                Path file = folder.resolve("bundle.zip");
                bundle.export(file);
                return Files.readAllBytes(file);
            });
            return new ShippedBundle(checksum(zip), context.broadcast(zip));
        } catch (IOException fault) {
            throw new BundleException(bundle.reference() + " cannot be handed to Spark: " + fault, fault);
        }
    }

    private static String checksum(byte[] zip) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(zip));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The process's one, opened by the first who asks. */
    PhotoClassifier classifier() {
        return OPEN.computeIfAbsent(checksum, _ -> open());
    }

    /** Has another thread open it; where that fails, the first who asks for it is told. */
    void openAhead() {
        Thread.ofPlatform().daemon().name("open-bundle").start(() -> {
            try {
                var _ = classifier();
            } catch (RuntimeException _) {
                // Opened again, and refused again, by a task; where there is none, nobody needs it.
            }
        });
    }

    private PhotoClassifier open() {
        try {
            return inPassing(folder -> {
                Path file = Files.write(folder.resolve("bundle.zip"), zip.value());
                Bundle bundle = BundleStore.open(folder).add(file, null).bundle();
                return PhotoClassifier.open(bundle, PhotoDecoder.create(PhotoLimits.DEFAULT));
            });
        } catch (BundleException | IOException refusal) {
            throw new IllegalStateException("this executor cannot open the bundle: " + refusal.getMessage(), refusal);
        }
    }

    /** Something that is made of files which are not needed for long. */
    interface Made<T> {
        T of(Path folder) throws BundleException, IOException;
    }

    /** Makes it with a folder of its own, which is gone then. */
    static <T> T inPassing(Made<T> made) throws BundleException, IOException {
        Path folder = Files.createTempDirectory("weather-bundle-");
        try {
            return made.of(folder);
        } finally {
            FileUtil.fullyDelete(folder.toFile());
        }
    }
}
