package org.weatherinference.cli;

import java.io.PrintStream;
import org.weatherinference.model.Answer;

/** An object a line, failures too. */
record JsonAnswers(PrintStream out) implements AnswerWriter {
    @Override
    public boolean write(Answer answer) {
        out.print(answer.toJson() + "\n");
        return !out.checkError();
    }
}
