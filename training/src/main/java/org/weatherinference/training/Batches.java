package org.weatherinference.training;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.weatherinference.dataset.Dataset;
import org.weatherinference.dataset.Entry;
import org.weatherinference.model.Preparation;
import org.weatherinference.photo.Photo;
import org.weatherinference.photo.PhotoDecoder;
import org.weatherinference.photo.PhotoException;
import org.weatherinference.photo.PhotoLimits;

/**
 * A dataset's photos as batches, decoded and changed ahead of the trainer. What comes depends on seed, epoch and place
 * alone, never on which thread was faster. Used by one thread at a time; whoever made it closes it.
 */
final class Batches implements AutoCloseable {
    private static final int AHEAD = 3;

    private final Dataset dataset;
    private final TrainingPlan plan;
    private final Augmentation augmentation;
    private final Preparation preparation;
    private final Teachers teachers;
    private final PhotoDecoder decoder = PhotoDecoder.create(PhotoLimits.DEFAULT);
    private final ExecutorService workers;
    private final Map<String, String> unreadable = new ConcurrentHashMap<>();
    private final Queue<Future<Batch>> ahead = new ArrayDeque<>();

    /** Photos decoded on all cores. */
    Batches(Dataset dataset, TrainingPlan plan) {
        this(dataset, plan, Teachers.none());
    }

    /** The same, with targets that teachers have a say in. */
    Batches(Dataset dataset, TrainingPlan plan, Teachers teachers) {
        this(dataset, plan, teachers, Runtime.getRuntime().availableProcessors());
    }

    Batches(Dataset dataset, TrainingPlan plan, Teachers teachers, int threads) {
        this.dataset = dataset;
        this.plan = plan;
        this.preparation = plan.preparation();
        this.teachers = teachers;
        this.augmentation = new Augmentation(plan.learnSize(), plan.augment());
        this.workers = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().daemon().name("photos-", 0).factory());
    }

    /** Steps in an epoch. */
    int count() {
        return Math.max(1, Math.round((float) dataset.entries().size() / plan.batch()));
    }

    /** Photos of an epoch from the given step on, unreadable ones included. */
    int photosFrom(int step) {
        return dataset.entries().size() - start(step);
    }

    /** Photos that could not be read, with the reason; they are left out. */
    Map<String, String> unreadable() {
        return unreadable;
    }

    /** Does something with a batch, or leaves it and ends the epoch early by saying false. */
    @FunctionalInterface
    interface Step {
        boolean take(int index, Batch batch);
    }

    /**
     * Changed photos in an order of their own for each epoch, from the given step on; returns the step that was left,
     * or {@link #count()}.
     */
    int shuffled(int epoch, int from, Step step) {
        List<Integer> order = new ArrayList<>(
                IntStream.range(0, dataset.entries().size()).boxed().toList());
        Collections.shuffle(order, new Random(mixed(epoch, -1)));
        return each(from, index -> augmented(slice(order, index), epoch, index), step);
    }

    /** All photos as they are, in order, as often as they are. */
    void plain(Step step) {
        List<Integer> order =
                IntStream.range(0, dataset.entries().size()).boxed().toList();
        each(0, index -> prepared(slice(order, index)), step);
    }

    private interface Maker {
        Batch make(int index) throws IOException;
    }

    private int each(int from, Maker maker, Step step) {
        ahead.clear();
        int next = from;
        for (int index = from; index < count(); index++) {
            while (next < count() && ahead.size() < AHEAD) {
                int submitted = next++;
                ahead.add(workers.submit(() -> maker.make(submitted)));
            }
            Batch batch = finished(ahead.remove());
            if (batch.photos() > 0 && !step.take(index, batch)) {
                return index;
            }
        }
        return count();
    }

    private static Batch finished(Future<Batch> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while photos were decoded", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("photos could not be prepared: " + e.getCause(), e);
        }
    }

    /** Batches are as even as can be, so that no photo of an epoch is left out and none comes alone. */
    private List<Integer> slice(List<Integer> order, int index) {
        return order.subList(start(index), start(index + 1));
    }

    private int start(int step) {
        return (int) ((long) dataset.entries().size() * step / count());
    }

    private Batch prepared(List<Integer> places) {
        List<byte[]> photos = new ArrayList<>();
        List<float[]> targets = new ArrayList<>();
        List<Integer> read = new ArrayList<>();
        for (int place : places) {
            Photo photo = decoded(place, preparation.width(), preparation.height());
            if (photo != null) {
                photos.add(bytes(preparation.prepare(photo)));
                targets.add(target(place, 0));
                read.add(place);
            }
        }
        return batch(photos, preparation.height(), preparation.width(), targets, read);
    }

    private Batch augmented(List<Integer> places, int epoch, int index) {
        List<byte[]> photos = new ArrayList<>();
        List<float[]> targets = new ArrayList<>();
        List<Integer> read = new ArrayList<>();
        for (int place : places) {
            Photo photo = decoded(place, augmentation.decodedSize(), augmentation.decodedSize());
            if (photo != null) {
                photos.add(bytes(augmentation.apply(photo, new SplittableRandom(mixed(epoch, place)))));
                float[] target = target(place, plan.smoothing());
                teachers.remember(dataset.entries().get(place).path(), target);
                targets.add(target);
                read.add(place);
            }
        }
        if (plan.mixup() > 0) {
            Mixup.apply(photos, targets, plan.mixup(), new SplittableRandom(mixed(epoch, -2 - index)));
        }
        teachers.teach(photos, targets);
        return batch(photos, plan.learnSize(), plan.learnSize(), targets, read);
    }

    private @Nullable Photo decoded(int place, int width, int height) {
        Entry entry = dataset.entries().get(place);
        try {
            return decoder.decode(Files.readAllBytes(dataset.file(entry)), width, height);
        } catch (IOException | PhotoException e) {
            unreadable.put(entry.path(), String.valueOf(e.getMessage()));
            return null;
        }
    }

    private static byte[] bytes(Photo photo) {
        byte[] bytes = new byte[photo.width() * photo.height() * 3];
        photo.copyTo(ByteBuffer.wrap(bytes));
        return bytes;
    }

    private float[] target(int place, double smoothing) {
        int labels = dataset.labels().size();
        float[] target = new float[labels];
        Arrays.fill(target, (float) (smoothing / labels));
        target[label(place)] += (float) (1 - smoothing);
        return target;
    }

    /** Index of a photo's label. */
    int label(int place) {
        return dataset.labels().indexOf(dataset.entries().get(place).label());
    }

    private Batch batch(List<byte[]> photos, int height, int width, List<float[]> targets, List<Integer> places) {
        ByteBuffer pixels = ByteBuffer.allocateDirect(photos.size() * height * width * 3);
        photos.forEach(pixels::put);
        float[] flat = new float[targets.size() * dataset.labels().size()];
        for (int i = 0; i < targets.size(); i++) {
            System.arraycopy(
                    targets.get(i),
                    0,
                    flat,
                    i * dataset.labels().size(),
                    dataset.labels().size());
        }
        return new Batch(pixels.flip(), height, width, flat, places);
    }

    private long mixed(int epoch, int place) {
        return plan.seed() * 0x9E3779B97F4A7C15L + epoch * 0xBF58476D1CE4E5B9L + place * 0x94D049BB133111EBL;
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
