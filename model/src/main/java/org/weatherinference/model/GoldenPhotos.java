package org.weatherinference.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.weatherinference.photo.Photo;
import org.weatherinference.photo.PhotoDecoder;
import org.weatherinference.photo.PhotoException;
import org.weatherinference.photo.PhotoLimits;

/**
 * A bundle's own photos with the answers that its network gave when it was made: a bundle that answers otherwise here
 * would answer wrongly for every photo.
 *
 * @param tolerance largest difference of a probability, since processors differ in the last bits
 * @param expected probability of each label, by the file's name
 */
record GoldenPhotos(double tolerance, Map<String, Map<String, Float>> expected) {
    static final String FOLDER = "golden/";
    static final String FILE = FOLDER + "golden.json";
    static final double TOLERANCE = 0.005;
    /** What a network in int8 is allowed, which differs more between processors. */
    static final double MAX_TOLERANCE = 0.02;

    private static final PhotoDecoder DECODER = PhotoDecoder.create(PhotoLimits.DEFAULT);

    /** Draws the photos into a bundle and records how its classifier answers. */
    static void write(Path bundle, Classifier classifier, BundleDraft draft) throws BundleException, IOException {
        Files.createDirectories(bundle.resolve(FOLDER));
        var answers = new LinkedHashMap<String, Map<String, Float>>();
        for (GoldenScene scene : GoldenScene.values()) {
            String file = scene.fileName();
            byte[] bytes = scene.file();
            Files.write(bundle.resolve(FOLDER + file), bytes);
            answers.put(file, answer(file, decode(file, bytes, draft.preparation()), classifier));
        }
        String json = JsonText.page(JsonText.object("tolerance", draft.tolerance(), "photos", answers));
        Files.writeString(bundle.resolve(FILE), json);
    }

    /** @throws BundleException naming the field and its rule */
    static GoldenPhotos read(Path bundle) throws BundleException, IOException {
        JsonObject json = JsonObject.parse(FILE, BundleFiles.read(bundle, FILE, JsonObject.MAX_BYTES));
        double tolerance = json.number("tolerance");
        if (!allows(tolerance)) {
            throw new BundleException(FILE + ": tolerance is " + tolerance + ", must be 0 to " + MAX_TOLERANCE);
        }
        Map<String, Map<String, Float>> expected = json.object("photos").map(GoldenPhotos::probabilities);
        json.end();
        if (expected.isEmpty()) {
            throw new BundleException(FILE + ": there is no golden photo, must be at least 1");
        }
        return new GoldenPhotos(tolerance, expected);
    }

    static boolean allows(double tolerance) {
        return tolerance >= 0 && tolerance <= MAX_TOLERANCE;
    }

    private static Map<String, Float> probabilities(JsonObject photos, String name) throws BundleException {
        return photos.object(name).map((labels, label) -> (float) labels.number(label));
    }

    /**
     * Decodes every photo.
     *
     * @throws BundleException naming the photo that cannot be decoded
     */
    Map<String, Photo> decode(Bundle bundle) throws BundleException, IOException {
        var photos = new LinkedHashMap<String, Photo>();
        for (String file : expected.keySet()) {
            if (!bundle.manifest().files().containsKey(FOLDER + file)) {
                throw new BundleException(FILE + ": golden photo " + file + " is not in the bundle");
            }
            byte[] bytes = BundleFiles.read(
                    bundle.folder(), FOLDER + file, DECODER.limits().maxBytes());
            photos.put(file, decode(file, bytes, bundle.manifest().preparation()));
        }
        return photos;
    }

    /**
     * Has every photo answered again.
     *
     * @throws BundleException naming the photo whose answer differs
     */
    void check(Map<String, Photo> photos, Classifier classifier) throws BundleException {
        for (var entry : photos.entrySet()) {
            String file = entry.getKey();
            compare(file, expected.getOrDefault(file, Map.of()), answer(file, entry.getValue(), classifier));
        }
    }

    private void compare(String file, Map<String, Float> expected, Map<String, Float> found) throws BundleException {
        if (!expected.keySet().equals(found.keySet())) {
            throw new BundleException(FILE + ": golden photo " + file + " has the labels " + expected.keySet()
                    + " but the bundle " + found.keySet());
        }
        for (var entry : expected.entrySet()) {
            @Nullable Float answer = found.get(entry.getKey());
            if (answer == null || !(Math.abs(answer - entry.getValue()) <= tolerance)) {
                throw new BundleException("golden photo " + file + " is answered differently: " + entry.getKey() + " "
                        + answer + ", must be " + entry.getValue() + " within " + tolerance);
            }
        }
    }

    private static Photo decode(String file, byte[] bytes, Preparation preparation) throws BundleException {
        try {
            return preparation.decode(DECODER, bytes);
        } catch (PhotoException fault) {
            throw new BundleException("golden photo " + file + " cannot be read: " + fault.getMessage(), fault);
        }
    }

    private static Map<String, Float> answer(String file, Photo photo, Classifier classifier) throws BundleException {
        try {
            return classifier.classify(photo).byLabel();
        } catch (IllegalArgumentException | IllegalStateException fault) {
            throw new BundleException("golden photo " + file + " has no answer: " + fault.getMessage(), fault);
        }
    }
}
