package org.weatherinference.spark;

import org.weatherinference.model.Answer;
import org.weatherinference.model.ProblemType;

/** What came of reading a photo. Never leaves the executor that read it. */
sealed interface PhotoContent {
    /** As rows shall name it. */
    String name();

    /** Its bytes. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Whole(String name, byte[] bytes) implements PhotoContent {}

    /** Why there are none. */
    record Refused(String name, Answer.Problem problem) implements PhotoContent {
        static Refused of(String name, ProblemType type, String detail) {
            return new Refused(name, type.with(detail));
        }
    }
}
