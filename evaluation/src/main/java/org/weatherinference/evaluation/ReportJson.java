package org.weatherinference.evaluation;

import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.weatherinference.dataset.Split;
import org.weatherinference.model.JsonText;
import org.weatherinference.model.Prediction;

/** What a report says, for programs: every figure of the page and every answer. */
final class ReportJson {
    private ReportJson() {}

    static String write(Report report, Instant created) {
        Measurement measured = report.measured();
        Measurement against = report.against();
        Comparison comparison = report.comparison();
        return JsonText.page(JsonText.object(
                "report", ReportFolder.MARK,
                "created", created.toString(),
                "dataset", dataset(report),
                "bundle", measured.manifest().fields(),
                "evaluation", EvaluationJson.of(measured.evaluation()),
                "unreadable",
                        measured.unreadable().stream()
                                .map(photo -> JsonText.object("photo", photo.path(), "reason", photo.reason()))
                                .toList(),
                "answers",
                        measured.evaluation().cases().stream()
                                .map(ReportJson::fields)
                                .toList(),
                "against", against == null ? null : against(against),
                "comparison", comparison == null ? null : fields(comparison)));
    }

    /** Of the photos that were measured. */
    private static Map<String, @Nullable Object> dataset(Report report) {
        return JsonText.object(
                "name", report.datasetName(),
                "labels", report.dataset().labels(),
                "photos", report.dataset().entries().size(),
                "splits", report.splits().stream().map(Split::word).toList());
    }

    private static Map<String, @Nullable Object> against(Measurement measured) {
        return JsonText.object(
                "bundle", measured.manifest().fields(),
                "evaluation", EvaluationJson.of(measured.evaluation()));
    }

    /** In the words of an answer; {@code recorded} is the label that the dataset has. */
    private static Map<String, @Nullable Object> fields(Case one) {
        Prediction prediction = one.prediction();
        return JsonText.object(
                "photo", one.entry().path(),
                "source", one.entry().source(),
                "recorded", one.entry().label(),
                "label", prediction.label(),
                "verdict", prediction.verdict(),
                "confidence", prediction.confidence(),
                "probabilities", prediction.byLabel(),
                "loss", one.loss(),
                "brightness", one.brightness());
    }

    private static Map<String, @Nullable Object> fields(Comparison comparison) {
        Map<String, @Nullable Object> fields = comparison.fields();
        fields.put(
                "changed",
                Stream.concat(comparison.onlyModelWrong().stream(), comparison.onlyAgainstWrong().stream())
                        .map(pair -> JsonText.object(
                                "photo", pair.model().entry().path(),
                                "recorded", pair.model().entry().label(),
                                "model", pair.model().prediction().label(),
                                "against", pair.against().prediction().label()))
                        .toList());
        return fields;
    }
}
