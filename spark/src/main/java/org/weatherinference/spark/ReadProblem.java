package org.weatherinference.spark;

import java.io.FileNotFoundException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import org.apache.hadoop.security.AccessControlException;
import org.weatherinference.model.Answer;
import org.weatherinference.model.ProblemType;

/** Why something could not be read, in the words of {@code weather classify}. */
final class ReadProblem {
    private ReadProblem() {}

    static Answer.Problem of(Exception failure) {
        return ProblemType.NOT_READABLE.with(reason(failure));
    }

    private static String reason(Exception failure) {
        return switch (failure) {
            case AccessControlException _, AccessDeniedException _ -> "no permission to read it";
            case FileNotFoundException _, NoSuchFileException _ -> "no such file or folder";
            default -> firstLine(failure);
        };
    }

    private static String firstLine(Exception failure) {
        String message = failure.getMessage();
        return message == null
                ? failure.toString()
                : message.lines().findFirst().orElse(failure.toString());
    }
}
