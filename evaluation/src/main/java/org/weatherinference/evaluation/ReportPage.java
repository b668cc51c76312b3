package org.weatherinference.evaluation;

import static java.nio.charset.StandardCharsets.UTF_8;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.weatherinference.dataset.Entry;
import org.weatherinference.dataset.Split;
import org.weatherinference.model.BundleManifest;
import org.weatherinference.model.Preparation;
import org.weatherinference.model.Provenance;

/** A report as its templates see it. */
final class ReportPage {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "d MMMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** Fewer photos than these have too wide an interval to say anything. */
    private static final int FEW = 30;

    private final Report report;
    private final Pictures pictures;
    private final Originals originals;
    private final Instant created;

    ReportPage(Report report, Pictures pictures, Originals originals, Instant created) {
        this.report = report;
        this.pictures = pictures;
        this.originals = originals;
        this.created = created;
    }

    String html() {
        TemplateEngine engine = TemplateEngine.createPrecompiled(
                null, ContentType.Html, ReportPage.class.getClassLoader(), ReportPage.class.getPackageName());
        var html = new StringOutput(1 << 20);
        engine.render("report.jte", this, html);
        return html.toString();
    }

    String style() {
        try (InputStream in = Objects.requireNonNull(ReportPage.class.getResourceAsStream("report.css"))) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Report report() {
        return report;
    }

    Evaluation evaluation() {
        return report.measured().evaluation();
    }

    BundleManifest manifest() {
        return report.measured().manifest();
    }

    String reference() {
        return manifest().reference();
    }

    String mark() {
        return ReportFolder.MARK;
    }

    String created() {
        return TIME.format(created);
    }

    Tally all() {
        return Tally.of(evaluation().cases());
    }

    @Nullable
    Picture thumbnail(Entry entry) {
        return pictures.thumbnail(entry);
    }

    @Nullable
    Picture loss(Entry entry) {
        return pictures.loss(entry);
    }

    boolean hasHeat() {
        return report.losses().stream()
                .map(one -> pictures.loss(one.entry()))
                .anyMatch(picture -> picture != null && picture.heat() != null);
    }

    String link(Entry entry) {
        return originals.link(entry);
    }

    String measuredOn() {
        String splits =
                report.splits().stream().map(split -> "'" + split.word() + "'").collect(Collectors.joining(" and "));
        return splits.isEmpty() ? "no split is recorded" : "split " + splits;
    }

    /** Photos that the bundle is likely to have learnt from themselves. */
    boolean measuresOnTraining() {
        return report.splits().contains(Split.TRAIN);
    }

    List<TallyRow> labels() {
        return evaluation().perLabel().stream()
                .map(label -> new TallyRow(
                        label.label(),
                        "recall " + Percent.of(label.recall()) + ", precision " + Percent.of(label.precision()),
                        label.tally()))
                .toList();
    }

    List<TallyRow> sources() {
        return evaluation().perSource().stream()
                .map(source -> new TallyRow(source.source(), words(source.familiarity()), source.tally()))
                .toList();
    }

    private static String words(Familiarity familiarity) {
        return switch (familiarity) {
            case LEARNT -> "the bundle learnt from it";
            case UNSEEN -> "the bundle never saw it";
            case UNKNOWN -> "not known whether the bundle learnt from it";
        };
    }

    List<TallyRow> familiarities() {
        List<TallyRow> rows = new ArrayList<>();
        rows.add(new TallyRow("Sources it never saw", "", evaluation().of(Familiarity.UNSEEN)));
        rows.add(new TallyRow("Sources it learnt from", "", evaluation().of(Familiarity.LEARNT)));
        Tally unknown = evaluation().of(Familiarity.UNKNOWN);
        if (unknown.photos() > 0) {
            rows.add(new TallyRow("Not known which", "", unknown));
        }
        return rows;
    }

    /** What the sources say about the figures, plainly. */
    String aboutSources() {
        Tally unseen = evaluation().of(Familiarity.UNSEEN);
        if (unseen.photos() > 0) {
            return "%s never saw the sources of %d of these photos. %s"
                    .formatted(
                            reference(),
                            unseen.photos(),
                            unseen.photos() < FEW
                                    ? "They are too few to tell its error on photos from elsewhere."
                                    : "Their error is the honest one for photos from elsewhere.");
        }
        return evaluation().of(Familiarity.LEARNT).photos() > 0
                ? "All these photos are of sources that %s learnt from. On photos of other sources expect more errors."
                        .formatted(reference())
                : "Neither the photos nor the bundle tell whether %s learnt from these sources.".formatted(reference());
    }

    List<TallyRow> lights() {
        return List.of(
                new TallyRow("In the dark", "", evaluation().dark()),
                new TallyRow("In daylight", "", evaluation().daylight()));
    }

    String darkBelow() {
        return "%.0f %%".formatted(100 * Brightness.DARK);
    }

    Plot reliabilityPlot() {
        double lowest = Math.floor(10.0 / evaluation().labels().size()) / 10;
        return new Plot(new Scale(lowest, 1, true), new Scale(0, 1, true), 480, 320);
    }

    /** How many answers each bin holds, over the same confidences. */
    Plot countPlot() {
        int most = evaluation().bins().stream()
                .mapToInt(bin -> bin.tally().photos())
                .max()
                .orElse(1);
        return new Plot(reliabilityPlot().across(), Scale.upTo(most, false), 480, 150);
    }

    Plot coveragePlot() {
        double most = evaluation().coverageCurve().stream()
                .mapToDouble(point -> point.sure().error())
                .max()
                .orElse(1);
        return new Plot(new Scale(0, 1, true), Scale.upTo(Math.max(0.01, most), true), 480, 320);
    }

    List<Plot.Point> coverageLine() {
        return evaluation().coverageCurve().stream()
                .map(point -> new Plot.Point(point.coverage(), point.sure().error()))
                .toList();
    }

    List<Provenance.Epoch> history() {
        Provenance provenance = manifest().provenance();
        return provenance == null ? List.of() : provenance.history();
    }

    LearningCurves curves() {
        return LearningCurves.of(Objects.requireNonNull(manifest().provenance()));
    }

    /** The figures of both bundles, where there is another. */
    List<ComparedRow> compared(Measurement against) {
        Evaluation model = evaluation();
        Evaluation other = against.evaluation();
        List<ComparedRow> rows = new ArrayList<>();
        rows.add(ComparedRow.of("All photos", all(), Tally.of(other.cases())));
        rows.add(ComparedRow.of("Sure answers", model.sure(), other.sure()));
        rows.add(ComparedRow.of("Sources never seen", model.of(Familiarity.UNSEEN), other.of(Familiarity.UNSEEN)));
        rows.add(ComparedRow.of("In the dark", model.dark(), other.dark()));
        rows.add(ComparedRow.of("In daylight", model.daylight(), other.daylight()));
        rows.addAll(comparedLabels(other));
        rows.add(new ComparedRow(
                "Calibration error",
                model.metrics().calibrationError(),
                "",
                other.metrics().calibrationError(),
                ""));
        return rows;
    }

    private List<ComparedRow> comparedLabels(Evaluation other) {
        List<ComparedRow> rows = new ArrayList<>();
        for (LabelTally own : evaluation().perLabel()) {
            other.perLabel().stream()
                    .filter(its -> its.label().equals(own.label()) && own.photos() > 0)
                    .forEach(its -> rows.add(ComparedRow.of(own.label(), own.tally(), its.tally())));
        }
        return rows;
    }

    Map<String, String> bundleFacts() {
        BundleManifest manifest = manifest();
        Preparation preparation = manifest.preparation();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("bundle", manifest.reference());
        facts.put("made", TIME.format(manifest.created()));
        facts.put("labels", String.join(", ", manifest.labels()));
        facts.put(
                "input",
                preparation.width() + " x " + preparation.height() + " pixels, "
                        + preparation.fit().name().toLowerCase(Locale.ROOT));
        facts.put("unsure", "below " + Percent.of(manifest.unsureThreshold()));
        facts.put("temperature", String.format(Locale.ROOT, "%.3f", manifest.temperature()));
        facts.put("network", "sha256 " + manifest.files().getOrDefault("model.onnx", "-"));
        facts.put("licence", manifest.licence());
        if (manifest.provenance() != null) {
            facts.put("began with", manifest.provenance().parent());
            facts.put("learnt from", "dataset sha256 " + manifest.provenance().dataset());
        }
        return facts;
    }

    Map<String, String> measuredFacts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("dataset", report.datasetName() + ", " + measuredOn());
        facts.put(
                "photos",
                all().photos() + " measured, " + report.measured().unreadable().size() + " could not be read");
        evaluation().perLabel().forEach(label -> facts.put(label.label(), label.photos() + " photos"));
        facts.put(
                "weather-inference",
                Objects.requireNonNullElse(
                        ReportPage.class.getPackage().getImplementationVersion(), "of an unknown version"));
        return facts;
    }
}
