package org.weatherinference.evaluation;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.weatherinference.model.JsonText;
import org.weatherinference.model.Metrics;

/** An evaluation for programs. What is not a number, such as the recall of a label without photos, is left out. */
final class EvaluationJson {
    private EvaluationJson() {}

    static Map<String, @Nullable Object> of(Evaluation evaluation) {
        Metrics metrics = evaluation.metrics();
        Map<String, @Nullable Object> fields = fields(Tally.of(evaluation.cases()));
        fields.putAll(JsonText.object(
                "calibrationError", metrics.calibrationError(),
                "coverage", metrics.coverage(),
                "sureError", metrics.sureError(),
                "perLabel",
                        evaluation.perLabel().stream()
                                .map(EvaluationJson::fields)
                                .toList(),
                "perSource",
                        evaluation.perSource().stream()
                                .map(EvaluationJson::fields)
                                .toList(),
                "unseenSources", fields(evaluation.of(Familiarity.UNSEEN)),
                "learntSources", fields(evaluation.of(Familiarity.LEARNT)),
                "dark", fields(evaluation.dark()),
                "daylight", fields(evaluation.daylight()),
                "reliability",
                        evaluation.bins().stream().map(EvaluationJson::fields).toList(),
                "coverageCurve",
                        evaluation.coverageCurve().stream()
                                .map(EvaluationJson::fields)
                                .toList(),
                "labels", evaluation.labels(),
                "confusion", confusion(evaluation)));
        return fields;
    }

    /** Rows in the order of the labels, each with its photos by answer in the same order. */
    private static List<List<Integer>> confusion(Evaluation evaluation) {
        return Arrays.stream(evaluation.confusion())
                .map(row -> Arrays.stream(row).boxed().toList())
                .toList();
    }

    private static Map<String, @Nullable Object> fields(Tally tally) {
        boolean none = tally.photos() == 0;
        return JsonText.object(
                "photos", tally.photos(),
                "wrong", tally.wrong(),
                "error", none ? null : tally.error(),
                "errorLow", none ? null : tally.low(),
                "errorHigh", none ? null : tally.high());
    }

    private static Map<String, @Nullable Object> fields(LabelTally tally) {
        return JsonText.object(
                "label", tally.label(),
                "photos", tally.photos(),
                "wrong", tally.wrong(),
                "error", number(tally.error()),
                "precision", number(tally.precision()),
                "recall", number(tally.recall()));
    }

    private static Map<String, @Nullable Object> fields(SourceTally source) {
        Map<String, @Nullable Object> fields = JsonText.object("source", source.source());
        fields.putAll(fields(source.tally()));
        fields.put(
                "learnt",
                switch (source.familiarity()) {
                    case LEARNT -> true;
                    case UNSEEN -> false;
                    case UNKNOWN -> null;
                });
        return fields;
    }

    private static Map<String, @Nullable Object> fields(Bin bin) {
        return JsonText.object(
                "from", bin.from(),
                "photos", bin.tally().photos(),
                "wrong", bin.tally().wrong(),
                "confidence", bin.confidence());
    }

    private static Map<String, @Nullable Object> fields(CoveragePoint point) {
        return JsonText.object(
                "unsureThreshold", point.unsureThreshold(),
                "coverage", point.coverage(),
                "sureError", point.sure().error());
    }

    private static @Nullable Double number(double value) {
        return Double.isNaN(value) ? null : value;
    }
}
