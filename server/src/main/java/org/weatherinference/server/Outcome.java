package org.weatherinference.server;

import org.jspecify.annotations.Nullable;
import org.weatherinference.model.Answer;

/** What became of one photo of a request. */
sealed interface Outcome {
    /** One that was classified. */
    record Answered(Answer.Classified answer) implements Outcome {}

    /**
     * One that could not be.
     *
     * @param id names it, as an answer's id does
     * @param photo the file's name; null where it has none
     */
    record Refused(String id, @Nullable String photo, ProblemException reason) implements Outcome {}
}
