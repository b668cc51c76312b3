package org.weatherinference.model;

import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.weatherinference.photo.Photo;
import org.weatherinference.photo.PhotoDecoder;
import org.weatherinference.photo.PhotoEncoder;
import org.weatherinference.photo.PhotoException;
import org.weatherinference.photo.PhotoHeader;

/**
 * The one way from a file's bytes to an answer, shared by command line, server and Spark. Safe to share between
 * threads: each call decodes and classifies on its caller's thread. Whoever opened it closes it, when no call is under
 * way.
 */
public final class PhotoClassifier implements AutoCloseable {
    private static final int PREVIEW_SIDE = 512;
    private static final int PREVIEW_QUALITY = 80;

    private final Bundle bundle;
    private final Classifier classifier;
    private final PhotoDecoder decoder;

    private PhotoClassifier(Bundle bundle, Classifier classifier, PhotoDecoder decoder) {
        this.bundle = bundle;
        this.classifier = classifier;
        this.decoder = decoder;
    }

    /**
     * A bundle's classifier behind a decoder.
     *
     * @throws BundleException as {@link Bundle#classifier()}
     */
    public static PhotoClassifier open(Bundle bundle, PhotoDecoder decoder) throws BundleException {
        return open(bundle, decoder, Device.CPU);
    }

    /**
     * As {@link #open(Bundle, PhotoDecoder)}, on a device.
     *
     * @throws BundleException as {@link Bundle#classifier(Device)}
     */
    public static PhotoClassifier open(Bundle bundle, PhotoDecoder decoder, Device device) throws BundleException {
        return new PhotoClassifier(bundle, bundle.classifier(device), decoder);
    }

    /** The bundle that answers. */
    public Bundle bundle() {
        return bundle;
    }

    /** Whether explanations can be asked for. */
    public boolean explains() {
        return classifier.explains();
    }

    /**
     * The answer for one photo; a {@link Answer.Failed} when the bytes are no photo or pass a limit.
     *
     * @param file the photo's bytes
     * @param photo the file, URL or part as the answer shall name it; null where the caller knows
     * @param explain whether the answer shall say which part of the photo decided
     * @throws UnsupportedOperationException when an explanation is asked for and the bundle gives none
     */
    public Answer classify(byte[] file, @Nullable String photo, boolean explain) {
        String id = UUID.randomUUID().toString();
        try {
            return classify(id, file, explain).about(photo);
        } catch (PhotoException refusal) {
            String detail = String.valueOf(refusal.getMessage());
            return new Answer.Failed(id, ProblemType.of(refusal).with(detail), photo);
        }
    }

    /**
     * The answer for one photo.
     *
     * @param id names the answer
     * @param file the photo's bytes
     * @param explain whether the answer shall say which part of the photo decided
     * @throws PhotoException when the bytes are no photo or pass a limit
     * @throws UnsupportedOperationException when an explanation is asked for and the bundle gives none
     */
    public Answer.Classified classify(String id, byte[] file, boolean explain) throws PhotoException {
        long start = System.nanoTime();
        Photo decoded = bundle.manifest().preparation().decode(decoder, file);
        long ready = System.nanoTime();
        Explanation explanation = explain ? classifier.explain(decoded) : null;
        Prediction prediction = explanation == null ? classifier.classify(decoded) : explanation.prediction();
        Answer.Heat heat = explanation == null ? null : heat(explanation, decoded, decoder.header(file));
        var millis = new Answer.Millis((ready - start) / 1e6, (System.nanoTime() - ready) / 1e6);
        return Answer.Classified.of(id, prediction, bundle.reference(), decoded.applied(), millis)
                .with(heat);
    }

    /**
     * The answer for a photo that is decoded already, which is prepared as the bundle says.
     *
     * @param id names the answer
     */
    public Answer.Classified classify(String id, Photo photo) {
        long start = System.nanoTime();
        Prediction prediction = classifier.classify(photo);
        var millis = new Answer.Millis(0, (System.nanoTime() - start) / 1e6);
        return Answer.Classified.of(id, prediction, bundle.reference(), photo.applied(), millis);
    }

    /** In the pixels of the photo at full size, of which a smaller one was decoded. */
    private static Answer.Heat heat(Explanation explanation, Photo decoded, PhotoHeader header) {
        String png = Base64.getEncoder().encodeToString(explanation.heatmapPng(decoded));
        Explanation.Region region = explanation
                .region()
                .scaled(decoded.width(), decoded.height(), header.uprightWidth(), header.uprightHeight());
        return new Answer.Heat("data:image/png;base64," + png, region, null);
    }

    /**
     * A small picture of a photo, re-encoded, upright and without metadata, as a data URI; for those who asked with an
     * address and so do not have the photo.
     *
     * @throws PhotoException when the bytes are no photo or pass a limit
     */
    public String preview(byte[] file) throws PhotoException {
        Photo small = decoder.decode(file, PREVIEW_SIDE, PREVIEW_SIDE).fitWithin(PREVIEW_SIDE);
        return "data:image/jpeg;base64,"
                + Base64.getEncoder().encodeToString(PhotoEncoder.jpeg(small, PREVIEW_QUALITY));
    }

    @Override
    public void close() {
        classifier.close();
    }
}
