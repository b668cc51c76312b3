package org.weatherinference.model;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code bundle.json} to {@link BundleManifest} and back. */
final class ManifestJson {
    static final String FILE = "bundle.json";

    private ManifestJson() {}

    /**
     * Reads a manifest strictly: a later format may have other fields, this one has exactly these.
     *
     * @throws BundleException naming the field and its rule
     */
    static BundleManifest read(byte[] json) throws BundleException {
        JsonObject object = JsonObject.parse(FILE, json);
        checkFormat(object.integer("format"));
        try {
            BundleManifest manifest = manifest(object);
            object.end();
            return manifest;
        } catch (IllegalArgumentException | DateTimeException fault) {
            throw new BundleException(FILE + ": " + fault.getMessage(), fault);
        }
    }

    private static void checkFormat(int format) throws BundleException {
        if (format != BundleManifest.FORMAT) {
            throw new BundleException(
                    "bundle format " + format + " is not known; the highest that this program reads is "
                            + BundleManifest.FORMAT + ": a newer version of the program may read it");
        }
    }

    private static BundleManifest manifest(JsonObject object) throws BundleException {
        return new BundleManifest(
                BundleManifest.FORMAT,
                object.string("name"),
                object.integer("version"),
                Instant.parse(object.string("created")),
                object.strings("labels"),
                preparation(object.object("preparation")),
                object.number("temperature"),
                object.number("unsureThreshold"),
                metrics(object.optionalObject("metrics")),
                provenance(object.optionalObject("provenance")),
                object.string("licence"),
                object.object("files").map(JsonObject::string));
    }

    private static Preparation preparation(JsonObject object) throws BundleException {
        var preparation = new Preparation(object.integer("width"), object.integer("height"), fit(object.string("fit")));
        object.end();
        return preparation;
    }

    private static Preparation.Fit fit(String word) {
        for (Preparation.Fit fit : Preparation.Fit.values()) {
            if (word(fit).equals(word)) {
                return fit;
            }
        }
        throw new IllegalArgumentException("preparation fit is \"" + word + "\", must be squash or crop");
    }

    private static String word(Preparation.Fit fit) {
        return fit.name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable Metrics metrics(@Nullable JsonObject object) throws BundleException {
        if (object == null) {
            return null;
        }
        var metrics = new Metrics(
                object.integer("photos"),
                object.integer("wrong"),
                object.number("errorLow"),
                object.number("errorHigh"),
                object.number("calibrationError"),
                object.number("coverage"),
                object.number("sureError"),
                sourceResults(object.objects("perSource")));
        object.end();
        return metrics;
    }

    private static List<Metrics.SourceResult> sourceResults(List<JsonObject> objects) throws BundleException {
        var results = new ArrayList<Metrics.SourceResult>();
        for (JsonObject object : objects) {
            results.add(new Metrics.SourceResult(
                    object.string("source"), object.integer("photos"), object.integer("wrong")));
            object.end();
        }
        return results;
    }

    private static @Nullable Provenance provenance(@Nullable JsonObject object) throws BundleException {
        if (object == null) {
            return null;
        }
        var provenance = new Provenance(
                object.string("parent"),
                object.string("dataset"),
                object.object("photos").map(JsonObject::integer),
                sources(object.objects("sources")),
                object.object("settings").map(JsonObject::string),
                object.object("versions").map(JsonObject::string),
                history(object.optionalObjects("history")));
        object.end();
        return provenance;
    }

    private static List<Provenance.Source> sources(List<JsonObject> objects) throws BundleException {
        var sources = new ArrayList<Provenance.Source>();
        for (JsonObject object : objects) {
            sources.add(
                    new Provenance.Source(object.string("name"), object.string("licence"), object.integer("photos")));
            object.end();
        }
        return sources;
    }

    private static List<Provenance.Epoch> history(List<JsonObject> objects) throws BundleException {
        var history = new ArrayList<Provenance.Epoch>();
        for (JsonObject object : objects) {
            history.add(new Provenance.Epoch(
                    object.integer("epoch"),
                    object.truth("frozen"),
                    object.number("loss"),
                    object.number("heldOutLoss"),
                    object.number("heldOutLossError"),
                    object.number("heldOutError")));
            object.end();
        }
        return history;
    }

    /** The text of {@code bundle.json}. */
    static String write(BundleManifest manifest) {
        return JsonText.page(fields(manifest));
    }

    static Map<String, @Nullable Object> fields(BundleManifest manifest) {
        return JsonText.object(
                "format", manifest.format(),
                "name", manifest.name(),
                "version", manifest.version(),
                "created", manifest.created().toString(),
                "labels", manifest.labels(),
                "preparation", fields(manifest.preparation()),
                "temperature", manifest.temperature(),
                "unsureThreshold", manifest.unsureThreshold(),
                "metrics", manifest.metrics() == null ? null : fields(manifest.metrics()),
                "provenance", manifest.provenance() == null ? null : fields(manifest.provenance()),
                "licence", manifest.licence(),
                "files", manifest.files());
    }

    private static Map<String, @Nullable Object> fields(Preparation preparation) {
        return JsonText.object(
                "width", preparation.width(),
                "height", preparation.height(),
                "fit", word(preparation.fit()));
    }

    private static Map<String, @Nullable Object> fields(Metrics metrics) {
        return JsonText.object(
                "photos", metrics.photos(),
                "wrong", metrics.wrong(),
                "errorLow", metrics.errorLow(),
                "errorHigh", metrics.errorHigh(),
                "calibrationError", metrics.calibrationError(),
                "coverage", metrics.coverage(),
                "sureError", metrics.sureError(),
                "perSource",
                        metrics.perSource().stream().map(ManifestJson::fields).toList());
    }

    private static Map<String, @Nullable Object> fields(Metrics.SourceResult result) {
        return JsonText.object(
                "source", result.source(),
                "photos", result.photos(),
                "wrong", result.wrong());
    }

    private static Map<String, @Nullable Object> fields(Provenance provenance) {
        return JsonText.object(
                "parent", provenance.parent(),
                "dataset", provenance.dataset(),
                "photos", provenance.photos(),
                "sources",
                        provenance.sources().stream().map(ManifestJson::fields).toList(),
                "settings", provenance.settings(),
                "versions", provenance.versions(),
                "history",
                        provenance.history().isEmpty()
                                ? null
                                : provenance.history().stream()
                                        .map(ManifestJson::fields)
                                        .toList());
    }

    private static Map<String, @Nullable Object> fields(Provenance.Epoch epoch) {
        return JsonText.object(
                "epoch", epoch.epoch(),
                "frozen", epoch.frozen(),
                "loss", epoch.loss(),
                "heldOutLoss", epoch.heldOutLoss(),
                "heldOutLossError", epoch.heldOutLossError(),
                "heldOutError", epoch.heldOutError());
    }

    private static Map<String, @Nullable Object> fields(Provenance.Source source) {
        return JsonText.object(
                "name", source.name(),
                "licence", source.licence(),
                "photos", source.photos());
    }
}
