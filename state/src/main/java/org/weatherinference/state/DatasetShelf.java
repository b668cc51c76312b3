package org.weatherinference.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.weatherinference.model.Spelling;

/**
 * The folder whose sub-folders are the datasets that training jobs may learn from. Servers and workers on several
 * machines must see the same ones there.
 *
 * @param root need not exist
 */
public record DatasetShelf(Path root) {
    /** Where unpacked uploads lie, each in a folder of its own. */
    static final String UPLOADS = "uploads";

    /** The folder that is used where none is set. */
    public static DatasetShelf standard(Path home) {
        return new DatasetShelf(home.resolve("datasets"));
    }

    /** Where uploads lie, or would. */
    public Path uploads() {
        return root.resolve(UPLOADS);
    }

    /**
     * A dataset's folder.
     *
     * @throws StateException.Unknown where there is none, naming those there are
     */
    public Path folder(DatasetSource.Folder source) throws StateException.Unknown {
        Path folder = root.resolve(source.name());
        if (!Files.isDirectory(folder)) {
            List<String> names = names();
            throw new StateException.Unknown("there is no dataset \"" + source.name() + "\" for training jobs"
                    + (names.isEmpty() ? "" : "; there is " + String.join(", ", names))
                    + Spelling.hint(source.name(), names));
        }
        return folder;
    }

    /**
     * An upload's folder.
     *
     * @throws StateException.Unknown where there is none
     */
    public Path folder(DatasetSource.Upload source) throws StateException.Unknown {
        Path folder = uploads().resolve(source.id());
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw new StateException.Unknown(
                    "there is no upload \"" + source.id() + "\" (any more): send the zip file with the job");
        }
        return folder;
    }

    /** The names of all datasets but uploads, sorted. */
    public List<String> names() {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(root)) {
            return folders.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .filter(name -> !name.equals(UPLOADS) && !name.startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException _) {
            // Nobody can learn from what cannot be read.
            return List.of();
        }
    }
}
