package org.weatherinference.server;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.weatherinference.model.JsonText;
import org.weatherinference.model.ProblemType;
import org.weatherinference.model.Spelling;
import org.weatherinference.photo.Photo;
import org.weatherinference.photo.PhotoDecoder;
import org.weatherinference.photo.PhotoEncoder;
import org.weatherinference.photo.PhotoException;
import org.weatherinference.state.NewRemark;
import org.weatherinference.state.Receipt;
import org.weatherinference.state.Remark;
import org.weatherinference.state.RemarkFilter;
import org.weatherinference.state.RemarkPage;
import org.weatherinference.state.Right;
import org.weatherinference.state.StateException;
import org.weatherinference.state.Tally;

/**
 * {@code /v1/feedback}: what visitors say of answers. A photo is kept only where it is sent again with what it shows,
 * made anew out of its pixels, so that nothing of camera, time or place is in it.
 */
final class FeedbackRoute {
    private static final int CREATED = 201;
    private static final String ID = "id";
    private static final String LABEL = "label";
    private static final int USUAL_PAGE = 100;
    /** Enough to learn from, and as much as gathered photos have. */
    private static final int SIDE = 1024;

    private static final int QUALITY = 90;
    private static final String TOKEN = "Token ";

    private final ServerSettings settings;
    private final ServerState state;
    private final SigningKey signing;
    private final ServedModels models;
    private final WorkLine line;
    private final PhotoDecoder decoder;
    private final Access access;
    private final ServerMetrics metrics;

    FeedbackRoute(
            ServerSettings settings,
            ServerState state,
            SigningKey signing,
            ServedModels models,
            WorkLine line,
            PhotoDecoder decoder,
            Access access,
            ServerMetrics metrics) {
        this.settings = settings;
        this.state = state;
        this.signing = signing;
        this.models = models;
        this.line = line;
        this.decoder = decoder;
        this.access = access;
        this.metrics = metrics;
    }

    /** A remark, alone or with the photo. */
    void post(Request request) throws ProblemException, StateException {
        request.requireParameters(Set.of());
        if (!settings.state().feedback()) {
            throw new ProblemException(ProblemType.NOT_FOUND, "this server takes no feedback");
        }
        Receipt receipt = request.mediaType().equals("multipart/form-data") ? keepPhoto(request) : keepLabel(request);
        Remark remark = receipt.remark();
        metrics.corrected(remark);
        request.context().status(CREATED);
        request.answer(JsonText.line(JsonText.object(
                ID,
                remark.id(),
                "token",
                receipt.token(),
                "given",
                remark.given(),
                "expires",
                remark.expires() == null ? null : remark.expires().toString())));
    }

    private Receipt keepLabel(Request request) throws ProblemException, StateException {
        JsonBody body = JsonBody.read(request, ID, LABEL);
        return state.feedback().add(remark(body.string(ID), body.string(LABEL)));
    }

    private Receipt keepPhoto(Request request) throws ProblemException, StateException {
        if (settings.state().keepPhotos().isZero()) {
            throw new ProblemException(
                    ProblemType.BAD_REQUEST, "this server keeps no photos: send the id and the label alone, as JSON");
        }
        PhotoForm form = PhotoForm.read(request, settings.limits(), Set.of(ID, LABEL));
        NewRemark remark = remark(form.words(ID), form.words(LABEL));
        if (form.photos().size() > 1) {
            throw new ProblemException(ProblemType.BAD_REQUEST, "the form has several photos, must have one");
        }
        return switch (form.photos().getFirst()) {
            case PhotoPart.File file ->
                state.feedback()
                        .add(remark, anew(file.bytes()), settings.state().keepPhotos());
            case PhotoPart.Refused refused -> throw refused.reason();
        };
    }

    private NewRemark remark(String id, String label) throws ProblemException {
        Optional<AnswerId> known = AnswerId.read(id, signing);
        if (known.isEmpty()) {
            throw new ProblemException(
                    ProblemType.BAD_REQUEST,
                    "the id is none that came with an answer of this server: send the answer's \"id\" as it is");
        }
        AnswerId answer = known.get();
        requireLabel(label);
        return new NewRemark(
                answer.name(),
                answer.bundle(),
                answer.label(),
                answer.verdict(),
                answer.confidence(),
                label,
                answer.at());
    }

