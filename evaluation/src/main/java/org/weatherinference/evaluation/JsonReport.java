package org.weatherinference.evaluation;

import java.io.StringWriter;
import java.util.List;
import org.weatherinference.model.Metrics;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** An evaluation for programs. What is not a number, such as the recall of a label without photos, is left out. */
final class JsonReport {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final JsonGenerator json;

    private JsonReport(JsonGenerator json) {
        this.json = json;
    }

    static String write(Evaluation evaluation) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            new JsonReport(json).report(evaluation);
        }
        return text.toString();
    }

    private void report(Evaluation evaluation) {
        Metrics metrics = evaluation.metrics();
        json.writeStartObject();
        tally(Tally.of(evaluation.cases()));
        number("calibrationError", metrics.calibrationError());
        number("coverage", metrics.coverage());
        number("sureError", metrics.sureError());
        labels(evaluation.perLabel());
        json.writeArrayPropertyStart("perSource");
        evaluation.perSource().forEach(this::source);
        json.writeEndArray();
        confusion(evaluation.labels(), evaluation.confusion());
        json.writeEndObject();
    }

    private void tally(Tally tally) {
        json.writeNumberProperty("photos", tally.photos());
        json.writeNumberProperty("wrong", tally.wrong());
        number("error", tally.error());
        number("errorLow", tally.low());
        number("errorHigh", tally.high());
    }

    private void labels(List<LabelTally> tallies) {
        json.writeArrayPropertyStart("perLabel");
        for (LabelTally tally : tallies) {
            json.writeStartObject();
            json.writeStringProperty("label", tally.label());
            json.writeNumberProperty("photos", tally.photos());
            json.writeNumberProperty("wrong", tally.wrong());
            number("error", tally.error());
            number("precision", tally.precision());
            number("recall", tally.recall());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void source(String source, Tally tally) {
        json.writeStartObject();
        json.writeStringProperty("source", source);
        tally(tally);
        json.writeEndObject();
    }

    /** Rows in the order of the labels, each with its photos by answer in the same order. */
    private void confusion(List<String> labels, int[][] counts) {
        json.writeArrayPropertyStart("labels");
        labels.forEach(json::writeString);
        json.writeEndArray();
        json.writeArrayPropertyStart("confusion");
        for (int[] row : counts) {
            json.writeArray(row, 0, row.length);
        }
        json.writeEndArray();
    }

    private void number(String name, double value) {
        if (!Double.isNaN(value)) {
            json.writeNumberProperty(name, value);
        }
    }
}
