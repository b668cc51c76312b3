package org.weatherinference.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.weatherinference.model.Answer;

/** Shows answers, one after the other, on standard output. */
interface AnswerWriter {
    /** What {@code --format} offers. */
    enum Format {
        TEXT,
        JSON,
        CSV;

        /**
         * A writer of this format.
         *
         * @param complaints take the lines about photos that were not classified, where the format has no place for
         *     them
         * @param labels of the bundle
         * @param single whether there is only one photo, about which more can be said
         */
        AnswerWriter writer(PrintStream out, Consumer<String> complaints, List<String> labels, boolean single) {
            return switch (this) {
                case TEXT -> new TextAnswers(out, complaints, labels, single);
                case JSON -> new JsonAnswers(out);
                case CSV -> new CsvAnswers(out, labels);
            };
        }

        /** As typed. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Writes one, at once.
     *
     * @return whether anyone still reads: a pipe may have been left
     */
    boolean write(Answer answer);
}
