package org.weatherinference.cli;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** A photo behind a URL; fetched once. */
final class PhotoUrl implements PhotoInput {
    private final String url;
    private final UrlSource source;
    private byte @Nullable [] bytes;

    PhotoUrl(String url, UrlSource source) {
        this.url = url;
        this.source = source;
    }

    @Override
    public String name() {
        return url;
    }

    /** The last part of its path. */
    @Override
    public String fileName() {
        try {
            String path = new URI(url).getPath();
            String last = path.substring(path.lastIndexOf('/') + 1);
            return last.isEmpty() ? "photo" : last;
        } catch (URISyntaxException e) {
            return "photo";
        }
    }

    @Override
    public synchronized byte[] read() throws InputException {
        if (bytes == null) {
            bytes = source.get(url);
        }
        return bytes;
    }
}
