package org.weatherinference.spark;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.weatherinference.model.ProblemType;
import org.weatherinference.photo.PhotoLimits;
import org.weatherinference.photo.PhotoTooLargeException;
import org.weatherinference.spark.PhotoContent.Refused;
import org.weatherinference.spark.PhotoContent.Whole;

/** Reads photos, one at a time, from wherever Hadoop can and from the web; on executors. */
record PhotoReader(Configuration hadoop, WebPhotos web, AnsweredPhotos answered) {
    private static final PhotoLimits LIMITS = PhotoLimits.DEFAULT;

    /** The photos of a source but those that were answered before; each is read when it is asked for. */
    Iterator<PhotoContent> read(PhotoSource source) {
        if (source instanceof PhotoSource.InArchive archive) {
            return ArchivePhotos.open(archive, hadoop, name -> !answered.contains(name));
        }
        return answered.contains(source.name())
                ? Collections.emptyIterator()
                : List.of(single(source)).iterator();
    }

    private PhotoContent single(PhotoSource source) {
        return switch (source) {
            case PhotoSource.InFile file -> file(file);
            case PhotoSource.OnWeb address -> web.fetch(address.name());
            case PhotoSource.InRow row -> new Whole(row.name(), row.bytes());
            case PhotoSource.Nowhere nowhere -> new Refused(nowhere.name(), nowhere.problem());
            case PhotoSource.InArchive archive -> throw new IllegalArgumentException(archive.name());
        };
    }

    private PhotoContent file(PhotoSource.InFile file) {
        try {
            LIMITS.requireBytes(file.bytes());
            try (InputStream in = StoredFile.open(file.uri(), hadoop)) {
                return new Whole(file.name(), readAtMost(in));
            }
        } catch (PhotoTooLargeException e) {
            return tooLarge(file.name(), e);
        } catch (IOException | RuntimeException e) {
            return new Refused(file.name(), ReadProblem.of(e));
        }
    }

    static Refused tooLarge(String name, PhotoTooLargeException e) {
        return Refused.of(name, ProblemType.PHOTO_TOO_LARGE, String.valueOf(e.getMessage()));
    }

    /** A byte beyond the limit is enough for the decoder to refuse it. */
    static byte[] readAtMost(InputStream in) throws IOException {
        return in.readNBytes(LIMITS.maxBytes() + 1);
    }
}
