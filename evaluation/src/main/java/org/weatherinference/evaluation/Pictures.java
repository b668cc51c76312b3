package org.weatherinference.evaluation;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.weatherinference.dataset.Dataset;
import org.weatherinference.dataset.Entry;
import org.weatherinference.model.Classifier;
import org.weatherinference.model.Preparation;
import org.weatherinference.photo.Photo;
import org.weatherinference.photo.PhotoDecoder;
import org.weatherinference.photo.PhotoException;
import org.weatherinference.photo.PhotoLimits;

/** All pictures of a report. Immutable. */
final class Pictures {
    private static final int THUMBNAIL_SIDE = 160;
    private static final int LOSS_SIDE = 320;
    private static final PhotoDecoder DECODER = PhotoDecoder.create(PhotoLimits.DEFAULT);

    private final Map<String, Picture> thumbnails;
    private final Map<String, Picture> losses;

    private Pictures(Map<String, Picture> thumbnails, Map<String, Picture> losses) {
        this.thumbnails = thumbnails;
        this.losses = losses;
    }

    /**
     * Draws them.
     *
     * @param classifier tells what decided, where it can
     * @param done run after each, on the thread that did it
     */
    static Pictures draw(Report report, Classifier classifier, int threads, Runnable done) {
        Dataset dataset = report.dataset();
        Preparation preparation = report.measured().manifest().preparation();
        List<Entry> losses = report.losses().stream().map(Case::entry).toList();
        return new Pictures(
                draw(report.thumbnails(), threads, done, entry -> thumbnail(dataset, entry)),
                draw(losses, threads, done, entry -> loss(dataset, entry, preparation, classifier)));
    }

    private interface Drawing {
        Picture draw(Entry entry) throws IOException, PhotoException;
    }

    private record Drawn(String path, @Nullable Picture picture) {}

    private static Map<String, Picture> draw(List<Entry> entries, int threads, Runnable done, Drawing drawing) {
        List<Callable<Drawn>> tasks = new ArrayList<>();
        for (Entry entry : entries) {
            tasks.add(() -> {
                Drawn drawn = draw(entry, drawing);
                done.run();
                return drawn;
            });
        }
        Map<String, Picture> pictures = new HashMap<>();
        for (Drawn drawn : Parallel.run(tasks, threads)) {
            if (drawn.picture() != null) {
                pictures.put(drawn.path(), drawn.picture());
            }
        }
        return pictures;
    }

    /** It could be read a moment ago; where it no longer can, its figures are still true. */
    private static Drawn draw(Entry entry, Drawing drawing) {
        try {
            return new Drawn(entry.path(), drawing.draw(entry));
        } catch (IOException | PhotoException e) {
            return new Drawn(entry.path(), null);
        }
    }

    private static Picture thumbnail(Dataset dataset, Entry entry) throws IOException, PhotoException {
        byte[] file = Files.readAllBytes(dataset.file(entry));
        return Picture.of(DECODER.decode(file, THUMBNAIL_SIDE, THUMBNAIL_SIDE), THUMBNAIL_SIDE);
    }

    private static Picture loss(Dataset dataset, Entry entry, Preparation preparation, Classifier classifier)
            throws IOException, PhotoException {
        Photo photo = preparation.decode(DECODER, Files.readAllBytes(dataset.file(entry)));
        Picture picture = Picture.of(photo, LOSS_SIDE);
        return classifier.explains() ? picture.with(classifier.explain(photo).heatmapPng(photo)) : picture;
    }

    /** Null where the photo could no longer be read. */
    @Nullable
    Picture thumbnail(Entry entry) {
        return thumbnails.get(entry.path());
    }

    /** Larger, with what decided; null where the photo could no longer be read. */
    @Nullable
    Picture loss(Entry entry) {
        return losses.get(entry.path());
    }
}