    /** Of any bundle that is served: the one that answered may have been replaced since. */
    private void requireLabel(String label) throws ProblemException {
        Set<String> labels = new TreeSet<>();
        models.all().forEach(model -> labels.addAll(model.manifest().labels()));
        if (!labels.contains(label)) {
            throw new ProblemException(
                    ProblemType.BAD_REQUEST,
                    "the label is \"" + label + "\", must be one of " + String.join(", ", labels)
                            + Spelling.hint(label, labels));
        }
    }

    private byte[] anew(byte[] photo) throws ProblemException {
        try (WorkLine.Place place = line.enter()) {
            return place.await(place.submit(() -> encoded(photo)));
        }
    }

    private byte[] encoded(byte[] photo) throws ProblemException {
        try {
            Photo pixels = decoder.decode(photo, SIDE, SIDE).fitWithin(SIDE);
            return PhotoEncoder.jpeg(pixels, QUALITY);
        } catch (PhotoException refusal) {
            throw Failures.ofPhoto(refusal);
        }
    }

    /** Some of all remarks, the newest first. */
    void list(Request request) throws ProblemException, StateException {
        request.requireParameters(Set.of("bundle", LABEL, "after", "limit"));
        var context = request.context();
        RemarkFilter filter = new RemarkFilter(context.queryParam("bundle"), context.queryParam(LABEL));
        RemarkPage page =
                state.feedback().list(filter, context.queryParam("after"), limit(context.queryParam("limit")));
        List<?> remarks = page.remarks().stream().map(Remark::fields).toList();
        request.answer(JsonText.line(JsonText.object("feedback", remarks, "next", page.next())));
    }

    private static int limit(@Nullable String text) throws ProblemException {
        try {
            return text == null ? USUAL_PAGE : Integer.parseInt(text);
        } catch (NumberFormatException _) {
            throw new ProblemException(ProblemType.BAD_REQUEST, "limit is \"" + text + "\", must be a whole number");
        }
    }

    /** How often each label was given for each that was answered. */
    void stats(Request request) throws ProblemException, StateException {
        request.requireParameters(Set.of());
        List<?> tallies = state.feedback().tallies().stream().map(Tally::fields).toList();
        request.answer(JsonText.line(JsonText.object("tallies", tallies)));
    }

    void one(Request request) throws ProblemException, StateException {
        request.requireParameters(Set.of());
        Remark remark = state.feedback().get(request.context().pathParam(ID));
        request.answer(JsonText.line(remark.fields()));
    }

    /** The photo that a visitor gave along. */
    void photo(Request request) throws ProblemException, StateException {
        request.requireParameters(Set.of());
        Remark remark = state.feedback().get(request.context().pathParam(ID));
        String hash = remark.photo();
        Optional<byte[]> photo =
                hash == null ? Optional.empty() : state.feedback().photo(hash);
        request.context()
                .contentType("image/jpeg")
                .result(photo.orElseThrow(() -> new ProblemException(
                        ProblemType.NOT_FOUND, "no photo is kept of the feedback \"" + remark.id() + "\"")));
    }

    /** Gives it another label: what an operator sees in the photo. */
    void relabel(Request request) throws ProblemException, StateException {
        request.requireParameters(Set.of());
        String label = JsonBody.read(request, LABEL).string(LABEL);
        requireLabel(label);
        Remark remark = state.feedback().relabel(request.context().pathParam(ID), label);
        request.answer(JsonText.line(remark.fields()));
    }

    /** For an operator, and for the visitor who has the token. */
    void delete(Request request) throws ProblemException, StateException {
        request.requireParameters(Set.of());
        String id = request.context().pathParam(ID);
        String authorization = request.context().header("Authorization");
        if (authorization != null && authorization.startsWith(TOKEN)) {
            access.admitToken(request);
            state.feedback()
                    .takeBack(id, authorization.substring(TOKEN.length()).strip());
        } else {
            access.admit(request, Set.of(Right.MANAGE));
            state.feedback().delete(id);
        }
        request.answer(JsonText.line(JsonText.object(ID, id)));
    }
}
