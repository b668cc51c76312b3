package org.weatherinference.server;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.weatherinference.fetch.Fetched;
import org.weatherinference.model.Answer;
import org.weatherinference.model.JsonText;
import org.weatherinference.model.PhotoClassifier;
import org.weatherinference.model.ProblemType;
import org.weatherinference.photo.PhotoException;

/** {@code POST} and {@code GET /v1/classify}: photos in, answers out. */
final class ClassifyRoute {
    private static final String MODEL = "model";
    private static final String EXPLAIN = "explain";
    private static final String URL = "url";

    private final ServedModels models;
    private final WorkLine line;
    private final UrlPhotos urls;
    private final RateLimits rates;
    private final ServerMetrics metrics;
    private final ServerSettings.Limits limits;

    ClassifyRoute(
            ServedModels models,
            WorkLine line,
            UrlPhotos urls,
            RateLimits rates,
            ServerMetrics metrics,
            ServerSettings.Limits limits) {
        this.models = models;
        this.line = line;
        this.urls = urls;
        this.rates = rates;
        this.metrics = metrics;
        this.limits = limits;
    }

    /** A photo, a form with photos, or a URL in JSON. */
    void post(Request request) throws ProblemException {
        request.requireParameters(Set.of(MODEL, EXPLAIN));
        rates.countRequest(request.client());
        String type = mediaType(request);
        switch (type) {
            case "multipart/form-data" -> answerForm(request);
            case "application/json" ->
                answerUrl(request, UrlRequest.parse(json(request)).url());
            case String photo
            when photo.startsWith("image/") || photo.isEmpty() || photo.equals("application/octet-stream") ->
                answerBody(request);
            default -> throw unsupported(type);
        }
    }

    /** A URL as a parameter. */
    void get(Request request) throws ProblemException {
        request.requireParameters(Set.of(MODEL, EXPLAIN, URL));
        rates.countRequest(request.client());
        String url = request.context().queryParam(URL);
        if (url == null) {
            throw new ProblemException(
                    ProblemType.BAD_REQUEST, "there is no parameter \"url\"; to send a photo itself, use POST");
        }
        answerUrl(request, url);
    }

