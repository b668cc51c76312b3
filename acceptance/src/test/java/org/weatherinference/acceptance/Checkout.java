package org.weatherinference.acceptance;

import java.nio.file.Path;
import org.weatherinference.model.BundleStore;

/** The checkout that is tested. */
final class Checkout {
    private Checkout() {}

    /** Surefire runs in the module's folder. */
    static Path root() {
        return Path.of("..").toAbsolutePath().normalize();
    }

    /** The shipped bundles alone. */
    static BundleStore shipped(Path emptyHome) {
        return BundleStore.open(emptyHome, root().resolve("bundles"));
    }
}
