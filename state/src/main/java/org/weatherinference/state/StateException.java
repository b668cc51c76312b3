package org.weatherinference.state;

/** Why something was not remembered, found or changed. The message is fit for users. */
public abstract sealed class StateException extends Exception {
    private static final long serialVersionUID = 1;

    private StateException(String message) {
        super(message);
    }

    private StateException(String message, Throwable cause) {
        super(message, cause);
    }

    /** What was given breaks a rule, which the message names with the value and the way out. */
    public static final class Invalid extends StateException {
        private static final long serialVersionUID = 1;

        Invalid(String message) {
            super(message);
        }
    }

    /** Nothing of that name or id is there. */
    public static final class Unknown extends StateException {
        private static final long serialVersionUID = 1;

        Unknown(String message) {
            super(message);
        }
    }

    /** What is there already, or what another did first, forbids it. */
    public static final class Conflict extends StateException {
        private static final long serialVersionUID = 1;

        Conflict(String message) {
            super(message);
        }
    }

    /** The database, or the place for photos, cannot be used now. The same may go well later. */
    public static final class Unreachable extends StateException {
        private static final long serialVersionUID = 1;

        Unreachable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
