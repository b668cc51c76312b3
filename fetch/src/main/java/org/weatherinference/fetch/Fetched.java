package org.weatherinference.fetch;

import java.net.URI;
import java.util.Optional;

/** What a URL held. A final class and not a record, because its array is shared. */
public final class Fetched {
    private final URI uri;
    private final byte[] bytes;
    private final Optional<String> contentType;

    Fetched(URI uri, byte[] bytes, Optional<String> contentType) {
        this.uri = uri;
        this.bytes = bytes;
        this.contentType = contentType;
    }

    /** Where the bytes came from, after redirects: host in ASCII, no user-info, no fragment. */
    public URI uri() {
        return uri;
    }

    /** The body, unpacked. The array itself, not a copy: it is the caller's. */
    public byte[] bytes() {
        return bytes;
    }

    /** The {@code Content-Type} that the server declared, as it came. Not to be trusted. */
    public Optional<String> contentType() {
        return contentType;
    }
}
