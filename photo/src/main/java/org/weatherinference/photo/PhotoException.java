package org.weatherinference.photo;

/** Why bytes did not become a photo. The message names the thing, the value found and the rule; it is fit for users. */
public abstract sealed class PhotoException extends Exception
        permits MalformedPhotoException, UnsupportedPhotoException, PhotoTooLargeException {
    private static final long serialVersionUID = 1;

    PhotoException(String message) {
        super(message);
    }
}
