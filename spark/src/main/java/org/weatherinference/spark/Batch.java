package org.weatherinference.spark;

import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.util.LongAccumulator;
import org.weatherinference.command.ExitCode;
import org.weatherinference.command.Progress;
import org.weatherinference.model.Bundle;

/** One run over many photos: round after round, each written when it is done. Not safe to share between threads. */
final class Batch {
    private final WeatherSpark weather;
    private final Bundle bundle;
    private final BatchOutput output;
    private final Progress progress;
    private final Steps steps;
    private final AnsweredPhotos answered;
    private final LongAccumulator done;
    private final Tally tally = new Tally();

    /** A run that passes over what has a row already. */
    Batch(WeatherSpark weather, Bundle bundle, BatchOutput output, Progress progress) {
        this.weather = weather;
        this.bundle = bundle;
        this.output = output;
        this.progress = progress;
        answered = output.answered(bundle.reference());
        done = weather.session().sparkContext().longAccumulator();
        steps = new Steps(done, progress);
        weather.session().sparkContext().addSparkListener(steps);
        if (answered.count() > 0) {
            progress.line(String.format(Locale.ROOT, "%,d photos have a row already", answered.count()));
        }
    }

    /**
     * Runs to the end.
     *
     * @return the exit code
     */
    int run(Iterator<JavaRDD<PhotoSource>> rounds) throws InterruptedException {
        while (rounds.hasNext()) {
            answer(rounds.next());
        }
        return end();
    }

    /** Answers the photos of a round; its rows are seen when this returns, all of them or none. */
    void answer(JavaRDD<PhotoSource> round) throws InterruptedException {
        List<String> labels = bundle.manifest().labels();
        Dataset<Row> rows = weather.rows(round, answered, done);
        Observation counts = new Observation();
        output.add(rows, labels, counts);
        tally.add(counts);
    }

    /**
     * Says what came of it.
     *
     * @return the exit code
     */
    int end() {
        double seconds = (System.nanoTime() - steps.begun()) / 1e9;
        progress.line(String.format(
                Locale.ROOT,
                "%,d photos in %.1f s, %.1f a second, with %s",
                tally.photos(),
                seconds,
                tally.photos() / seconds,
                bundle.reference()));
        tally.lines().forEach(progress::line);
        return tally.failed() == 0 ? ExitCode.DONE : ExitCode.FAILED;
    }

    /** Knows when the first photo was begun, and shows how far it is whenever a task ends. */
    private static final class Steps extends SparkListener {
        private final LongAccumulator done;
        private final Progress progress;
        /** Spark's own preparations come before. */
        private volatile long begun = System.nanoTime();

        private boolean working;
        private long shown;

        Steps(LongAccumulator done, Progress progress) {
            this.done = done;
            this.progress = progress;
        }

        /** Of the clock of {@link System#nanoTime}. */
        long begun() {
            return begun;
        }

        @Override
        public void onTaskStart(SparkListenerTaskStart task) {
            if (!working) {
                working = true;
                begun = System.nanoTime();
            }
        }

        @Override
        public void onTaskEnd(SparkListenerTaskEnd task) {
            long now = done.value();
            progress.step(now - shown);
            shown = now;
        }
    }
}
