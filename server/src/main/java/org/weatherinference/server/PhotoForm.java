package org.weatherinference.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;
import org.weatherinference.model.ProblemType;

/**
 * A {@code multipart/form-data} body (RFC 7578) with photos in parts named {@code photo}, and perhaps words in parts of
 * other names, read as it comes in.
 */
final class PhotoForm extends MultiPart.AbstractPartsListener {
    private static final String PHOTO = "photo";
    private static final int MOST_HEADER_BYTES = 8 * 1024;
    private static final int LONGEST_NAME = 255;
    private static final int MOST_WORDS = 1024;

    private final ServerSettings.Limits limits;
    private final BodyMemory.Share memory;
    private final Set<String> fields;
    private final Map<String, String> words = new HashMap<>();
    private final List<PhotoPart> photos = new ArrayList<>();
    private GrowingBytes content;
    private boolean tooLong;
    private boolean complete;
    private @Nullable ProblemException problem;

    private PhotoForm(ServerSettings.Limits limits, BodyMemory.Share memory, Set<String> fields) {
        this.limits = limits;
        this.fields = fields;
        this.memory = memory;
        content = empty();
    }

    /**
     * The photos of a request's body, in their order. One that is too large is among them, with the reason.
     *
     * @throws ProblemException when it is no such form, holds something else, or too much
     */
    static List<PhotoPart> read(Request request, ServerSettings.Limits limits) throws ProblemException {
        return read(request, limits, Set.of()).photos();
    }

    /**
     * As {@link #read(Request, ServerSettings.Limits)}, with words.
     *
     * @param fields the names of the other parts, all of which must be there
     */
    static PhotoForm read(Request request, ServerSettings.Limits limits, Set<String> fields) throws ProblemException {
        PhotoForm form = new PhotoForm(limits, request.memory(), fields);
        MultiPart.Parser parser = form.parser(String.valueOf(request.context().header("Content-Type")));
        request.body().readPieces(limits.requestBytes(), piece -> form.parse(parser, Content.Chunk.from(piece, false)));
        form.parse(parser, Content.Chunk.EOF);
        form.requireWhole();
        return form;
    }

    private MultiPart.Parser parser(String contentType) throws ProblemException {
        String boundary = boundary(contentType);
        if (boundary == null || boundary.isEmpty() || boundary.length() > 70) {
            throw malformed("its Content-Type names no boundary of 1 to 70 characters");
        }
        MultiPart.Parser parser = new MultiPart.Parser(boundary, this);
        parser.setPartHeadersMaxLength(MOST_HEADER_BYTES);
        parser.setMaxParts(limits.photos() + fields.size());
        return parser;
    }

    private static @Nullable String boundary(String contentType) throws ProblemException {
        try {
            return MultiPart.extractBoundary(contentType);
        } catch (IllegalArgumentException fault) {
            throw malformed("its Content-Type cannot be read: " + fault.getMessage());
        }
    }

    private void parse(MultiPart.Parser parser, Content.Chunk piece) throws ProblemException {
        try {
            parser.parse(piece);
        } catch (RuntimeException fault) {
            onFailure(fault);
        }
        if (problem != null) {
            throw problem;
        }
    }

    private void requireWhole() throws ProblemException {
        if (!complete) {
            throw malformed("it ends before its closing boundary");
        }
        if (photos.isEmpty()) {
            throw malformed("it has no part \"" + PHOTO + "\"");
        }
        for (String field : fields) {
            if (!words.containsKey(field)) {
                throw malformed("it has no part \"" + field + "\"");
            }
        }
    }

    List<PhotoPart> photos() {
        return photos;
    }

    /** What the part of a known name says. */
    String words(String field) {
        return words.getOrDefault(field, "");
    }

    @Override
    public void onPartContent(Content.Chunk chunk) {
        ByteBuffer more = chunk.getByteBuffer();
        if (tooLong || problem != null) {
            return;
        }
        tooLong = content.size() + more.remaining() > limits.photo().maxBytes();
        try {
            if (tooLong) {
                content = empty();
            } else {
                content.add(more);
            }
        } catch (ProblemException full) {
            problem = full;
        }
    }

    private GrowingBytes empty() {
        return new GrowingBytes(memory, limits.photo().maxBytes());
    }

    @Override
    public void onPart(String name, String fileName, HttpFields headers) {
        if (name != null && fields.contains(name)) {
            takeWords(name);
            return;
        }
        if (!PHOTO.equals(name)) {
            problem = malformed("it has a part " + (name == null ? "without a name" : "\"" + shortened(name) + "\"")
                    + ", photos must be in parts \"" + PHOTO + "\"");
            return;
        }
        String file = fileName == null ? null : shortened(fileName);
        photos.add(tooLong ? new PhotoPart.Refused(file, tooLarge()) : new PhotoPart.File(file, content.toArray()));
        content = empty();
        tooLong = false;
    }

    private void takeWords(String name) {
        byte[] bytes = content.toArray();
        if (tooLong || bytes.length > MOST_WORDS || words.putIfAbsent(name, new String(bytes, UTF_8)) != null) {
            problem = malformed("its part \"" + name + "\" is there twice, or has more than " + MOST_WORDS + " bytes");
        }
        content = empty();
        tooLong = false;
    }

    private static String shortened(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME);
    }

    private ProblemException tooLarge() {
        int limit = limits.photo().maxBytes();
        return ProblemException.beyond(
                limit,
                ProblemType.PHOTO_TOO_LARGE,
                String.format(
                        Locale.ROOT, "the photo has more than the limit of %,d bytes: send a smaller one", limit));
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
        return photos.size() < limits.photos()
                ? malformed(String.valueOf(failure.getMessage()))
                : ProblemException.beyond(
                        limits.photos(),
                        ProblemType.REQUEST_TOO_LARGE,
                        "the form has more parts than the limit of " + limits.photos()
                                + " photos: send them in several requests");
    }

    private static ProblemException malformed(String why) {
        return new ProblemException(ProblemType.BAD_REQUEST, "the form is malformed: " + why);
    }
}
