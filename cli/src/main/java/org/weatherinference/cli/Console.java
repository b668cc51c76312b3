package org.weatherinference.cli;

import java.io.InputStream;
import java.io.PrintStream;

/** The three standard streams, so that tests can give others. Results go to {@code out}, all else to {@code err}. */
record Console(InputStream in, PrintStream out, PrintStream err) {
    static Console standard() {
        return new Console(System.in, System.out, System.err);
    }
}
