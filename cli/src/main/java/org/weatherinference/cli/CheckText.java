package org.weatherinference.cli;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.weatherinference.dataset.CheckReport;
import org.weatherinference.dataset.Finding;
import org.weatherinference.dataset.Mending.Moved;
import org.weatherinference.dataset.Telltale;
import org.weatherinference.evaluation.TextTable;
import org.weatherinference.model.JsonText;

/** What a check found and what was moved, in words. */
record CheckText(CheckReport report, List<Moved> moved) {
    /** Lines, each with its end: first what was found, photo by photo, then the counts. */
    String text() {
        StringBuilder text = new StringBuilder();
        for (Finding finding : report.findings()) {
            text.append(finding.kind().word())
                    .append(": ")
                    .append(sentence(finding))
                    .append('\n');
        }
        for (Moved move : moved) {
            text.append("moved: ")
                    .append(move.from())
                    .append(" to ")
                    .append(move.to())
                    .append('\n');
        }
        text.append(report.findings().isEmpty() ? "" : "\n")
                .append(labels())
                .append('\n')
                .append(telltales());
        return text.append('\n').append(summary()).toString();
    }

    /** Where a row or a folder is wrong, the detail names it. */
    private static String sentence(Finding finding) {
        return switch (finding.kind()) {
            case BROKEN_ROW -> finding.detail();
            case MISPLACED -> finding.photo().equals(".") ? finding.detail() : finding.photo() + " " + finding.detail();
            case UNLISTED, UNREADABLE, TINY, MISNAMED -> finding.photo() + ": " + finding.detail();
            case TWO_LABELS, LEAK, DUPLICATE, NEAR_DUPLICATE -> finding.photo() + " " + finding.detail();
        };
    }

    private String labels() {
        TextTable table = new TextTable().row("Label", "photos", "share");
        report.labels()
                .forEach((label, count) ->
                        table.row(label, String.valueOf(count), percent((double) count / report.photos())));
        return table + (report.lopsided() ? lopsided() : "");
    }

    private String lopsided() {
        return String.format(
                Locale.ROOT,
                "warning: the largest label has %.1f times the photos of the smallest; a network leans towards it\n",
                report.imbalance());
    }

    private String telltales() {
        TextTable table = new TextTable().row("What tells the label", "right", "guessing", "mistakes spared");
        StringBuilder warnings = new StringBuilder();
        for (Telltale telltale : report.telltales()) {
            table.row(
                    telltale.feature(),
                    percent(telltale.right()),
                    percent(telltale.guess()),
                    percent(telltale.spared()));
            if (telltale.tells()) {
                warnings.append("warning: ").append(warning(telltale)).append('\n');
            }
        }
        return report.telltales().isEmpty() ? "" : table + warnings.toString();
    }

    private static String warning(Telltale telltale) {
        String told = telltale.told().isEmpty()
                ? ""
                : ", and tells " + String.join(", ", telltale.told().keySet()) + " from the rest";
        return "%s alone gives %s of the labels (guessing: %s)%s; %s"
                .formatted(
                        telltale.feature(),
                        percent(telltale.right()),
                        percent(telltale.guess()),
                        told,
                        telltale.example());
    }

    private String summary() {
        Map<Finding.Kind, Long> counts = counts();
        String found = counts.isEmpty()
                ? "nothing to mend"
                : counts.entrySet().stream()
                        .map(count -> count.getValue() + " " + count.getKey().word())
                        .collect(Collectors.joining(", "));
        return "%d photos: %s%s\n"
                .formatted(report.photos(), found, moved.isEmpty() ? "" : "; " + moved.size() + " moved");
    }

    private Map<Finding.Kind, Long> counts() {
        return report.findings().stream()
                .collect(Collectors.groupingBy(
                        Finding::kind, () -> new EnumMap<>(Finding.Kind.class), Collectors.counting()));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    /** One object on one line. */
    String json() {
        return JsonText.line(JsonText.object(
                        "photos",
                        report.photos(),
                        "labels",
                        report.labels(),
                        "findings",
                        report.findings().stream().map(CheckText::object).toList(),
                        "telltales",
                        report.telltales().stream().map(CheckText::object).toList(),
                        "moved",
                        moved.stream()
                                .map(move -> JsonText.object("from", move.from(), "to", move.to()))
                                .toList()))
                + "\n";
    }

    private static Map<String, ?> object(Finding finding) {
        return JsonText.object(
                "kind",
                finding.kind().word(),
                "photo",
                finding.photo(),
                "others",
                finding.others(),
                "detail",
                finding.detail());
    }

    private static Map<String, ?> object(Telltale telltale) {
        return JsonText.object(
                "feature",
                telltale.feature(),
                "right",
                telltale.right(),
                "guess",
                telltale.guess(),
                "spared",
                telltale.spared(),
                "tells",
                telltale.tells(),
                "told",
                telltale.told(),
                "example",
                telltale.example());
    }
}