    private static String mediaType(Request request) {
        String header = request.context().header("Content-Type");
        return header == null ? "" : header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
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

    private static byte[] json(Request request) throws ProblemException {
        return request.body().readAll(UrlRequest.MOST_BYTES, ProblemType.REQUEST_TOO_LARGE, "the JSON body");
    }

    private void answerBody(Request request) throws ProblemException {
        try (Answering answering = begin(request)) {
            byte[] photo = request.body().readAll(limits.photo().maxBytes(), ProblemType.PHOTO_TOO_LARGE, "the photo");
            answering.send(answering.one(photo, null));
        }
    }

    private void answerForm(Request request) throws ProblemException {
        try (Answering answering = begin(request)) {
            String contentType = String.valueOf(request.context().header("Content-Type"));
            List<PhotoPart> parts = PhotoForm.read(request.body(), contentType, limits, request.memory());
            if (parts.size() > 1) {
                answering.sendAll(parts);
            } else {
                answering.send(answering.part(parts.getFirst()));
            }
        }
    }

    private void answerUrl(Request request, String url) throws ProblemException {
        rates.countUrl(request.client());
        try (Answering answering = begin(request)) {
            Fetched fetched = urls.fetch(url);
            request.memory().take(fetched.bytes().length);
            answering.send(answering.fetched(fetched));
        }
    }

    private Answering begin(Request request) throws ProblemException {
        String reference = request.context().queryParam(MODEL);
        boolean explain = request.flag(EXPLAIN);
        ServedModel model = models.retain(reference);
        if (explain && !model.classifier().explains()) {
            model.release();
            throw new ProblemException(
                    ProblemType.BAD_REQUEST, "explain: " + model.reference() + " cannot tell what decided");
        }
        return new Answering(request, model, explain);
    }

    /** One request's work with one model, which it releases. */
    private final class Answering implements AutoCloseable {
        private final Request request;
        private final ServedModel model;
        private final boolean explain;

        Answering(Request request, ServedModel model, boolean explain) {
            this.request = request;
            this.model = model;
            this.explain = explain;
        }

        Answer.Classified one(byte[] photo, @Nullable String name) throws ProblemException {
            try (WorkLine.Place place = line.enter()) {
                return place.await(place.submit(() -> classify(request.id(), photo)))
                        .about(name);
            }
        }

        Answer.Classified part(PhotoPart part) throws ProblemException {
            return switch (part) {
                case PhotoPart.File file -> one(file.bytes(), file.name());
                case PhotoPart.Refused refused -> throw refused.reason();
            };
        }

        Answer.Classified fetched(Fetched fetched) throws ProblemException {
            try (WorkLine.Place place = line.enter()) {
                byte[] photo = fetched.bytes();
                Answer.Classified answer = place.await(place.submit(() -> {
                    try {
                        return classified(request.id(), photo);
                    } catch (PhotoException refusal) {
                        throw noPicture(fetched, refusal);
                    }
                }));
                return explain ? answer.with(place.await(place.submit(() -> preview(answer, photo)))) : answer;
            }
        }

        private Answer.@Nullable Heat preview(Answer.Classified answer, byte[] photo) throws PhotoException {
            Answer.Heat heat = answer.explanation();
            return heat == null ? null : heat.with(model.classifier().preview(photo));
        }

        private Answer.Classified classify(String id, byte[] photo) throws ProblemException {
            try {
                return classified(id, photo);
            } catch (PhotoException refusal) {
                throw Failures.ofPhoto(refusal);
            }
        }

        private Answer.Classified classified(String id, byte[] photo) throws PhotoException {
            PhotoClassifier classifier = model.classifier();
            Answer.Classified answer = classifier.classify(id, photo, explain);
            metrics.answered(answer);
            return answer;
        }

        void send(Answer.Classified answer) {
            request.answeredBy(answer.model(), 1);
            sendJson(answer.toJson());
        }

        /** As many at once as there are threads, so that one request cannot fill the line behind it. */
        void sendAll(List<PhotoPart> parts) throws ProblemException {
            List<String> answers = new ArrayList<>();
            try (WorkLine.Place place = line.enter()) {
                Deque<Future<String>> begun = new ArrayDeque<>();
                for (int i = 0; i < parts.size(); i++) {
                    if (begun.size() == line.threads()) {
                        answers.add(place.await(begun.remove()));
                    }
                    String id = request.id() + "." + (i + 1);
                    PhotoPart part = parts.get(i);
                    begun.add(place.submit(() -> answerOrError(id, part)));
                }
                while (!begun.isEmpty()) {
                    answers.add(place.await(begun.remove()));
                }
            }
            request.answeredBy(model.reference(), parts.size());
            sendJson("{\"answers\":[" + String.join(",", answers) + "]}");
        }

        private String answerOrError(String id, PhotoPart part) {
            try {
                return switch (part) {
                    case PhotoPart.File file ->
                        classify(id, file.bytes()).about(file.name()).toJson();
                    case PhotoPart.Refused refused -> throw refused.reason();
                };
            } catch (ProblemException problem) {
                metrics.rejected(problem);
                return JsonText.line(JsonText.object("id", id, "error", problem.fields(), "photo", part.name()));
            }
        }

        private void sendJson(String json) {
            request.context().contentType("application/json").result(json);
        }

        @Override
        public void close() {
            model.release();
        }
    }

    private static ProblemException noPicture(Fetched fetched, PhotoException refusal) {
        return WebPage.of(fetched.bytes(), fetched.uri())
                .map(ClassifyRoute::noPicture)
                .orElseGet(() -> Failures.ofPhoto(refusal));
    }

    private static ProblemException noPicture(WebPage page) {
        return new ProblemException(
                ProblemType.NOT_A_PHOTO,
                "the address gives a web page and no picture"
                        + page.image().map(ClassifyRoute::hint).orElse("; give the address of the picture itself"));
    }

    private static String hint(URI image) {
        return "; the picture that it names (og:image) is " + image;
    }
}
