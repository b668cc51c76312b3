package org.weatherinference.cli;

import java.util.function.Supplier;
import org.weatherinference.model.BundleStore;

/**
 * What commands need from outside, so that tests can give others.
 *
 * @param store opened by the commands that use it
 */
record Surroundings(Console console, Supplier<BundleStore> store) {
    static Surroundings standard() {
        return new Surroundings(Console.standard(), BundleStore::standard);
    }
}
