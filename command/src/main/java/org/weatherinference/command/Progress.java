package org.weatherinference.command;

import java.io.PrintStream;

/**
 * How far long work has come, on standard error: a bar on a terminal, a plain line every few seconds elsewhere, nothing
 * for work that is soon done. Safe to share between threads; whoever started it closes it.
 */
public interface Progress extends AutoCloseable {
    /**
     * Starts to show a task.
     *
     * @param task what is done, such as {@code Classifying}
     * @param total of its steps; below 0 where that is not known
     * @param unit names the steps, such as {@code photos}
     */
    static Progress start(String task, long total, String unit) {
        return start(System.err, task, total, unit);
    }

    /** As {@link #start(String, long, String)}, on a stream in standard error's place. */
    static Progress start(PrintStream err, String task, long total, String unit) {
        Task shown = new Task(task, total, unit);
        return Terminal.shows(err)
                ? new BarProgress(shown, err, System::nanoTime)
                : new PlainProgress(shown, err, System::nanoTime);
    }

    /** Shows nothing but whole lines. */
    static Progress none(PrintStream err) {
        return new NoProgress(err);
    }

    /** One or more steps are done. */
    void step(long steps);

    /** Something short to show beside the bar, such as the current loss. */
    void note(String note);

    /** Writes a whole line to standard error without breaking the bar. */
    void line(String line);

    /** Ends the showing; what is shown stays on the screen. */
    @Override
    void close();

    /** What is worked on. */
    record Task(String name, long total, String unit) {
        boolean countKnown() {
            return total >= 0;
        }
    }
}
