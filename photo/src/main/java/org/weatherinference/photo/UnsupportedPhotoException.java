package org.weatherinference.photo;

/** A picture in a format, or a variant of one, that is not read. */
public final class UnsupportedPhotoException extends PhotoException {
    private static final long serialVersionUID = 1;
    private final String format;

    UnsupportedPhotoException(String format, String message) {
        super(message);
        this.format = format;
    }

    /** The format found, such as {@code HEIC}. */
    public String format() {
        return format;
    }
}
