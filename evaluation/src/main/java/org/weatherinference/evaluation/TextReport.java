package org.weatherinference.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.weatherinference.model.Metrics;

/** An evaluation for people, in a terminal. */
final class TextReport {
    private final Evaluation evaluation;

    TextReport(Evaluation evaluation) {
        this.evaluation = evaluation;
    }

    String write() {
        return String.join("\n", headline(), labels(), sources(), confusion(), sureness());
    }

    private String headline() {
        Tally all = Tally.of(evaluation.cases());
        return "%d photos, %d wrong: error %s (95 %% interval: %s to %s)\n"
                .formatted(all.photos(), all.wrong(), percent(all.error()), percent(all.low()), percent(all.high()));
    }

    private String labels() {
        TextTable table = new TextTable().row("Label", "photos", "wrong", "error", "precision", "recall");
        for (LabelTally label : evaluation.perLabel()) {
            table.row(
                    label.label(),
                    String.valueOf(label.photos()),
                    String.valueOf(label.wrong()),
                    percent(label.error()),
                    percent(label.precision()),
                    percent(label.recall()));
        }
        return table.toString();
    }

    private String sources() {
        TextTable table = new TextTable().row("Source", "photos", "wrong", "error", "at least", "at most");
        evaluation
                .perSource()
                .forEach((source, tally) -> table.row(
                        source,
                        String.valueOf(tally.photos()),
                        String.valueOf(tally.wrong()),
                        percent(tally.error()),
                        percent(tally.low()),
                        percent(tally.high())));
        return table.toString();
    }

    private String confusion() {
        List<String> labels = evaluation.labels();
        TextTable table = new TextTable().row(row("Label \\ answer", labels));
        int[][] counts = evaluation.confusion();
        for (int label = 0; label < labels.size(); label++) {
            List<String> cells = new ArrayList<>();
            for (int count : counts[label]) {
                // The zeros are the uninteresting ones.
                cells.add(count == 0 ? "." : String.valueOf(count));
            }
            table.row(row(labels.get(label), cells));
        }
        return table.toString();
    }

    private static List<String> row(String first, List<String> others) {
        List<String> row = new ArrayList<>(List.of(first));
        row.addAll(others);
        return row;
    }

    private String sureness() {
        Tally sure = evaluation.sure();
        Metrics metrics = evaluation.metrics();
        return "Sure of %d photos (%s), %d of those wrong (%s)\nCalibration error %s\n"
                .formatted(
                        sure.photos(),
                        percent(metrics.coverage()),
                        sure.wrong(),
                        percent(sure.photos() == 0 ? Double.NaN : sure.error()),
                        percent(metrics.calibrationError()));
    }

    private static String percent(double share) {
        return Double.isNaN(share) ? "-" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}
