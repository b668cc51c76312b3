package org.weatherinference.spark;

import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.util.LongAccumulator;
import org.jspecify.annotations.Nullable;
import org.weatherinference.command.ExitCode;
import org.weatherinference.command.Progress;
import org.weatherinference.model.Bundle;

/** One run over many photos: round after round, each written when it is done. */
record Batch(WeatherSpark weather, Bundle bundle, BatchOutput output) {
    /**
     * Runs to the end.
     *
     * @param column of photos, where the input is a table; null for the usual names
     * @return the exit code
     */
    int run(String input, @Nullable String column, Progress progress) throws InterruptedException {
        long start = System.nanoTime();
        AnsweredPhotos answered = output.answered(bundle.reference());
        if (answered.count() > 0) {
            progress.line(String.format(Locale.ROOT, "%,d photos have a row already", answered.count()));
        }
        Tally tally = answer(Rounds.of(weather, input, column), answered, progress);
        summarize(tally, (System.nanoTime() - start) / 1e9, progress);
        return tally.failed() == 0 ? ExitCode.DONE : ExitCode.FAILED;
    }

    private Tally answer(Iterator<JavaRDD<PhotoSource>> rounds, AnsweredPhotos answered, Progress progress)
            throws InterruptedException {
        LongAccumulator done = weather.session().sparkContext().longAccumulator();
        weather.session().sparkContext().addSparkListener(new Steps(done, progress));
        List<String> labels = bundle.manifest().labels();
        Tally tally = new Tally();
        while (rounds.hasNext()) {
            Dataset<Row> rows = weather.rows(rounds.next(), answered, done);
            Observation counts = new Observation();
            output.add(rows, labels, counts);
            tally.add(counts);
        }
        return tally;
    }

    private void summarize(Tally tally, double seconds, Progress progress) {
        progress.line(String.format(
                Locale.ROOT,
                "%,d photos in %.1f s, %.1f a second, with %s",
                tally.photos(),
                seconds,
                tally.photos() / seconds,
                bundle.reference()));
        tally.lines().forEach(progress::line);
    }

    /** Shows how far it is whenever a task ends. */
    private static final class Steps extends SparkListener {
        private final LongAccumulator done;
        private final Progress progress;
        private long shown;

        Steps(LongAccumulator done, Progress progress) {
            this.done = done;
            this.progress = progress;
        }

        @Override
        public void onTaskEnd(SparkListenerTaskEnd task) {
            long now = done.value();
            progress.step(now - shown);
            shown = now;
        }
    }
}
