package org.weatherinference.server;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.weatherinference.model.Answer;
import org.weatherinference.model.BundleManifest;
import org.weatherinference.model.JsonText;

/**
 * What the page shows.
 *
 * @param frame what every page has
 * @param embedded whether within another page
 * @param model the bundle that answers
 * @param explains whether it can tell what decided
 * @param references of all bundles that answer
 * @param entry what the page's scripts may do
 * @param device where the visitor's device finds what it takes to answer by itself; null where the server answers
 * @param outcomes of the form that was sent; empty where none was
 */
record PageView(
        Frame frame,
        boolean embedded,
        BundleManifest model,
        boolean explains,
        List<String> references,
        Entry entry,
        @Nullable Device device,
        List<Outcome> outcomes) {
    /** The pictures to try, by the file's name. */
    static final List<String> SAMPLES = List.of("sun", "rain", "clouds", "snow", "fog", "room");

    private static final List<String> DRAWN =
            List.of("sunny", "raining", "cloudy", "foggy", "snowy", "other", "unsure", "empty", "problem");

    /**
     * What the page's scripts may do.
     *
     * @param ticket that they send along; empty where they need none
     * @param asks whether they must ask the visitor for a key
     * @param takesFeedback whether visitors may say what is wrong
     * @param keepDays how long a photo is kept of those who agree; 0 for not at all
     */
    record Entry(String ticket, boolean asks, boolean takesFeedback, int keepDays) {}

    /**
     * What a browser needs to answer by itself.
     *
     * @param bundle the address of the folder with {@code bundle.json} and {@code model.onnx}
     * @param runtime the address of the folder with ONNX Runtime's files for browsers
     * @param bytes of what is loaded from there
     */
    record Device(String bundle, String runtime, long bytes) {
        private Map<String, @Nullable Object> fields() {
            return JsonText.object("bundle", bundle, "runtime", runtime, "bytes", bytes);
        }
    }

    String text(String key) {
        return frame.text(key);
    }

    /** The only answer, where there is one. */
    Answer.@Nullable Classified answer() {
        return outcomes.size() == 1 && outcomes.getFirst() instanceof Outcome.Answered one ? one.answer() : null;
    }

    /** Why there is no answer, where there is but that to say. */
    @Nullable
    ProblemException problem() {
        return outcomes.size() == 1 && outcomes.getFirst() instanceof Outcome.Refused one ? one.reason() : null;
    }

    boolean isSeveral() {
        return outcomes.size() > 1;
    }

    /** What the page's scripts need to know of the bundle, as JSON. */
    String facts() {
        return JsonText.line(JsonText.object(
                "model",
                model.reference(),
                "labels",
                model.labels(),
                "threshold",
                model.unsureThreshold(),
                "shortSide",
                Math.max(model.preparation().width(), model.preparation().height()),
                "explains",
                explains,
                "drawn",
                DRAWN,
                "ticket",
                entry.ticket(),
                "asksForKey",
                entry.asks(),
                "site",
                frame.site() ? true : null,
                "device",
                device == null ? null : device.fields()));
    }

    /** Where a drawing is. */
    String drawing(String name) {
        return frame.asset("drawings.svg") + "#" + (DRAWN.contains(name) ? name : "label");
    }

    /** What a verdict is to be taken for. */
    String because(Answer.Classified answer) {
        Texts texts = frame.texts();
        String key = switch (answer.verdict()) {
            case "unsure" -> "answer.unsure";
            case "other" -> "answer.other";
            default -> "answer.sure";
        };
        return texts.text(
                key,
                Map.of(
                        "percent", texts.percent(answer.confidence()),
                        "threshold", texts.percent(model.unsureThreshold()),
                        "label", texts.label(answer.label())));
    }

    /** Time taken, in words. */
    String took(Answer.Classified answer) {
        double millis = answer.millis().decode() + answer.millis().classify();
        return frame.texts().text("answer.took", Map.of("millis", frame.texts().number(millis)));
    }

    /** What a visitor agrees to whose photo is kept. */
    String consent() {
        return frame.texts().text("wrong.consent", Map.of("days", String.valueOf(entry.keepDays())));
    }

    /** Where the bundle says what it is. */
    String card() {
        return frame.to(frame.site() ? StaticPage.CARD : "/models/" + model.reference());
    }
}
