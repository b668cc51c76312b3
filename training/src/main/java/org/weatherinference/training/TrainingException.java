package org.weatherinference.training;

/** Why a network or a dataset cannot be trained on; the message is fit for users. */
public final class TrainingException extends Exception {
    private static final long serialVersionUID = 1;

    TrainingException(String message) {
        super(message);
    }

    TrainingException(String message, Throwable cause) {
        super(message, cause);
    }
}
