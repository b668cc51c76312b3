package org.weatherinference.model;

/** Why a zip file was refused; the message is fit for users, and says "it" for the file. */
public final class ArchiveException extends Exception {
    private static final long serialVersionUID = 1;

    ArchiveException(String message) {
        super(message);
    }

    ArchiveException(String message, Throwable cause) {
        super(message, cause);
    }
}
