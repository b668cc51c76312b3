package org.weatherinference.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.weatherinference.dataset.Cleaning;
import org.weatherinference.dataset.DatasetException;
import org.weatherinference.dataset.Sha256;
import org.weatherinference.dataset.StaleDecisionException;
import org.weatherinference.model.JsonText;
import org.weatherinference.model.ProblemType;
import org.weatherinference.photo.PhotoDecoder;
import org.weatherinference.photo.PhotoException;
import org.weatherinference.photo.PhotoFormat;
import org.weatherinference.photo.PhotoLimits;

/** The cleaning page, and what it asks for. Safe to share. */
final class CleaningRoute {
    private static final int CONFLICT = 409;
    private static final int UNAUTHORIZED = 401;
    private static final int KEY_LENGTH = 16;

    private final CleaningPlan plan;
    private final CleaningDeck deck;
    private final CleaningGuard guard;
    private final String dataset;
    private final String sitting;
    private final List<String> labels;
    private final PhotoDecoder decoder = PhotoDecoder.create(PhotoLimits.DEFAULT);

    CleaningRoute(CleaningPlan plan, CleaningDeck deck, CleaningGuard guard, String sitting) {
        this.plan = plan;
        this.deck = deck;
        this.guard = guard;
        this.sitting = sitting;
        dataset = key(plan.folder().toAbsolutePath().normalize().toString());
        labels = new ArrayList<>(plan.labels());
        labels.add(Cleaning.REJECTED);
    }

    private static String key(String path) {
        return Sha256.hex(path.getBytes(UTF_8)).substring(0, KEY_LENGTH);
    }

    /** {@code GET /clean}, with the token from the terminal or with the cookie that it was exchanged for. */
    void page(Request request) throws ProblemException {
        Context context = request.context();
        guard.requireThisMachine(context);
        Frame frame = Frame.of(context);
        String token = context.queryParam("token");
        // No redirect: a browser that came from another page would not send the cookie along.
        if ((token != null && guard.exchange(token, context)) || guard.knows(context)) {
            String name =
                    String.valueOf(plan.folder().toAbsolutePath().normalize().getFileName());
            CleaningView view = new CleaningView(frame, name, plan.model(), plan.labels(), dataset, sitting);
            Template.render(context, "clean.jte", "'none'", Map.of("view", view));
        } else {
            context.status(UNAUTHORIZED);
            Template.render(context, "closed.jte", "'none'", Map.of("frame", frame));
        }
    }

    /** {@code GET /clean/deck}: all that there is to look at. */
    void deck(Request request) throws ProblemException {
        requireOwnPage(request);
        try {
            request.answer(deck.json());
        } catch (DatasetException failure) {
            throw notSaved(failure);
        }
    }

    /** {@code POST /clean/decisions}: answered when the decision is on the disk. */
    void decide(Request request) throws ProblemException {
        guard.requireThisMachine(request.context());
        guard.requireNamedPage(request.context());
        if (!request.mediaType().equals("application/json")) {
            throw new ProblemException(ProblemType.UNSUPPORTED_BODY, "send the decision as application/json");
        }
        byte[] body = request.body().readAll(DecisionRequest.MOST_BYTES, ProblemType.REQUEST_TOO_LARGE, "the decision");
        DecisionRequest asked = DecisionRequest.parse(body);
        if (!asked.dataset().equals(dataset)) {
            throw ProblemException.unlisted(
                    "another-dataset", "Another dataset", CONFLICT, "this command does not clean that dataset");
        }
        save(asked);
        request.answer(JsonText.line(JsonText.object("saved", asked.id())));
    }

    private void save(DecisionRequest asked) throws ProblemException {
        try {
            if (asked.undoes().isEmpty()) {
                deck.decide(asked.decision(labels));
            } else {
                deck.undo(asked.id(), asked.undoes());
            }
        } catch (StaleDecisionException changed) {
            throw ProblemException.unlisted(
                    "changed-meanwhile", "Changed meanwhile", CONFLICT, String.valueOf(changed.getMessage()));
        } catch (DatasetException failure) {
            throw notSaved(failure);
        }
    }

    private static ProblemException notSaved(DatasetException failure) {
        return new ProblemException(ProblemType.INTERNAL, String.valueOf(failure.getMessage()));
    }

    /** {@code GET /clean/photos/{sitting}/{number}}: a photo's file as it is. */
    void photo(Request request) throws ProblemException {
        requireOwnPage(request);
        Context context = request.context();
        Path file = deck.file(number(context.pathParam("number")))
                .filter(_ -> context.pathParam("sitting").equals(sitting))
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "there is no " + context.path()));
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] bytes = in.readNBytes(PhotoLimits.DEFAULT.maxBytes() + 1);
            context.contentType(type(decoder.header(bytes).format()))
                    .header("Cross-Origin-Resource-Policy", "same-origin")
                    .result(bytes);
        } catch (PhotoException refusal) {
            throw Failures.ofPhoto(refusal);
        } catch (IOException failure) {
            throw new ProblemException(ProblemType.NOT_READABLE, "the file cannot be read: " + failure.getMessage());
        }
    }

    private void requireOwnPage(Request request) throws ProblemException {
        guard.requireThisMachine(request.context());
        guard.requireOwnPage(request.context());
    }

    private static int number(String text) {
        return text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
    }

    private static String type(PhotoFormat format) {
        return switch (format) {
            case JPEG -> "image/jpeg";
            case PNG -> "image/png";
            case WEBP -> "image/webp";
            case GIF -> "image/gif";
            case BMP -> "image/bmp";
        };
    }
}
