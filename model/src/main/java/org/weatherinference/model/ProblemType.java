package org.weatherinference.model;

import java.util.Arrays;
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
    /** A request that is not one: syntax, parameters, parts. */
    BAD_REQUEST("bad-request", 400, "The request is malformed"),
    /** No such path. */
    NOT_FOUND("not-found", 404, "There is nothing here"),
    /** No such bundle among those that answer. */
    NO_SUCH_MODEL("no-such-model", 404, "No such model"),
    /** A path that takes other methods. */
    METHOD_NOT_ALLOWED("method-not-allowed", 405, "The method is not allowed here"),
    /** A body that did not arrive in time. */
    TOO_SLOW("too-slow", 408, "The request came too slowly"),
    /** More bytes or parts than one request may have. */
    REQUEST_TOO_LARGE("request-too-large", 413, "The request is too large"),
    /** A body that is neither a photo, a form with photos nor JSON. */
    UNSUPPORTED_BODY("unsupported-body", 415, "A kind of body that is not read"),
    /** No key where one is needed, or one that opens nothing. */
    NO_KEY("no-key", 401, "A key is needed"),
    /** A key without the right that is needed. */
    NOT_ALLOWED("not-allowed", 403, "The key does not open this"),
    /** What is there already forbids it. */
    CONFLICT("conflict", 409, "In conflict with what is there"),
    /** More requests from one address, or with one key, than are allowed. */
    TOO_MANY_REQUESTS("too-many-requests", 429, "Too many requests"),
    /** The waiting line is full, or the answer was not ready in time. */
    BUSY("busy", 503, "Too busy"),
    /** Keys, feedback or jobs cannot be reached. */
    UNAVAILABLE("unavailable", 503, "Not available now"),
    /** A training job that no worker would do. */
    NO_TRAINER("no-trainer", 503, "Nobody trains here now"),
    /** Still starting. */
    NOT_READY("not-ready", 503, "Not ready yet"),
    /** About to end. */
    SHUTTING_DOWN("shutting-down", 503, "Shutting down"),
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

    /**
     * The one with that word.
     *
     * @throws IllegalArgumentException where there is none
     */
    public static ProblemType named(String word) {
        return Arrays.stream(values())
                .filter(type -> type.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no type of problem is called \"" + word + '"'));
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
