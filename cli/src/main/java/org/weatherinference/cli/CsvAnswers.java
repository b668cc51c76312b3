package org.weatherinference.cli;

import java.io.PrintStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.weatherinference.model.Answer;

/** A header, then a row a photo, as RFC 4180 says but for the line ends. */
final class CsvAnswers implements AnswerWriter {
    private final PrintStream out;
    private final List<String> labels;

    CsvAnswers(PrintStream out, List<String> labels) {
        this.out = out;
        this.labels = labels;
        List<String> header = new ArrayList<>(List.of("photo", "verdict", "label", "confidence"));
        header.addAll(labels);
        header.addAll(List.of("model", "applied", "error", "detail"));
        row(header);
    }

    @Override
    public boolean write(Answer answer) {
        row(
                switch (answer) {
                    case Answer.Classified classified -> cells(classified);
                    case Answer.Failed failed -> cells(failed);
                });
        return !out.checkError();
    }

    private List<String> cells(Answer.Classified answer) {
        List<String> cells = new ArrayList<>();
        cells.addAll(List.of(name(answer), answer.verdict(), answer.label(), decimal(answer.confidence())));
        labels.forEach(label -> cells.add(decimal(answer.probabilities().getOrDefault(label, 0f))));
        cells.addAll(List.of(answer.model(), String.join(" ", answer.applied()), "", ""));
        return cells;
    }

    private List<String> cells(Answer.Failed answer) {
        List<String> cells = new ArrayList<>(List.of(name(answer), "", "", ""));
        labels.forEach(label -> cells.add(""));
        cells.addAll(List.of("", "", answer.error().type(), answer.error().detail()));
        return cells;
    }

    private static String name(Answer answer) {
        return String.valueOf(answer.photo());
    }

    private static String decimal(float value) {
        return new BigDecimal(Float.toString(value)).toPlainString();
    }

    private void row(List<String> cells) {
        out.print(cells.stream().map(CsvAnswers::quoted).collect(Collectors.joining(",", "", "\n")));
    }

    private static String quoted(String cell) {
        boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }
}
