package org.weatherinference.clients;

import java.util.List;

/** A program in the making, line by line. */
final class SourceText {
    /** What the templates keep to. */
    static final int WIDTH = 120;

    private final StringBuilder text = new StringBuilder();
    private final int step;

    /** Empty; what is inside something is indented by so many spaces more. */
    SourceText(int step) {
        this.step = step;
    }

    /** Lines, indented by so many spaces. */
    SourceText lines(int indent, String... lines) {
        for (String line : lines) {
            text.append((" ".repeat(indent) + line).stripTrailing()).append('\n');
        }
        return this;
    }

    /**
     * Words, broken into lines.
     *
     * @param first in front of the first line
     * @param further in front of the others
     */
    SourceText words(int indent, String first, String further, String words) {
        String line = first;
        String glue = "";
        for (String word : words.split(" ", -1)) {
            if (indent + line.length() + glue.length() + word.length() > WIDTH) {
                lines(indent, line);
                line = further;
                glue = "";
            }
            line += glue + word;
            glue = " ";
        }
        return lines(indent, line);
    }

    /** As a comment of JavaScript. */
    SourceText comment(int indent, String words) {
        String line = "/** " + words + " */";
        return indent + line.length() <= WIDTH
                ? lines(indent, line)
                : lines(indent, "/**").words(indent, " * ", " * ", words).lines(indent, " */");
    }

    /** A list in one line, or, where that would be too long, in one for each. */
    SourceText list(int indent, String before, List<String> elements, String after) {
        String line = before + String.join(", ", elements) + after;
        if (indent + line.length() <= WIDTH) {
            return lines(indent, line);
        }
        lines(indent, before.stripTrailing());
        elements.forEach(element -> lines(indent + step, element + ","));
        return lines(indent, after.strip());
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
