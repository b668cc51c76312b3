package org.weatherinference.command;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/** A line every few seconds, for logs; written by whichever thread takes the step at which it is due. */
final class PlainProgress implements Progress {
    static final Duration INTERVAL = Duration.ofSeconds(5);

    private final Task task;
    private final PrintStream out;
    private final LongSupplier nanoTime;
    private final long started;
    private long due;
    private long done;
    private String note = "";

    PlainProgress(Task task, PrintStream out, LongSupplier nanoTime) {
        this.task = task;
        this.out = out;
        this.nanoTime = nanoTime;
        started = nanoTime.getAsLong();
        due = started + INTERVAL.toNanos();
    }

    @Override
    public synchronized void step(long steps) {
        done += steps;
        long now = nanoTime.getAsLong();
        if (now - due >= 0) {
            due = now + INTERVAL.toNanos();
            out.println(state(now));
        }
    }

    private String state(long now) {
        String count = task.countKnown() ? done + " of " + task.total() : Long.toString(done);
        double rate = done / ((now - started) / 1e9);
        String text = String.format(Locale.ROOT, "%s: %s %s, %.3g a second", task.name(), count, task.unit(), rate);
        return text + timeLeft(rate) + (note.isEmpty() ? "" : ", " + note);
    }

    private String timeLeft(double rate) {
        if (!task.countKnown() || done == 0 || done >= task.total()) {
            return "";
        }
        Duration left = Duration.ofSeconds(Math.round((task.total() - done) / rate));
        return String.format(
                Locale.ROOT, ", %d:%02d:%02d left", left.toHours(), left.toMinutesPart(), left.toSecondsPart());
    }

    @Override
    public synchronized void note(String text) {
        note = text;
    }

    @Override
    public synchronized void line(String line) {
        out.println(line);
    }

    @Override
    public void close() {}
}
