package org.weatherinference.dataset;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Replaces files as a whole: whoever reads one, even after a power cut, finds all of the old or all of the new. */
final class AtomicFile {
    private AtomicFile() {}

    static void write(Path file, byte[] bytes) throws IOException {
        Path target = Files.exists(file) ? file.toRealPath() : file;
        Path fresh = target.resolveSibling("." + target.getFileName() + ".new");
        // No channel: that would be closed by an interrupt, and what is there is saved when one comes.
        try (FileOutputStream out = new FileOutputStream(fresh.toFile())) {
            out.write(bytes);
            out.getFD().sync();
        }
        Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
