package org.weatherinference.model;

import org.weatherinference.photo.MalformedPhotoException;
import org.weatherinference.photo.PhotoException;
import org.weatherinference.photo.PhotoTooLargeException;
import org.weatherinference.photo.UnsupportedPhotoException;

/** The listed set of {@code error.type}. */
public enum ProblemType {
    /** Not a picture, truncated or corrupt. */
    NOT_A_PHOTO("not-a-photo", 422, "Not a readable photo"),
    /** A picture in a format that is not read. */
    UNSUPPORTED_FORMAT("unsupported-format", 415, "A format that is not read"),
    /** Beyond a limit on bytes, pixels or scans. */
    PHOTO_TOO_LARGE("photo-too-large", 413, "The photo is too large"),
    /** A file that is missing or may not be read. */
    NOT_READABLE("not-readable", 404, "The photo could not be read"),
    /** A URL that the rules forbid. */
    URL_REFUSED("url-refused", 400, "The address is not allowed"),
    /** A URL that could not be reached or did not answer with a photo. */
    URL_UNREACHABLE("url-unreachable", 502, "The address gave no photo"),
    /** A URL that took too long. */
    URL_TIMEOUT("url-timeout", 504, "The address was too slow"),
    /** A fault of this program. */
    INTERNAL("internal", 500, "The program failed");

    private final String word;
    private final int status;
    private final String title;

    ProblemType(String word, int status, String title) {
        this.word = word;
        this.status = status;
        this.title = title;
    }

    /** What kind of problem a refused photo is. */
    public static ProblemType of(PhotoException refusal) {
        return switch (refusal) {
            case MalformedPhotoException _ -> NOT_A_PHOTO;
            case UnsupportedPhotoException _ -> UNSUPPORTED_FORMAT;
            case PhotoTooLargeException _ -> PHOTO_TOO_LARGE;
        };
    }

    /** As in answers. */
    public String word() {
        return word;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** A short sentence, the same for every occurrence. */
    public String title() {
        return title;
    }

    /** This problem with what was found. */
    public Answer.Problem with(String detail) {
        return new Answer.Problem(word, title, status, detail);
    }
}
