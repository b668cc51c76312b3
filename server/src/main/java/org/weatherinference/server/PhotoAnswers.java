package org.weatherinference.server;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.weatherinference.fetch.Fetched;
import org.weatherinference.model.Answer;
import org.weatherinference.model.PhotoClassifier;
import org.weatherinference.model.ProblemType;
import org.weatherinference.photo.Photo;
import org.weatherinference.photo.PhotoException;

/** Photos in, outcomes out: what the API and the page's form share. Safe to share. */
final class PhotoAnswers {
    private final ServedModels models;
    private final WorkLine line;
    private final UrlPhotos urls;
    private final RateLimits rates;
    private final ServerMetrics metrics;
    private final Drift drift;
    private final Function<AnswerId, String> names;
    private final Shadows shadows;

    PhotoAnswers(
            ServedModels models,
            WorkLine line,
            UrlPhotos urls,
            RateLimits rates,
            ServerMetrics metrics,
            Drift drift,
            Function<AnswerId, String> names,
            Shadows shadows) {
        this.drift = drift;
        this.names = names;
        this.models = models;
        this.line = line;
        this.urls = urls;
        this.rates = rates;
        this.metrics = metrics;
        this.shadows = shadows;
    }

    /** What an answer comes with. */
    enum Reason {
        /** Nothing. */
        NONE,
        /** What decided; with the picture itself where the asker does not have it. */
        HEAT,
        /** What decided, always with the picture. */
        HEAT_ON_PICTURE
    }

    /**
     * Begins to answer a request.
     *
     * @param reference the bundle that shall answer; null for the first
     * @param reason left out where the bundle cannot tell
     * @throws ProblemException when there is no such bundle
     */
    Answering begin(Request request, @Nullable String reference, Reason reason) throws ProblemException {
        ServedModel model = models.retain(reference, request.id(), reason != Reason.NONE);
        return new Answering(request, model, models.shadowOf(model), reason);
    }

    /** One request's work with one model, which it releases. Used by one thread. */
    final class Answering implements AutoCloseable {
        private final Request request;
        private final ServedModel model;
        private final @Nullable ServedModel shadow;
        private final Reason reason;
        /** For the shadow, once they are all answered. */
        private final Queue<Runnable> afterwards = new ConcurrentLinkedQueue<>();

        private Answering(Request request, ServedModel model, @Nullable ServedModel shadow, Reason reason) {
            this.request = request;
            this.model = model;
            this.shadow = shadow;
            this.reason = reason;
        }

        ServedModel model() {
            return model;
        }

        /** The answer for a photo. */
        Answer.Classified one(byte[] photo, @Nullable String name) throws ProblemException {
            try (WorkLine.Place place = line.enter()) {
                Answer.Classified answer = place.await(place.submit(() -> classify(0, photo)));
                request.answeredBy(model.reference(), 1);
                return answer.about(name);
            }
        }

        /** The answer for a form's only photo. */
        Answer.Classified one(PhotoPart part) throws ProblemException {
            return switch (part) {
                case PhotoPart.File file -> one(file.bytes(), file.name());
                case PhotoPart.Refused refused -> throw refused.reason();
            };
        }

        /** The answer for the photo at a web address, whose requests are counted too. */
        Answer.Classified at(String url) throws ProblemException {
            rates.countUrl(request);
            Fetched fetched = urls.fetch(url);
            request.memory().take(fetched.bytes().length);
            try (WorkLine.Place place = line.enter()) {
                Answer.Classified answer = place.await(place.submit(() -> classifyFetched(fetched)));
                request.answeredBy(model.reference(), 1);
                return reason == Reason.NONE
                        ? answer
                        : answer.with(place.await(place.submit(() -> withPicture(answer, fetched.bytes()))));
            }
        }

        /** The outcomes of several, in their order. */
        List<Outcome> each(List<PhotoPart> parts) throws ProblemException {
            return all(parts.size(), i -> outcome(i + 1, parts.get(i)));
        }

