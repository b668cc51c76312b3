package org.weatherinference.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.weatherinference.photo.Adjustment;

/** One photo's outcome in the words that command line, HTTP and Spark share. Immutable. */
public sealed interface Answer {
    /** Names this answer. */
    String id();

    /** The file, URL or part it is about; null where the caller knows. */
    @Nullable
    String photo();

    /** As one line of JSON, the fields in the order of the record's components; absent ones left out. */
    String toJson();

    /**
     * A photo that was classified.
     *
     * @param id names this answer
     * @param label the most probable label
     * @param verdict the label, or {@code unsure}
     * @param confidence calibrated probability of the label
     * @param probabilities of every label, in the bundle's order
     * @param model the bundle's {@code name:version}
     * @param applied what was done to the photo, see {@link Adjustment#word()}
     * @param millis time taken
     * @param photo the file, URL or part it is about; null where the caller knows
     * @param explanation null where none was asked for
     */
    record Classified(
            String id,
            String label,
            String verdict,
            float confidence,
            Map<String, Float> probabilities,
            String model,
            List<String> applied,
            Millis millis,
            @Nullable String photo,
            @Nullable Heat explanation)
            implements Answer {
        /** Copies what is given, its order kept. */
        public Classified {
            probabilities = Collections.unmodifiableMap(new LinkedHashMap<>(probabilities));
            applied = List.copyOf(applied);
        }

        /** The answer that a prediction gives; without photo and explanation. */
        public static Classified of(
                String id, Prediction prediction, String model, List<Adjustment> applied, Millis millis) {
            return new Classified(
                    id,
                    prediction.label(),
                    prediction.verdict(),
                    prediction.confidence(),
                    prediction.byLabel(),
                    model,
                    applied.stream().map(Adjustment::word).toList(),
                    millis,
                    null,
                    null);
        }

        /** The same under another name. */
        public Classified named(String id) {
            return new Classified(
                    id, label, verdict, confidence, probabilities, model, applied, millis, photo, explanation);
        }

        /** The same, about the given file, URL or part. */
        public Classified about(@Nullable String photo) {
            return new Classified(
                    id, label, verdict, confidence, probabilities, model, applied, millis, photo, explanation);
        }

        /** The same with an explanation. */
        public Classified with(@Nullable Heat explanation) {
            return new Classified(
                    id, label, verdict, confidence, probabilities, model, applied, millis, photo, explanation);
        }

        @Override
        public String toJson() {
            return JsonText.line(JsonText.object(
                    "id", id,
                    "label", label,
                    "verdict", verdict,
                    "confidence", confidence,
                    "probabilities", probabilities,
                    "model", model,
                    "applied", applied,
                    "millis", millis.fields(),
                    "photo", photo,
                    "explanation", explanation == null ? null : explanation.fields()));
        }
    }

    /**
     * A photo that could not be.
     *
     * @param id names this answer
     * @param error why
     * @param photo the file, URL or part it is about; null where the caller knows
     */
    record Failed(String id, Problem error, @Nullable String photo) implements Answer {
        @Override
        public String toJson() {
            return JsonText.line(JsonText.object(
                    "id", id,
                    "error", error.fields(),
                    "photo", photo));
        }
    }

    /**
     * Milliseconds, kept to a tenth.
     *
     * @param decode from bytes to pixels
     * @param classify preparation and network, and the explanation where one was asked for
     */
    record Millis(double decode, double classify) {
        /** Rounds to a tenth. */
        public Millis {
            decode = tenths(decode);
            classify = tenths(classify);
        }

        private static double tenths(double millis) {
            return Math.round(millis * 10) / 10.0;
        }

        private Map<String, @Nullable Object> fields() {
            return JsonText.object(
                    "decode", decode,
                    "classify", classify);
        }
    }

    /**
     * Where the answer came from.
     *
     * @param heatmap a data URI of a transparent PNG, to be laid over the upright photo
     * @param region the part of the upright photo, at full size, that spoke most for the label
     * @param preview a data URI of the upright photo, small and without metadata; null where the asker has the photo
     */
    record Heat(
            String heatmap,
            Explanation.Region region,
            @Nullable String preview) {
        /** The same with a preview. */
        public Heat with(String preview) {
            return new Heat(heatmap, region, preview);
        }

        private Map<String, @Nullable Object> fields() {
            return JsonText.object("heatmap", heatmap, "region", fields(region), "preview", preview);
        }

        private static Map<String, @Nullable Object> fields(Explanation.Region region) {
            return JsonText.object(
                    "x", region.x(),
                    "y", region.y(),
                    "width", region.width(),
                    "height", region.height());
        }
    }

    /**
     * What went wrong, as RFC 9457 says it.
     *
     * @param type from {@link ProblemType}
     * @param title the same for every problem of the type
     * @param status the HTTP status it would have
     * @param detail what was found, the rule it breaks and the way out
     */
    record Problem(String type, String title, int status, String detail) {
        private Map<String, @Nullable Object> fields() {
            return JsonText.object(
                    "type", type,
                    "title", title,
                    "status", status,
                    "detail", detail);
        }
    }
}
