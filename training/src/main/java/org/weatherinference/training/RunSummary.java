package org.weatherinference.training;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.weatherinference.evaluation.TextTable;
import org.weatherinference.training.RunFolder.Kind;
import org.weatherinference.training.RunFolder.Outcome;
import org.weatherinference.training.RunFolder.Settings;

/**
 * A run in a line.
 *
 * @param run what it is called, unlike any other
 * @param epoch that is done last; 0 where none is
 * @param epochs at most
 * @param epochsInAll those of the networks that it came from among them
 * @param wrong answers to the photos that only measure; null where they were not asked
 * @param error share of wrong answers to them; where they were not asked, to the photos held out of the last epoch
 * @param bundle that was made
 * @param suggestion of a learning rate, where one was looked for
 * @param failure why it gave up
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RunSummary(
        String run,
        String kind,
        String name,
        Instant began,
        String state,
        int epoch,
        int epochs,
        int epochsInAll,
        @Nullable Integer photos,
        @Nullable Integer wrong,
        @Nullable Double error,
        @Nullable String bundle,
        @Nullable Double suggestion,
        @Nullable String failure) {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneId.systemDefault());

    static RunSummary of(RunFolder run) {
        Settings settings = run.settings();
        List<EpochResult> history = run.history();
        Outcome outcome = run.outcome().orElse(Outcome.WITHOUT_BUNDLE);
        boolean measured = outcome.photos() > 0;
        return new RunSummary(
                run.id(),
                settings.kind().toString(),
                settings.name(),
                run.began(),
                run.state().toString(),
                history.size(),
                settings.kind() == Kind.LR_FIND ? 0 : settings.plan().allEpochs(),
                settings.parentEpochs() + history.size(),
                measured ? outcome.photos() : null,
                measured ? outcome.wrong() : null,
                error(outcome, history),
                outcome.bundle().isEmpty() ? null : outcome.bundle(),
                run.curve().map(RateCurve::suggestion).orElse(null),
                run.failure().orElse(null));
    }

    private static @Nullable Double error(Outcome outcome, List<EpochResult> history) {
        if (outcome.photos() > 0) {
            return (double) outcome.wrong() / outcome.photos();
        }
        return history.isEmpty() ? null : history.getLast().heldOutError();
    }

    /** A table of runs, in the order given. */
    static String table(List<RunSummary> runs) {
        TextTable table = new TextTable().row("Run", "Kind", "Began", "State", "Epoch", "In all", "Error", "Result");
        for (RunSummary run : runs) {
            table.row(
                    run.run,
                    run.kind,
                    MINUTE.format(run.began),
                    run.state,
                    run.epochs == 0 ? "" : run.epoch + " of " + run.epochs,
                    run.epochsInAll == 0 ? "" : Integer.toString(run.epochsInAll),
                    run.errorText(),
                    run.result());
        }
        return table.toString();
    }

    private String errorText() {
        return error == null ? "" : String.format(Locale.ROOT, "%.1f %%%s", 100 * error, wrong == null ? " *" : "");
    }

    private String result() {
        if (failure != null) {
            return "";
        }
        if (bundle != null) {
            return bundle;
        }
        return kind.equals(Kind.LR_FIND.toString()) && suggestion != null
                ? "--lr " + BigDecimal.valueOf(suggestion).toPlainString()
                : "";
    }
}
