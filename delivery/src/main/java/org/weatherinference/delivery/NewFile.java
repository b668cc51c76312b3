package org.weatherinference.delivery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.weatherinference.command.CommandException;

/** A file or folder that a command is to make, where there is none yet. */
record NewFile(Path path) {
    /** Writes what a file is to hold. */
    interface Content {
        void writeTo(Path file) throws IOException;
    }

    /**
     * Before the work, not after it.
     *
     * @throws CommandException when it exists, or cannot be made there
     */
    static NewFile at(Path path) {
        if (Files.exists(path)) {
            throw new CommandException(path + " exists already: remove it, or name another");
        }
        Path folder = path.toAbsolutePath().getParent();
        if (folder != null && !Files.isWritable(folder)) {
            throw new CommandException(
                    path + " cannot be written: there is no folder " + folder + " that may be written to");
        }
        return new NewFile(path);
    }

    /** Makes it a file, whole or not at all. */
    void write(Content content) throws IOException {
        Path unfinished = path.resolveSibling("." + path.getFileName() + ".unfinished");
        try {
            content.writeTo(unfinished);
            Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }
}
