package org.weatherinference.dataset;

/** Why a folder is no dataset, or does not hold what was asked for; the message is fit for users. */
public sealed class DatasetException extends Exception permits StaleDecisionException {
    private static final long serialVersionUID = 1;

    /** Says which file or value, and which rule. */
    public DatasetException(String message) {
        super(message);
    }

    DatasetException(String message, Throwable cause) {
        super(message, cause);
    }
}
