package org.weatherinference.dataset;

/** A decision about something that has become another thing since it was shown; nothing was written. */
public final class StaleDecisionException extends DatasetException {
    private static final long serialVersionUID = 1;

    StaleDecisionException(String message) {
        super(message);
    }
}
