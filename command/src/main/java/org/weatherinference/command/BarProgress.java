package org.weatherinference.command;

import java.io.PrintStream;
import java.time.Duration;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A bar; its library is loaded only when the work has taken long enough to be worth one. */
final class BarProgress implements Progress {
    static final Duration PATIENCE = Duration.ofMillis(500);
    private static final String CLEAR_LINE = "\r\u001b[K";
    private static final int REDRAW_MILLIS = 200;

    private final Task task;
    private final PrintStream out;
    private final LongSupplier nanoTime;
    private final long started;
    private long done;
    private String note = "";
    private @Nullable ProgressBar bar;

    BarProgress(Task task, PrintStream out, LongSupplier nanoTime) {
        this.task = task;
        this.out = out;
        this.nanoTime = nanoTime;
        started = nanoTime.getAsLong();
    }

    @Override
    public synchronized void step(long steps) {
        done += steps;
        if (bar == null && nanoTime.getAsLong() - started >= PATIENCE.toNanos()) {
            bar = open();
        }
        if (bar != null) {
            bar.stepTo(done);
        }
    }

    private ProgressBar open() {
        Duration elapsed = Duration.ofNanos(nanoTime.getAsLong() - started);
        return new ProgressBarBuilder()
                .setTaskName(task.name())
                .setInitialMax(task.total())
                .setUnit(" " + task.unit(), 1)
                .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                .setUpdateIntervalMillis(REDRAW_MILLIS)
                .setConsumer(new ConsoleProgressBarConsumer(out))
                .showSpeed()
                .startsFrom(0, elapsed)
                .build()
                .setExtraMessage(note);
    }

    @Override
    public synchronized void note(String text) {
        note = text;
        if (bar != null) {
            bar.setExtraMessage(" " + text);
        }
    }

    @Override
    public synchronized void line(String line) {
        out.print(bar == null ? line + "\n" : CLEAR_LINE + line + "\n");
        if (bar != null) {
            bar.refresh();
        }
    }

    @Override
    public synchronized void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
