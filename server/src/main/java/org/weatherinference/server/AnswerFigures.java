package org.weatherinference.server;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.weatherinference.model.Answer;
import org.weatherinference.model.JsonText;

/** How a version answers on this server, so that two can be compared. Safe to share. */
final class AnswerFigures {
    private final Instant since = Instant.now();
    private long answers;
    private long unsure;
    private long compared;
    private long agreed;
    private long skipped;
    private double confidence;
    private double millis;

    synchronized void count(Answer.Classified answer) {
        answers++;
        unsure += answer.verdict().equals(answer.label()) ? 0 : 1;
        confidence += answer.confidence();
        millis += answer.millis().decode() + answer.millis().classify();
    }

    /** An answer of a shadow beside the one that was given. */
    synchronized void count(Answer.Classified answer, boolean agrees) {
        count(answer);
        compared++;
        agreed += agrees ? 1 : 0;
    }

    /** A photo that a shadow was not asked about. */
    synchronized void skip() {
        skipped++;
    }

    /** As in the API; shares and means only where there is something to share. */
    synchronized Map<String, @Nullable Object> fields() {
        return JsonText.object(
                "since", since.truncatedTo(ChronoUnit.SECONDS).toString(),
                "answers", answers,
                "unsure", mean((double) unsure, answers),
                "confidence", mean(confidence, answers),
                "millis", mean(millis, answers),
                "agreement", mean((double) agreed, compared),
                "skipped", skipped == 0 ? null : skipped);
    }

    /** To four digits: no more can be told apart. */
    private static @Nullable Double mean(double sum, long count) {
        return count == 0 ? null : Math.round(sum / count * 1e4) / 1e4;
    }
}
