package org.weatherinference.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.weatherinference.command.CommandException;
import org.weatherinference.model.Answer;

/**
 * Copies of photos in one folder a verdict. Nothing is overwritten: a photo that is there already stays as it is, and
 * another of the same name gets a number.
 */
final class SortedCopies implements Classification.Keeper {
    private final Path folder;

    SortedCopies(Path folder) {
        this.folder = folder;
    }

    @Override
    public void keep(PhotoInput input, Answer.Classified answer) {
        Path target = folder.resolve(answer.verdict());
        try {
            Files.createDirectories(target);
            copy(input.read(), target, input.fileName());
        } catch (IOException | InputException e) {
            throw new CommandException("cannot copy " + input.name() + " into " + target + ": " + e.getMessage(), e);
        }
    }

    private static void copy(byte[] photo, Path folder, String name) throws IOException {
        for (int number = 1; ; number++) {
            Path copy = folder.resolve(numbered(name, number));
            try {
                Files.copy(new ByteArrayInputStream(photo), copy);
                return;
            } catch (FileAlreadyExistsException e) {
                if (holds(copy, photo)) {
                    return;
                }
            }
        }
    }

    private static boolean holds(Path file, byte[] photo) throws IOException {
        return Files.isRegularFile(file)
                && Files.size(file) == photo.length
                && Arrays.equals(Files.readAllBytes(file), photo);
    }

    /** {@code rain.jpg}, then {@code rain-2.jpg}. */
    static String numbered(String name, int number) {
        int dot = name.lastIndexOf('.');
        int end = dot > 0 ? dot : name.length();
        return number == 1 ? name : name.substring(0, end) + "-" + number + name.substring(end);
    }
}
