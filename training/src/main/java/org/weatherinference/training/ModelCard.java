package org.weatherinference.training;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.weatherinference.evaluation.Calibration;
import org.weatherinference.model.Metrics;
import org.weatherinference.model.Provenance;

/** A bundle's card for people, in Markdown (Mitchell et al. 2019, "Model Cards for Model Reporting"). */
final class ModelCard {
    private final StringBuilder text = new StringBuilder();

    private ModelCard() {}

    static String of(
            String name,
            List<String> labels,
            Calibration calibration,
            @Nullable Metrics metrics,
            Provenance provenance) {
        ModelCard card = new ModelCard();
        card.use(name, labels, calibration);
        card.measured(metrics);
        card.photos(provenance);
        card.table("How it was trained", "Setting", provenance.settings());
        card.line("It began as `%s`. Dataset: sha256 `%s`.", provenance.parent(), provenance.dataset());
        card.table("Made with", "Part", provenance.versions());
        return card.text.toString();
    }

    private void use(String name, List<String> labels, Calibration calibration) {
        line("# %s", name);
        line("Tells the weather on a photo: %s.", String.join(", ", labels));
        line(
                "An answer with a probability below %.1f %% is given as *unsure*. Probabilities are calibrated (temperature %.3f)"
                        + " on photos that the network did not learn from.",
                100 * calibration.unsureThreshold(), calibration.temperature());
        line(
                "It was made for outdoor photos taken by people and fixed cameras. It gives one label to a photo, though sun and"
                        + " rain can come together; a wet street after the rain, dusk and night are where it errs most. Do not let"
                        + " anybody's safety depend on it.");
    }

    private void measured(@Nullable Metrics metrics) {
        line("## Measured");
        if (metrics == null) {
            line("Nothing: the dataset had no photos in its valid split.");
            return;
        }
        line(
                "%d of %d photos of the valid split wrong: %.2f %% (95 %% interval %.2f to %.2f %%). Expected calibration error"
                        + " %.2f %%. Sure answers: %.1f %% of the photos, of which %.2f %% are wrong.",
                metrics.wrong(),
                metrics.photos(),
                100 * metrics.error(),
                100 * metrics.errorLow(),
                100 * metrics.errorHigh(),
                100 * metrics.calibrationError(),
                100 * metrics.coverage(),
                100 * metrics.sureError());
        row("Source", "Photos", "Wrong");
        row("---", "---:", "---:");
        metrics.perSource().forEach(source -> row(source.source(), source.photos(), source.wrong()));
        line("");
        line("These are photos of the sources that it learnt from. On photos of other sources expect more errors.");
    }

    private void photos(Provenance provenance) {
        line("## Photos it learnt from");
        row("Label", "Photos");
        row("---", "---:");
        provenance.photos().forEach((label, photos) -> row(label, photos));
        line("");
        row("Source", "Licence", "Photos");
        row("---", "---", "---:");
        provenance.sources().forEach(source -> row(source.name(), source.licence(), source.photos()));
        line("");
        long unstated = provenance.sources().stream()
                .filter(source -> source.licence().matches("not stated|unknown"))
                .count();
        line(
                "%d of the %d sources state no licence for their photos. No photo is part of this bundle.",
                unstated, provenance.sources().size());
    }

    private void table(String title, String key, Map<String, String> values) {
        line("## %s", title);
        row(key, "Value");
        row("---", "---");
        values.forEach((name, value) -> row(name, value));
        line("");
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation is not worth a dependency
    private void line(String format, Object... arguments) {
        text.append(arguments.length == 0 ? format : String.format(Locale.ROOT, format, arguments));
        text.append(format.isEmpty() ? "\n" : "\n\n");
    }

    private void row(Object... cells) {
        text.append('|');
        for (Object cell : cells) {
            text.append(' ').append(cell).append(" |");
        }
        text.append('\n');
    }
}
