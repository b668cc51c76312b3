package org.weatherinference.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.weatherinference.model.ProblemType;

/**
 * A {@code multipart/form-data} body (RFC 7578) with photos in parts named {@code photo}, and perhaps words in parts of
 * other names, read as it comes in.
 */
final class PhotoForm implements FormParser.Parts {
    private static final String PHOTO = "photo";
    private static final int LONGEST_NAME = 255;
    private static final int MOST_WORDS = 1024;

    private final ServerSettings.Limits limits;
    private final BodyMemory.Share memory;
    private final int mostOfOne;
    private final Set<String> fields;
    private final Map<String, String> words = new HashMap<>();
    private final List<PhotoPart> photos = new ArrayList<>();
    private GrowingBytes content;
    private boolean tooLong;

    private PhotoForm(ServerSettings.Limits limits, Request request, Set<String> fields) {
        this.limits = limits;
        this.fields = fields;
        memory = request.memory();
        mostOfOne = request.body().most(limits.photo().maxBytes());
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
        PhotoForm form = new PhotoForm(limits, request, fields);
        FormParser parser = new FormParser(
                String.valueOf(request.context().header("Content-Type")), limits.photos() + fields.size(), form);
        request.body().readPieces(limits.requestBytes(), parser::take);
        parser.end();
        form.requireWhole();
        return form;
    }

    private void requireWhole() throws ProblemException {
        if (photos.isEmpty()) {
            throw FormParser.malformed("it has no part \"" + PHOTO + "\"");
        }
        for (String field : fields) {
            if (!words.containsKey(field)) {
                throw FormParser.malformed("it has no part \"" + field + "\"");
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
    public void piece(String name, ByteBuffer bytes) throws ProblemException {
        if (tooLong) {
            return;
        }
        tooLong = content.size() + bytes.remaining() > limits.photo().maxBytes();
        if (tooLong) {
            content = empty();
        } else {
            content.add(bytes);
        }
    }

    private GrowingBytes empty() {
        return new GrowingBytes(memory, mostOfOne);
    }

    @Override
    public void end(String name, @Nullable String fileName) throws ProblemException {
        if (fields.contains(name)) {
            takeWords(name);
            return;
        }
        if (!PHOTO.equals(name)) {
            throw FormParser.malformed("it has a part "
                    + (name.isEmpty() ? "without a name" : "\"" + shortened(name) + "\"")
                    + ", photos must be in parts \""
                    + PHOTO + "\"");
        }
        String file = fileName == null ? null : shortened(fileName);
        photos.add(tooLong ? new PhotoPart.Refused(file, tooLarge()) : new PhotoPart.File(file, content.toArray()));
        content = empty();
        tooLong = false;
    }

    private void takeWords(String name) throws ProblemException {
        byte[] bytes = content.toArray();
        if (tooLong || bytes.length > MOST_WORDS || words.putIfAbsent(name, new String(bytes, UTF_8)) != null) {
            throw FormParser.malformed(
                    "its part \"" + name + "\" is there twice, or has more than " + MOST_WORDS + " bytes");
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
    public ProblemException tooMany() {
        return ProblemException.beyond(
                limits.photos(),
                ProblemType.REQUEST_TOO_LARGE,
                "the form has more parts than the limit of " + limits.photos()
                        + " photos: send them in several requests");
    }
}
