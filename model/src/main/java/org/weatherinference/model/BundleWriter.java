package org.weatherinference.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** A bundle being written, out of sight; closing removes what was not published. */
final class BundleWriter implements AutoCloseable {
    private final BundleDraft draft;
    private final Staging staging;

    private BundleWriter(BundleDraft draft, Staging staging) {
        this.draft = draft;
        this.staging = staging;
    }

    /**
     * Writes all but the manifest.
     *
     * @throws BundleException when the network does not fit the draft
     */
    static BundleWriter begin(Path store, BundleDraft draft) throws BundleException, IOException {
        var writer = new BundleWriter(draft, Staging.begin(store));
        try {
            writer.writeContent();
            return writer;
        } catch (BundleException | IOException | RuntimeException fault) {
            writer.close();
            throw fault;
        }
    }

    private void writeContent() throws BundleException, IOException {
        Path folder = staging.folder();
        Path network = Files.write(folder.resolve(BundleFiles.NETWORK), draft.network());
        Files.writeString(folder.resolve(BundleFiles.CARD), draft.card());
        try (var classifier = OnnxClassifier.open(network, manifest(1, Map.of()), Device.CPU)) {
            GoldenPhotos.write(folder, classifier, draft);
        }
    }

    /**
     * Adds the manifest and gives the folder its place.
     *
     * @return false when the place was taken
     */
    boolean publish(int version, Path place) throws BundleException, IOException {
        Path folder = staging.folder();
        BundleManifest manifest = manifest(version, BundleFiles.checksums(folder));
        Files.writeString(folder.resolve(ManifestJson.FILE), ManifestJson.write(manifest));
        Files.createDirectories(place.getParent());
        return Folders.publish(folder, place);
    }

    private BundleManifest manifest(int version, Map<String, String> files) {
        return new BundleManifest(
                BundleManifest.FORMAT,
                draft.name(),
                version,
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                draft.labels(),
                draft.preparation(),
                draft.temperature(),
                draft.unsureThreshold(),
                draft.metrics(),
                draft.provenance(),
                draft.licence(),
                files);
    }

    @Override
    public void close() throws IOException {
        staging.close();
    }
}
