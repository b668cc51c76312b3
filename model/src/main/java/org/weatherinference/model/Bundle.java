package org.weatherinference.model;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A bundle on disk whose checksums have been verified: {@code bundle.json}, {@code model.onnx}, {@code golden/} and
 * {@code MODEL_CARD.md}. Immutable; nothing to close.
 */
public final class Bundle {
    private final Path folder;
    private final BundleManifest manifest;

    private Bundle(Path folder, BundleManifest manifest) {
        this.folder = folder;
        this.manifest = manifest;
    }

    /**
     * Reads and checks a bundle: format, manifest, paths, checksums.
     *
     * @throws BundleException naming the file and the rule it breaks
     */
    public static Bundle open(Path folder) throws BundleException {
        return open(folder, true);
    }

    /** As {@link #open}, without the checksums: for files that something else vouches for. */
    static Bundle openSealed(Path folder) throws BundleException {
        return open(folder, false);
    }

    private static Bundle open(Path folder, boolean verified) throws BundleException {
        try {
            return read(folder, verified);
        } catch (BundleException refusal) {
            throw refused(folder, refusal);
        } catch (IOException fault) {
            throw unreadable(folder, fault);
        }
    }

    /** As {@link #open}, for who says himself which bundle was refused. */
    static Bundle read(Path folder) throws BundleException, IOException {
        return read(folder, true);
    }

    private static Bundle read(Path folder, boolean verified) throws BundleException, IOException {
        // Checksums and ONNX Runtime each take some 70 ms of a cold start: side by side.
        OnnxRuntime.loadAhead();
        BundleManifest manifest = readManifest(folder);
        Path real = folder.toRealPath();
        if (verified) {
            BundleFiles.verify(real, manifest.files());
        }
        return new Bundle(real, manifest);
    }

    /** The manifest alone; nothing else of the bundle is looked at. */
    static BundleManifest readManifest(Path folder) throws BundleException, IOException {
        return ManifestJson.read(BundleFiles.read(folder, ManifestJson.FILE, JsonObject.MAX_BYTES));
    }

    /** Where it lies. */
    public Path folder() {
        return folder;
    }

    /** What it says of itself. */
    public BundleManifest manifest() {
        return manifest;
    }

    /** {@code name:version}. */
    public String reference() {
        return manifest.reference();
    }

    /** The ONNX file. */
    public Path network() {
        return folder.resolve(BundleFiles.NETWORK);
    }

    /**
     * A classifier over this bundle's network, after its golden photos have been answered as recorded. The caller
     * closes it.
     *
     * @throws BundleException when the network does not fit the manifest, or a golden photo is answered differently
     */
    public Classifier classifier() throws BundleException {
        return classifier(Device.CPU);
    }

    /**
     * As {@link #classifier()}, on a device.
     *
     * @throws BundleException also where the device cannot be had
     */
    public Classifier classifier(Device device) throws BundleException {
        try {
            return checkedClassifier(device);
        } catch (BundleException refusal) {
            throw refused(folder, refusal);
        } catch (IOException fault) {
            throw unreadable(folder, fault);
        }
    }

    /** As {@link #classifier(Device)}, for who says himself which bundle was refused. */
    Classifier checkedClassifier(Device device) throws BundleException, IOException {
        GoldenPhotos golden = GoldenPhotos.read(folder);
        var decoding = new FutureTask<>(() -> golden.decode(this));
        // The image libraries load while the network does: side by side, either takes 60 to 100 ms when cold.
        Thread.ofPlatform().daemon().name("decode-golden-photos").start(decoding);
        OnnxClassifier classifier = open(device);
        try {
            golden.check(result(decoding), classifier);
            return classifier;
        } catch (BundleException | IOException | RuntimeException refusal) {
            classifier.close();
            throw refusal;
        }
    }

    private OnnxClassifier open(Device device) throws BundleException {
        // What is fused for a processor is not what is fused for others.
        Path fused = device == Device.CPU ? FusedNetworks.of(network(), networkChecksum()) : null;
        if (fused != null) {
            try {
                return OnnxClassifier.open(fused, manifest, device);
            } catch (BundleException _) {
                // A copy that was damaged, or a network that is at fault itself, which its own file will tell.
            }
        }
        return OnnxClassifier.open(network(), manifest, device);
    }

    private String networkChecksum() {
        return manifest.files().getOrDefault(BundleFiles.NETWORK, "");
    }

    /**
     * Writes ONNX Runtime's own copy of the network, which opens in half the time, for this platform; the property
     * {@code weather.fused} tells where copies lie.
     *
     * @param folder made where there is none
     * @throws BundleException when it is no network that can be run, or cannot be written
     */
    public void writeFusedNetwork(Path folder) throws BundleException {
        try {
            FusedNetworks.write(network(), networkChecksum(), folder);
        } catch (IOException | OrtException fault) {
            throw new BundleException(reference() + ": its network cannot be fused: " + fault.getMessage(), fault);
        }
    }

    /**
     * Writes it as one zip file, which appears whole or not at all; the same bundle gives the same bytes anywhere.
     *
     * @throws BundleException where there is a file already, or it cannot be written
     */
    public void export(Path file) throws BundleException {
        if (Files.exists(file)) {
            throw new BundleException(file + " is there already: give another name, or delete it first");
        }
        try {
            BundleArchive.write(this, file.toAbsolutePath());
        } catch (BundleException refusal) {
            throw new BundleException(reference() + " cannot be exported: " + refusal.getMessage(), refusal);
        } catch (IOException fault) {
            throw new BundleException(reference() + " cannot be written to " + file + ": " + fault, fault);
        }
    }

    private static <T> T result(FutureTask<T> task) throws BundleException, IOException {
        try {
            return task.get();
        } catch (ExecutionException fault) {
            switch (fault.getCause()) {
                case BundleException refusal -> throw refusal;
                case IOException unreadable -> throw unreadable;
                case Error broken -> throw broken;
                case null, default -> throw new IllegalStateException(fault);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while golden photos were decoded");
        }
    }

    private static BundleException refused(Path folder, BundleException refusal) {
        return new BundleException("bundle " + folder + " is refused: " + refusal.getMessage(), refusal);
    }

    private static BundleException unreadable(Path folder, IOException fault) {
        return new BundleException("bundle " + folder + " cannot be read: " + fault, fault);
    }
}
