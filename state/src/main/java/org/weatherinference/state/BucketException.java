package org.weatherinference.state;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Why a bucket cannot be used. The message is whole: it names the bucket and the way out, and no secret. */
final class BucketException extends IOException {
    private static final long serialVersionUID = 1;

    private final boolean passing;

    private BucketException(String message, boolean passing, @Nullable Throwable cause) {
        super(message, cause);
        this.passing = passing;
    }

    /** What stays until somebody changes something. */
    static BucketException lasting(String message) {
        return new BucketException(message, false, null);
    }

    /** What may go well a moment later. */
    static BucketException passing(String message, @Nullable Throwable cause) {
        return new BucketException(message, true, cause);
    }

    /** Whether the same may go well a moment later. */
    boolean isPassing() {
        return passing;
    }
}
