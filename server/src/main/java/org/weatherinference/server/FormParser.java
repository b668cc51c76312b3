package org.weatherinference.server;

import java.io.EOFException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;
import org.weatherinference.model.ProblemType;

/** Takes a {@code multipart/form-data} body (RFC 7578) apart as it comes in. */
final class FormParser extends MultiPart.AbstractPartsListener {
    private static final int MOST_HEADER_BYTES = 8 * 1024;
    private static final int LONGEST_BOUNDARY = 70;

    /** Hears of the parts, one after the other. */
    interface Parts {
        /**
         * A piece of a part.
         *
         * @param bytes only valid during the call
         */
        void piece(String name, ByteBuffer bytes) throws ProblemException;

        /**
         * A part is whole; of an empty one this is all.
         *
         * @param name empty where it has none
         * @param fileName null where it has none
         */
        void end(String name, @Nullable String fileName) throws ProblemException;

        /** Why there are no more of them. */
        ProblemException tooMany();
    }

    private final Parts parts;
    private final int mostParts;
    private final MultiPart.Parser parser;
    private int ended;
    private boolean complete;
    private @Nullable ProblemException problem;

    /** @throws ProblemException where the type is not that of such a body */
    FormParser(String contentType, int mostParts, Parts parts) throws ProblemException {
        this.parts = parts;
        this.mostParts = mostParts;
        parser = new MultiPart.Parser(boundary(contentType), this);
        parser.setPartHeadersMaxLength(MOST_HEADER_BYTES);
        parser.setMaxParts(mostParts);
    }

    private static String boundary(String contentType) throws ProblemException {
        try {
            String boundary = MultiPart.extractBoundary(contentType);
            if (boundary != null && !boundary.isEmpty() && boundary.length() <= LONGEST_BOUNDARY) {
                return boundary;
            }
        } catch (IllegalArgumentException fault) {
            throw malformed("its Content-Type cannot be read: " + fault.getMessage());
        }
        throw malformed("its Content-Type names no boundary of 1 to " + LONGEST_BOUNDARY + " characters");
    }

    /** Goes on with the next piece of the body. */
    void take(ByteBuffer piece) throws ProblemException {
        parse(Content.Chunk.from(piece, false));
    }

    /** The body is at its end. */
    void end() throws ProblemException {
        parse(Content.Chunk.EOF);
        if (!complete) {
            throw malformed("it ends before its closing boundary");
        }
    }

    private void parse(Content.Chunk piece) throws ProblemException {
        try {
            parser.parse(piece);
        } catch (RuntimeException fault) {
            onFailure(fault);
        }
        if (problem != null) {
            throw problem;
        }
    }

    private interface Step {
        void run(String name) throws ProblemException;
    }

    /** The parser knows no exceptions of ours. */
    private void pass(Step step) {
        if (problem == null) {
            try {
                step.run(getName() == null ? "" : getName());
            } catch (ProblemException refusal) {
                problem = refusal;
            }
        }
    }

    @Override
    public void onPartContent(Content.Chunk chunk) {
        pass(name -> parts.piece(name, chunk.getByteBuffer()));
    }

    @Override
    public void onPartEnd() {
        pass(name -> parts.end(name, getFileName()));
        ended++;
        super.onPartEnd();
    }

    @Override
    public void onPart(String name, String fileName, HttpFields headers) {
        // Told at its end, when its name is still known.
    }

    @Override
    public void onComplete() {
        complete = true;
    }

    @Override
    public void onFailure(Throwable failure) {
        if (problem == null) {
            problem = refusal(failure);
        }
    }

    private ProblemException refusal(Throwable failure) {
        if (failure instanceof EOFException) {
            return malformed("it ends before its closing boundary");
        }
        return ended < mostParts ? malformed(String.valueOf(failure.getMessage())) : parts.tooMany();
    }

    static ProblemException malformed(String why) {
        return new ProblemException(ProblemType.BAD_REQUEST, "the form is malformed: " + why);
    }
}
