package org.weatherinference.model;

import java.util.List;
import java.util.Map;
import org.weatherinference.photo.Photo;

/** Photos and drafts that several tests draw on. */
final class Fixtures {
    static final Preparation SQUASH_8 = new Preparation(8, 8, Preparation.Fit.SQUASH);

    private Fixtures() {}

    static Photo plain(int width, int height, int red, int green, int blue) {
        var rgb = new byte[width * height * 3];
        for (int i = 0; i < rgb.length; i += 3) {
            rgb[i] = (byte) red;
            rgb[i + 1] = (byte) green;
            rgb[i + 2] = (byte) blue;
        }
        return Photo.of(width, height, rgb);
    }

    /** Black but for one rectangle of red. */
    static Photo redPart(int width, int height, Explanation.Region part) {
        var rgb = new byte[width * height * 3];
        for (int y = part.y(); y < part.y() + part.height(); y++) {
            for (int x = part.x(); x < part.x() + part.width(); x++) {
                rgb[(y * width + x) * 3] = (byte) 255;
            }
        }
        return Photo.of(width, height, rgb);
    }

    static BundleDraft draft(String name) {
        return draft(name, TinyNetwork.redOrBlue().onnx());
    }

    static BundleDraft draft(String name, byte[] network) {
        return new BundleDraft(
                name,
                List.of("red", "blue"),
                SQUASH_8,
                2,
                0.7,
                new Metrics(10, 1, 0.02, 0.4, 0.05, 0.9, 0, List.of(new Metrics.SourceResult("drawn", 10, 1))),
                new Provenance(
                        "scratch",
                        "00ff",
                        Map.of("red", 3),
                        List.of(new Provenance.Source("drawn", "CC0-1.0", 3)),
                        Map.of("seed", "1"),
                        Map.of("java", "25"),
                        List.of(new Provenance.Epoch(1, true, 0.5, 0.4, 0.03, 0.1))),
                "CC0-1.0",
                network,
                "# Red or blue\n");
    }
}
