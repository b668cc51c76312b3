package org.weatherinference.command;

import java.io.PrintStream;

/** For work that needs no showing. */
record NoProgress(PrintStream out) implements Progress {
    @Override
    public void step(long steps) {}

    @Override
    public void note(String note) {}

    @Override
    public void line(String line) {
        out.println(line);
    }

    @Override
    public void close() {}
}
