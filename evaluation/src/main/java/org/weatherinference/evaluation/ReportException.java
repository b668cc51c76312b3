package org.weatherinference.evaluation;

/** Why a report cannot be written; the message is fit for users. */
public final class ReportException extends Exception {
    private static final long serialVersionUID = 1;

    ReportException(String message) {
        super(message);
    }

    ReportException(String message, Throwable cause) {
        super(message, cause);
    }
}
