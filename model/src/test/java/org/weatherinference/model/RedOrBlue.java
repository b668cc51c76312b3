package org.weatherinference.model;

import java.util.List;
import org.weatherinference.photo.PhotoEncoder;

/** A bundle in the making that tells red photos from blue ones, and such photos, for tests of every module. */
public final class RedOrBlue {
    private static final int SIDE = 16;

    private RedOrBlue() {}

    /** Unsure below 0.7. */
    public static BundleDraft draft(String name) {
        return draft(name, TinyNetwork.redOrBlue(), "red", "blue");
    }

    /** Calls blue what is red. */
    public static BundleDraft mistaken(String name) {
        return draft(name, TinyNetwork.redOrBlue(), "blue", "red");
    }

    /** Cannot say what decided. */
    public static BundleDraft silent(String name) {
        return draft(name, TinyNetwork.redOrBlue().withoutActivation(), "red", "blue");
    }

    private static BundleDraft draft(String name, TinyNetwork network, String... labels) {
        return new BundleDraft(
                name,
                List.of(labels),
                Fixtures.SQUASH_8,
                2,
                0.7,
                null,
                null,
                "CC0-1.0",
                network.onnx(),
                "# Red or blue\n");
    }

    /** A PNG of one colour. */
    public static byte[] png(int red, int green, int blue) {
        return PhotoEncoder.png(Fixtures.plain(SIDE, SIDE, red, green, blue));
    }
}
