package org.weatherinference.photo;

/** A photo beyond one of the {@link PhotoLimits}. */
public final class PhotoTooLargeException extends PhotoException {
    private static final long serialVersionUID = 1;
    private final String limit;
    private final long allowed;
    private final long found;

    PhotoTooLargeException(String limit, long allowed, long found, String message) {
        super(message);
        this.limit = limit;
        this.allowed = allowed;
        this.found = found;
    }

    /** Which limit: {@code bytes}, {@code pixels} or {@code scans}. */
    public String limit() {
        return limit;
    }

    /** The limit's value. */
    public long allowed() {
        return allowed;
    }

    /** What the photo has. */
    public long found() {
        return found;
    }
}
