package org.weatherinference.command;

/** What the program's exit codes mean. */
public final class ExitCode {
    /** All of it was done. */
    public static final int DONE = 0;
    /** Something could not be read or done; each was said on its own line, and the rest was still done. */
    public static final int FAILED = 1;
    /** The command line itself was wrong. */
    public static final int USAGE = 2;

    private ExitCode() {}
}
