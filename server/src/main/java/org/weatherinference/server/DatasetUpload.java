package org.weatherinference.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.weatherinference.model.ProblemType;
import org.weatherinference.state.StateException;
import org.weatherinference.state.TrainingOrder;

/**
 * A form with a training job in its part {@code job} and a zip file in its part {@code dataset}, which goes to the disk
 * as it comes in. Closing removes what was written.
 */
final class DatasetUpload implements FormParser.Parts, AutoCloseable {
    private static final String JOB = "job";
    private static final String DATASET = "dataset";
    private static final int MOST_JOB_BYTES = 16 * 1024;

    private final Path file;
    private final ByteArrayOutputStream job = new ByteArrayOutputStream();
    private @Nullable TrainingOrder order;
    private @Nullable OutputStream out;
    private boolean whole;

    private DatasetUpload(Path file) {
        this.file = file;
    }

    /**
     * Reads one.
     *
     * @param file where the zip file goes; must not exist
     * @param mostBytes of the whole body
     * @throws ProblemException when it is no such form, or too large; nothing is left then
     */
    static DatasetUpload read(Request request, Path file, int mostBytes) throws ProblemException {
        var upload = new DatasetUpload(file);
        try {
            FormParser parser = new FormParser(String.valueOf(request.context().header("Content-Type")), 2, upload);
            request.body().readLong(mostBytes, parser::take);
            parser.end();
            upload.order();
            upload.requireFile();
            return upload;
        } catch (ProblemException | RuntimeException refusal) {
            upload.close();
            throw refusal;
        }
    }

    TrainingOrder order() throws ProblemException {
        if (order == null) {
            throw FormParser.malformed("it has no part \"" + JOB + "\" with the job in JSON");
        }
        return order;
    }

    private void requireFile() throws ProblemException {
        if (!whole) {
            throw FormParser.malformed("it has no part \"" + DATASET + "\" with a zip file; without one, send JSON");
        }
    }

    Path file() {
        return file;
    }

    @Override
    public void piece(String name, ByteBuffer bytes) throws ProblemException {
        switch (name) {
            case JOB -> addToJob(bytes);
            case DATASET -> addToFile(bytes);
            default -> throw unknown(name);
        }
    }

    private void addToJob(ByteBuffer bytes) throws ProblemException {
        if (job.size() + bytes.remaining() > MOST_JOB_BYTES) {
            throw ProblemException.beyond(
                    MOST_JOB_BYTES,
                    ProblemType.REQUEST_TOO_LARGE,
                    String.format(Locale.ROOT, "the part \"%s\" has more than %,d bytes", JOB, MOST_JOB_BYTES));
        }
        while (bytes.hasRemaining()) {
            job.write(bytes.get());
        }
    }

    private void addToFile(ByteBuffer bytes) throws ProblemException {
        try {
            if (out == null) {
                out = Files.newOutputStream(file);
            }
            Channels.newChannel(out).write(bytes);
        } catch (IOException fault) {
            throw DatasetUploads.full(fault);
        }
    }

    @Override
    public void end(String name, @Nullable String fileName) throws ProblemException {
        switch (name) {
            case JOB -> order = parsed(job.toByteArray());
            case DATASET -> {
                closeFile();
                whole = Files.exists(file);
            }
            default -> throw unknown(name);
        }
    }

    @Override
    public ProblemException tooMany() {
        return FormParser.malformed("it has more parts than \"" + JOB + "\" and \"" + DATASET + "\"");
    }

    private static ProblemException unknown(String name) {
        return FormParser.malformed("it has a part \"" + (name.length() > 100 ? name.substring(0, 100) : name)
                + "\", where \"" + JOB + "\" and \"" + DATASET + "\" are read");
    }

    /** At once, before a gigabyte comes in for nothing. */
    private static TrainingOrder parsed(byte[] json) throws ProblemException {
        try {
            return TrainingOrder.parse(json);
        } catch (StateException.Invalid wrong) {
            throw new ProblemException(ProblemType.BAD_REQUEST, String.valueOf(wrong.getMessage()));
        }
    }

    private void closeFile() throws ProblemException {
        try {
            if (out != null) {
                out.close();
            }
        } catch (IOException fault) {
            throw DatasetUploads.full(fault);
        }
    }

    @Override
    public void close() throws ProblemException {
        closeFile();
        try {
            Files.deleteIfExists(file);
        } catch (IOException fault) {
            throw DatasetUploads.full(fault);
        }
    }
}
