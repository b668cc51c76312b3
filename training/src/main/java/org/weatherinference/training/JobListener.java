package org.weatherinference.training;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.weatherinference.model.JsonText;

/** Tells a worker how its training goes on: every two seconds, and at the end of each epoch. */
final class JobListener implements TrainingListener {
    private static final long INTERVAL = Duration.ofSeconds(2).toNanos();

    private final Consumer<JobMessage> worker;
    private final Consumer<String> log;
    private final LongSupplier nanoTime;
    private int epoch;
    private int epochs;
    private int ahead;
    private int fullEpoch;
    private int learnt;
    private double loss;
    private long began;
    private long due;
    private @Nullable EpochResult last;

    /** @param log takes a line an epoch, for people */
    JobListener(Consumer<JobMessage> worker, Consumer<String> log, LongSupplier nanoTime) {
        this.worker = worker;
        this.log = log;
        this.nanoTime = nanoTime;
        due = nanoTime.getAsLong();
    }

    @Override
    public void epochStarts(int number, int all, int photos) {
        epoch = number;
        epochs = all;
        ahead = photos;
        fullEpoch = Math.max(fullEpoch, photos);
        learnt = 0;
        began = nanoTime.getAsLong();
    }

    @Override
    public void stepDone(int photos, double mean) {
        learnt += photos;
        loss = mean;
        if (nanoTime.getAsLong() - due >= 0) {
            tell();
        }
    }

    @Override
    public void epochDone(EpochResult result, boolean best) {
        last = result;
        loss = result.loss();
        tell();
        log.accept(result.text(best));
    }

    @Override
    public double photosPerSecond() {
        return learnt * 1e9 / Math.max(1, nanoTime.getAsLong() - began);
    }

    private void tell() {
        due = nanoTime.getAsLong() + INTERVAL;
        if (!Double.isFinite(loss)) {
            // The training says itself what that means, and ends.
            return;
        }
        worker.accept(new JobMessage.Progress(JsonText.line(JsonText.object(
                "epoch",
                epoch,
                "epochs",
                epochs,
                "photos",
                fullEpoch - ahead + learnt,
                "photosAnEpoch",
                fullEpoch,
                "loss",
                rounded(loss),
                "heldOutLoss",
                last == null ? null : rounded(last.heldOutLoss()),
                "heldOutError",
                last == null ? null : rounded(last.heldOutError()),
                "photosPerSecond",
                rounded(photosPerSecond()),
                "secondsLeft",
                secondsLeft()))));
    }

    /** As if it does not stop early, and learning were all the work; null before a speed is known. */
    private @Nullable Long secondsLeft() {
        long left = (long) (epochs - epoch) * fullEpoch + ahead - learnt;
        return learnt == 0 ? null : Math.round(left / photosPerSecond());
    }

    private static double rounded(double value) {
        return Math.round(value * 1e4) / 1e4;
    }
}
