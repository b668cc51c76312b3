package org.weatherinference.command;

/** Ends a command with {@link ExitCode#FAILED} and one line on standard error: the message, fit for users. */
public final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Says what could not be done, and the way out. */
    public CommandException(String message) {
        super(message);
    }

    /** Says what could not be done, and the way out. */
    public CommandException(String message, Throwable cause) {
        super(message, cause);
    }
}
