package org.weatherinference.cli;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.weatherinference.model.ProblemType;
import org.weatherinference.photo.PhotoLimits;

/** The photo on standard input. */
final class PhotoStream implements PhotoInput {
    private final InputStream in;
    private byte @Nullable [] bytes;

    PhotoStream(InputStream in) {
        this.in = in;
    }

    @Override
    public String name() {
        return "-";
    }

    @Override
    public String fileName() {
        return "standard-input";
    }

    @Override
    public synchronized byte[] read() throws InputException {
        try {
            if (bytes == null) {
                bytes = in.readNBytes(PhotoLimits.DEFAULT.maxBytes() + 1);
            }
            return bytes;
        } catch (IOException e) {
            throw new InputException(ProblemType.NOT_READABLE, "standard input: " + e.getMessage());
        }
    }
}
