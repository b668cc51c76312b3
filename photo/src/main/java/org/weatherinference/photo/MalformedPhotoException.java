package org.weatherinference.photo;

/** Not a picture, truncated or corrupt. */
public final class MalformedPhotoException extends PhotoException {
    private static final long serialVersionUID = 1;

    MalformedPhotoException(String message) {
        super(message);
    }
}
