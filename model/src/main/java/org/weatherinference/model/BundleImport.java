package org.weatherinference.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A bundle that came as a zip file, unpacked out of sight; closing removes what was not given a place. */
final class BundleImport implements AutoCloseable {
    private final Staging staging;
    private final BundleManifest manifest;

    private BundleImport(Staging staging, BundleManifest manifest) {
        this.staging = staging;
        this.manifest = manifest;
    }

    /**
     * Unpacks and checks everything: format, paths, checksums, that the golden photos are answered as recorded.
     *
     * @throws BundleException naming the rule that is broken
     */
    static BundleImport begin(Path store, Path archive) throws IOException, BundleException {
        Staging staging = Staging.begin(store);
        try {
            BundleArchive.unpack(archive, staging.folder());
            return new BundleImport(staging, checked(staging.folder()));
        } catch (BundleException | IOException | RuntimeException refusal) {
            staging.close();
            throw refusal;
        }
    }

    private static BundleManifest checked(Path folder) throws IOException, BundleException {
        Bundle bundle = Bundle.read(folder);
        try (Classifier _ = bundle.checkedClassifier(Device.CPU)) {
            return bundle.manifest();
        }
    }

    BundleManifest manifest() {
        return manifest;
    }

    /**
     * Gives it its place.
     *
     * @param name other than its own, or null
     * @return false when the place was taken
     */
    boolean publish(@Nullable String name, int version, Path place) throws IOException {
        if (name != null) {
            String json = ManifestJson.write(manifest.as(name, version));
            Files.writeString(staging.folder().resolve(ManifestJson.FILE), json);
        }
        Files.createDirectories(place.getParent());
        return Folders.publish(staging.folder(), place);
    }

    @Override
    public void close() throws IOException {
        staging.close();
    }
}
