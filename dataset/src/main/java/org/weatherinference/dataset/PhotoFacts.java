package org.weatherinference.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.weatherinference.photo.PhotoException;
import org.weatherinference.photo.PhotoHeader;

/** All that is known of one photo of a dataset. */
public final class PhotoFacts {
    private PhotoFacts() {}

    /**
     * Its row of {@code photos.csv}, or its path and label where there is none, and what its file is; in that order.
     * Columns in which nothing is recorded are left out.
     *
     * @param photo its path below the folder, or as it would be opened from here
     * @throws DatasetException where it is not listed, or cannot be read
     */
    public static Map<String, String> of(Path folder, PhotosTable table, Path photo) throws DatasetException {
        String path = path(folder, table, photo);
        Map<String, String> facts = new LinkedHashMap<>();
        for (String column : table.columns()) {
            String value = table.value(path, column);
            if (!value.isEmpty()) {
                facts.put(column.strip(), value);
            }
        }
        facts.putAll(file(folder.resolve(path)));
        return facts;
    }

    private static String path(Path folder, PhotosTable table, Path photo) throws DatasetException {
        String given = slashed(photo);
        if (table.lists(given)) {
            return given;
        }
        String below = slashed(absolute(folder).relativize(absolute(photo)));
        if (table.lists(below)) {
            return below;
        }
        throw new DatasetException("%s is no photo of %s".formatted(photo, folder));
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }

    private static String slashed(Path path) {
        return path.toString().replace(path.getFileSystem().getSeparator(), "/");
    }

    private static Map<String, String> file(Path file) throws DatasetException {
        try {
            byte[] bytes = Files.readAllBytes(file);
            Map<String, String> facts = new LinkedHashMap<>();
            PhotoHeader header = Content.DECODER.header(bytes);
            facts.put("format", header.format().toString());
            facts.put("pixels", header.uprightWidth() + " x " + header.uprightHeight());
            facts.put("bytes", String.format(Locale.ROOT, "%d", bytes.length));
            facts.put("sha256", Sha256.hex(bytes));
            return facts;
        } catch (IOException | PhotoException e) {
            throw new DatasetException(file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
