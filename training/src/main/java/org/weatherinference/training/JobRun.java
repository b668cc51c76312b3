package org.weatherinference.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.weatherinference.dataset.DatasetException;
import org.weatherinference.model.BundleException;
import org.weatherinference.model.BundleStore;
import org.weatherinference.state.StateException;
import org.weatherinference.state.TrainingOrder;
import org.weatherinference.training.LeasedJob.Standing;

/** A worker's work on one job, from the lease to the job's end, or as far as it comes. */
final class JobRun {
    private static final long LOOK_MILLIS = 250;
    private static final int MOST_PROCESSES = 3;
    private static final int MOST_LINES = 5_000;
    private static final int LONGEST_LINE = 2_000;

    private final LeasedJob job;
    private final JobFolder folder;
    private final long memory;
    private final BooleanSupplier workerEnds;
    private final AtomicReference<@Nullable JobMessage> end = new AtomicReference<>();
    private final AtomicInteger lines = new AtomicInteger();

    /**
     * @param memory of its process, in bytes
     * @param workerEnds asked several times a second
     */
    JobRun(LeasedJob job, long memory, BooleanSupplier workerEnds) {
        this.job = job;
        this.folder = JobFolder.of(job.job());
        this.memory = memory;
        this.workerEnds = workerEnds;
    }

    /** Whether to leave off, for whatever reason. */
    boolean isOver() {
        return job.standing() != Standing.HELD || workerEnds.getAsBoolean();
    }

    /**
     * Trains, and tells everybody what came of it.
     *
     * @return what came of it, for people
     */
    String run(JobDataset photos) throws InterruptedException, IOException {
        @Nullable JobMessage outcome = outcome(photos);
        if (job.standing() == Standing.LOST) {
            return "lost to another worker";
        }
        return switch (outcome) {
            case JobMessage.Made made -> ended(job.finish(made.reference()), "made " + made.reference());
            case JobMessage.Failed failed
            when job.standing() == Standing.HELD -> ended(job.fail(failed.reason()), "failed: " + failed.reason());
            case null, default -> left();
        };
    }

    private String left() throws InterruptedException, IOException {
        return job.standing() == Standing.UNWANTED ? ended(job.callOff(), "cancelled") : handedBack();
    }

    private String handedBack() throws InterruptedException {
        job.handBack();
        return "handed back";
    }

    private String ended(boolean told, String words) throws IOException {
        if (told) {
            folder.delete();
        }
        return words;
    }

    /** Null where it was left before it came to anything. */
    private @Nullable JobMessage outcome(JobDataset photos) throws InterruptedException {
        try {
            TrainingOrder order = TrainingOrder.of(job.job());
            Optional<RunFolder> earlier = earlier();
            Optional<String> made = earlier.flatMap(RunFolder::outcome).map(RunFolder.Outcome::bundle);
            if (made.isPresent()) {
                return new JobMessage.Made(made.get());
            }
            if (isOver() || !photos.gather(order.sources(), folder.dataset())) {
                return null;
            }
            return train(order);
        } catch (DatasetException | StateException | BundleException wrong) {
            return new JobMessage.Failed(Objects.toString(wrong.getMessage()));
        } catch (IOException | UncheckedIOException fault) {
            return new JobMessage.Failed("the worker cannot read or write: " + fault);
        } catch (RuntimeException fault) {
            // The job's end, not the worker's: the next would die of it, too.
            fault.printStackTrace();
            return new JobMessage.Failed("a fault of the program itself: " + fault);
        }
    }

    /** The run to go on with. What an earlier worker started may still be writing its last checkpoint. */
    private Optional<RunFolder> earlier() throws IOException, InterruptedException {
        Optional<RunFolder> run = folder.run();
        while (run.isPresent() && run.get().state() == RunFolder.State.RUNNING && !isOver()) {
            Thread.sleep(LOOK_MILLIS);
        }
        return run;
    }

    private List<String> arguments(TrainingOrder order, boolean resumed) throws BundleException {
        List<String> arguments = new ArrayList<>();
        arguments.add(folder.runs().toString());
        arguments.add(folder.dataset().toString());
        arguments.add("--name=" + order.bundle());
        // The version that it means now: when the job is taken up again, "latest" may be another.
        arguments.add("--from=" + start(order));
        order.settings().forEach((setting, value) -> arguments.add("--" + setting + "=" + value));
        if (resumed) {
            arguments.add("--resume");
        }
        return arguments;
    }

    private static String start(TrainingOrder order) throws BundleException {
        BundleStore store = BundleStore.standard();
        return order.start() == null
                ? store.standardBundle().reference()
                : store.resolve(order.start()).reference();
    }

    /** A process that was killed is followed by another, which goes on where a checkpoint was written. */
    private @Nullable JobMessage train(TrainingOrder order) throws BundleException, IOException, InterruptedException {
        int code = 0;
        for (int i = 0; i < MOST_PROCESSES; i++) {
            try (TrainingProcess process =
                    TrainingProcess.start(arguments(order, folder.run().isPresent()), memory, this::hear, this::log)) {
                @Nullable JobMessage early = watched(process);
                if (early != null || end.get() != null || isOver()) {
                    return early != null ? early : end.get();
                }
                code = process.exitCode();
                log("the training's process ended without a word (exit code " + code + ")");
            }
        }
        return died(code);
    }

    /** Waits for its end, or leaves it; what it came to, where the process does not say itself. */
    private @Nullable JobMessage watched(TrainingProcess process) throws InterruptedException, IOException {
        while (!process.hasEnded(LOOK_MILLIS)) {
            long used = process.memory();
            if (used > memory) {
                return tooLarge(used);
            }
            if (isOver()) {
                leave(process);
                return null;
            }
        }
        return null;
    }

    /** Nobody waits for the checkpoint of what is not wanted any more. */
    private void leave(TrainingProcess process) throws InterruptedException, IOException {
        if (job.standing() == Standing.HELD) {
            process.stop();
        }
    }

    private void hear(String line) {
        switch (JobMessage.of(line)) {
            case JobMessage.Progress progress -> job.progress(progress.json());
            case JobMessage.Made made -> end.set(made);
            case JobMessage.Failed failed -> end.set(failed);
            case null -> log(line);
        }
    }

    private void log(String line) {
        int number = lines.incrementAndGet();
        if (number <= MOST_LINES) {
            job.log(line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + "...");
        } else if (number == MOST_LINES + 1) {
            job.log("... what follows is not kept");
        }
    }

    private JobMessage tooLarge(long used) {
        return new JobMessage.Failed(String.format(
                Locale.ROOT,
                "the training took %.1f GB of memory, where its worker allows %.1f GB (--memory): a smaller batch or"
                        + " size needs less",
                used / 1e9,
                memory / 1e9));
    }

    private static JobMessage died(int code) {
        return new JobMessage.Failed("the training's process ended without a word " + MOST_PROCESSES
                + " times, the last with exit code " + code
                + (code > 128 ? ": the system may be short of memory" : "; its log may tell why"));
    }
}