        /** The outcomes of several that came as pixels, in their order. */
        List<Outcome> eachPicture(List<Photo> photos) throws ProblemException {
            return all(photos.size(), i -> new Outcome.Answered(classify(i + 1, photos.get(i))));
        }

        /** As many at once as there are threads, so that one request cannot fill the line behind it. */
        private List<Outcome> all(int count, IntFunction<Outcome> work) throws ProblemException {
            List<Outcome> outcomes = new ArrayList<>();
            try (WorkLine.Place place = line.enter()) {
                Deque<Future<Outcome>> begun = new ArrayDeque<>();
                for (int i = 0; i < count; i++) {
                    if (begun.size() == line.threads()) {
                        outcomes.add(place.await(begun.remove()));
                    }
                    int index = i;
                    begun.add(place.submit(() -> work.apply(index)));
                }
                while (!begun.isEmpty()) {
                    outcomes.add(place.await(begun.remove()));
                }
            }
            request.answeredBy(model.reference(), count);
            return outcomes;
        }

        private Outcome outcome(int number, PhotoPart part) {
            try {
                return switch (part) {
                    case PhotoPart.File file ->
                        new Outcome.Answered(classify(number, file.bytes()).about(file.name()));
                    case PhotoPart.Refused refused -> throw refused.reason();
                };
            } catch (ProblemException problem) {
                metrics.rejected(problem);
                return new Outcome.Refused(request.id() + "." + number, part.name(), problem);
            }
        }

        private Answer.Classified classify(int part, byte[] photo) throws ProblemException {
            try {
                Answer.Classified answer = classified(part, photo);
                return reason == Reason.HEAT_ON_PICTURE ? answer.with(withPicture(answer, photo)) : answer;
            } catch (PhotoException refusal) {
                throw Failures.ofPhoto(refusal);
            }
        }

        private Answer.Classified classifyFetched(Fetched fetched) throws ProblemException {
            try {
                return classified(0, fetched.bytes());
            } catch (PhotoException refusal) {
                throw noPicture(fetched, refusal);
            }
        }

        /** No shadow is asked about pixels, which it might be made for in another size. */
        private Answer.Classified classify(int part, Photo pixels) {
            return counted(part, model.classifier().classify(request.id(), pixels));
        }

        private Answer.Classified classified(int part, byte[] photo) throws PhotoException {
            PhotoClassifier classifier = model.classifier();
            Answer.Classified answer =
                    classifier.classify(request.id(), photo, reason != Reason.NONE && classifier.explains());
            if (shadow != null) {
                afterwards.add(() -> shadows.offer(shadow, photo, answer));
            }
            return counted(part, answer);
        }

        private Answer.Classified counted(int part, Answer.Classified answer) {
            metrics.answered(answer);
            drift.answered(answer);
            model.figures().count(answer);
            AnswerId id = AnswerId.of(request.uuid(), part, answer, Instant.now());
            return answer.named(names.apply(id));
        }

        private Answer.@Nullable Heat withPicture(Answer.Classified answer, byte[] photo) throws PhotoException {
            PhotoClassifier classifier = model.classifier();
            Answer.Heat heat = answer.explanation();
            return heat == null ? null : heat.with(classifier.preview(photo));
        }

        @Override
        public void close() {
            model.release();
            afterwards.forEach(Runnable::run);
        }
    }

    private static ProblemException noPicture(Fetched fetched, PhotoException refusal) {
        return WebPage.of(fetched.bytes(), fetched.uri())
                .map(PhotoAnswers::noPicture)
                .orElseGet(() -> Failures.ofPhoto(refusal));
    }

    private static ProblemException noPicture(WebPage page) {
        return new ProblemException(
                ProblemType.NOT_A_PHOTO,
                "the address gives a web page and no picture"
                        + page.image().map(PhotoAnswers::hint).orElse("; give the address of the picture itself"));
    }

    private static String hint(URI image) {
        return "; the picture that it names (og:image) is " + image;
    }
}
