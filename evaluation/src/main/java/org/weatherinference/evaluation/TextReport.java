package org.weatherinference.evaluation;

import java.util.ArrayList;
import java.util.List;
import org.weatherinference.model.Metrics;

/** An evaluation for people, in a terminal. */
final class TextReport {
    private final Evaluation evaluation;

    TextReport(Evaluation evaluation) {
        this.evaluation = evaluation;
    }

    String write() {
        return String.join("\n", headline(), labels(), sources(), slices(), confusion(), sureness());
    }

    private String headline() {
        Tally all = Tally.of(evaluation.cases());
        return "%d photos, %d wrong: error %s (95 %% interval: %s to %s)\n"
                .formatted(
                        all.photos(),
                        all.wrong(),
                        Percent.of(all.error()),
                        Percent.of(all.low()),
                        Percent.of(all.high()));
    }

    private String labels() {
        TextTable table = new TextTable().row("Label", "photos", "wrong", "error", "precision", "recall");
        for (LabelTally label : evaluation.perLabel()) {
            table.row(
                    label.label(),
                    String.valueOf(label.photos()),
                    String.valueOf(label.wrong()),
                    Percent.of(label.error()),
                    Percent.of(label.precision()),
                    Percent.of(label.recall()));
        }
        return table.toString();
    }

    private String sources() {
        TextTable table = new TextTable().row("Source", "photos", "wrong", "error", "at least", "at most");
        evaluation.perSource().forEach(source -> row(table, source.source(), source.tally()));
        return table.toString();
    }

    /** What a bundle is asked to do where it is put to work, so the first line is there even where there is nothing. */
    private String slices() {
        TextTable table = new TextTable().row("Photos", "photos", "wrong", "error", "at least", "at most");
        row(table, "of sources never seen", evaluation.of(Familiarity.UNSEEN));
        row(table, "of sources learnt from", evaluation.of(Familiarity.LEARNT));
        row(table, "in the dark", evaluation.dark());
        row(table, "in daylight", evaluation.daylight());
        return table.toString();
    }

    private static void row(TextTable table, String name, Tally tally) {
        boolean none = tally.photos() == 0;
        table.row(
                name,
                String.valueOf(tally.photos()),
                String.valueOf(tally.wrong()),
                Percent.of(none ? Double.NaN : tally.error()),
                Percent.of(none ? Double.NaN : tally.low()),
                Percent.of(none ? Double.NaN : tally.high()));
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
                        Percent.of(metrics.coverage()),
                        sure.wrong(),
                        Percent.of(sure.photos() == 0 ? Double.NaN : sure.error()),
                        Percent.of(metrics.calibrationError()));
    }
}
