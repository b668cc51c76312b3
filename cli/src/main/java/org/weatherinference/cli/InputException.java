package org.weatherinference.cli;

import org.weatherinference.model.Answer;
import org.weatherinference.model.ProblemType;

/** Why a photo's bytes could not be had. */
final class InputException extends Exception {
    private static final long serialVersionUID = 1;
    private final ProblemType type;

    InputException(ProblemType type, String detail) {
        super(detail);
        this.type = type;
    }

    Answer.Problem problem() {
        return type.with(String.valueOf(getMessage()));
    }
}
