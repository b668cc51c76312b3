package org.weatherinference.model;

/** Why a bundle was not found, refused or not written; the message is fit for users. */
public final class BundleException extends Exception {
    private static final long serialVersionUID = 1;

    /** Says which bundle and which rule. */
    public BundleException(String message) {
        super(message);
    }

    /** Says which bundle and which rule. */
    public BundleException(String message, Throwable cause) {
        super(message, cause);
    }
}
