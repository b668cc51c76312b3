package org.weatherinference.server;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.weatherinference.model.JsonText;
import org.weatherinference.model.ProblemType;
import org.weatherinference.server.PhotoAnswers.Answering;
import org.weatherinference.server.PhotoAnswers.Reason;

/** {@code POST} and {@code GET /v1/classify}: photos in, answers out. */
final class ClassifyRoute {
    private static final String MODEL = "model";
    private static final String EXPLAIN = "explain";
    private static final String URL = "url";

    private final PhotoAnswers answers;
    private final ServerSettings.Limits limits;

    ClassifyRoute(PhotoAnswers answers, ServerSettings.Limits limits) {
        this.answers = answers;
        this.limits = limits;
    }

    /** A photo, a form with photos, or a URL in JSON. */
    void post(Request request) throws ProblemException {
        request.requireParameters(Set.of(MODEL, EXPLAIN));
        String type = request.mediaType();
        switch (type) {
            case "multipart/form-data" -> answerForm(request);
            case "application/json" ->
                answerUrl(request, JsonBody.read(request, URL).string(URL));
            case "", "application/octet-stream" -> answerBody(request);
            default -> {
                if (!type.startsWith("image/")) {
                    throw unsupported(type);
                }
                answerBody(request);
            }
        }
    }

    /** A URL as a parameter. */
    void get(Request request) throws ProblemException {
        request.requireParameters(Set.of(MODEL, EXPLAIN, URL));
        String url = request.context().queryParam(URL);
        if (url == null) {
            throw new ProblemException(
                    ProblemType.BAD_REQUEST, "there is no parameter \"url\"; to send a photo itself, use POST");
        }
        answerUrl(request, url);
    }

    private static ProblemException unsupported(String type) {
        String hint = type.equals("application/x-www-form-urlencoded")
                ? "; with curl, say -H 'Content-Type: image/jpeg', or send a form: -F photo=@FILE"
                : "";
        return new ProblemException(
                ProblemType.UNSUPPORTED_BODY,
                "Content-Type \"" + type + "\" is not read: send image/* or application/octet-stream,"
                        + " multipart/form-data with parts \"photo\", or application/json with a \"url\"" + hint);
    }

    private void answerBody(Request request) throws ProblemException {
        try (Answering answering = begin(request)) {
            byte[] photo = request.body().readAll(limits.photo().maxBytes(), ProblemType.PHOTO_TOO_LARGE, "the photo");
            request.answer(answering.one(photo, null).toJson());
        }
    }

    private void answerForm(Request request) throws ProblemException {
        try (Answering answering = begin(request)) {
            List<PhotoPart> parts = PhotoForm.read(request, limits);
            request.answer(
                    parts.size() == 1
                            ? answering.one(parts.getFirst()).toJson()
                            : answering.each(parts).stream()
                                    .map(ClassifyRoute::json)
                                    .collect(Collectors.joining(",", "{\"answers\":[", "]}")));
        }
    }

    private static String json(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answered answered -> answered.answer().toJson();
            case Outcome.Refused refused ->
                JsonText.line(JsonText.object(
                        "id", refused.id(), "error", refused.reason().fields(), "photo", refused.photo()));
        };
    }

    private void answerUrl(Request request, String url) throws ProblemException {
        try (Answering answering = begin(request)) {
            request.answer(answering.at(url).toJson());
        }
    }

    private Answering begin(Request request) throws ProblemException {
        boolean explain = request.flag(EXPLAIN);
        Answering answering =
                answers.begin(request, request.context().queryParam(MODEL), explain ? Reason.HEAT : Reason.NONE);
        ServedModel model = answering.model();
        if (explain && !model.classifier().explains()) {
            answering.close();
            throw new ProblemException(
                    ProblemType.BAD_REQUEST, "explain: " + model.reference() + " cannot tell what decided");
        }
        return answering;
    }
}
