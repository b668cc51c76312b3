package org.weatherinference.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.weatherinference.command.Terminal;
import org.weatherinference.model.Answer;

/** For people: a line a photo; for a single photo every label with its bar. Failures go elsewhere. */
final class TextAnswers implements AnswerWriter {
    private static final int SMALL_BAR = 10;
    private static final int LARGE_BAR = 30;
    private static final String EIGHTHS = " ▏▎▍▌▋▊▉";
    private static final String UNSURE = "unsure";

    private final PrintStream out;
    private final Consumer<String> complaints;
    private final boolean single;
    private final boolean coloured;
    private final int width;

    TextAnswers(PrintStream out, Consumer<String> complaints, List<String> labels, boolean single) {
        this.out = out;
        this.complaints = complaints;
        this.single = single;
        coloured = Terminal.coloured(out);
        width = Math.max(
                UNSURE.length(), labels.stream().mapToInt(String::length).max().orElse(0));
    }

    @Override
    public boolean write(Answer answer) {
        switch (answer) {
            case Answer.Classified classified when single -> writeAlone(classified);
            case Answer.Classified classified -> out.println(line(classified));
            case Answer.Failed failed ->
                complaints.accept(failed.photo() + ": " + failed.error().detail());
        }
        return !out.checkError();
    }

    private String line(Answer.Classified answer) {
        return verdict(answer) + percent(answer.confidence()) + "  " + bar(answer.confidence(), SMALL_BAR) + "  "
                + answer.photo();
    }

    private String verdict(Answer.Classified answer) {
        return painted(answer.verdict(), padded(answer.verdict()));
    }

    private void writeAlone(Answer.Classified answer) {
        out.println(answer.photo() + ": " + painted(answer.verdict(), sentence(answer)));
        answer.probabilities()
                .forEach((label, probability) -> out.println("  " + padded(label) + percent(probability) + "  "
                        + painted(label, bar(probability, LARGE_BAR))));
        out.println("  " + origin(answer));
    }

    private static String sentence(Answer.Classified answer) {
        String sure = percent(answer.confidence()).strip();
        return answer.verdict().equals(answer.label())
                ? answer.label() + ", " + sure + " sure"
                : answer.verdict() + ", perhaps " + answer.label() + " (" + sure + ")";
    }

    private static String origin(Answer.Classified answer) {
        String applied = answer.applied().isEmpty() ? "" : ", " + String.join(", ", answer.applied());
        return String.format(
                Locale.ROOT,
                "%s, %.1f ms to decode, %.1f ms to classify%s",
                answer.model(),
                answer.millis().decode(),
                answer.millis().classify(),
                applied);
    }

    private String padded(String label) {
        return label + " ".repeat(Math.max(0, width - label.length()));
    }

    private static String percent(float probability) {
        return String.format(Locale.ROOT, " %5.1f %%", 100 * probability);
    }

    /** As wide as the probability, to an eighth of a character. */
    private static String bar(float probability, int width) {
        int eighths = Math.round(probability * width * 8);
        String part = eighths % 8 == 0 ? "" : EIGHTHS.substring(eighths % 8, eighths % 8 + 1);
        String bar = "█".repeat(eighths / 8) + part;
        return bar + " ".repeat(width - bar.length());
    }

    private String painted(String label, String text) {
        return coloured ? "\u001b[" + colour(label) + "m" + text + "\u001b[0m" : text;
    }

    private static int colour(String label) {
        return switch (label) {
            case "sunny" -> 33;
            case "raining" -> 34;
            case "snowy" -> 36;
            case UNSURE -> 2;
            default -> 1;
        };
    }
}
