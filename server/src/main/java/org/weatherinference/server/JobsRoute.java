package org.weatherinference.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Set;
import org.weatherinference.model.JsonText;
import org.weatherinference.model.ProblemType;
import org.weatherinference.state.DatasetShelf;
import org.weatherinference.state.DatasetSource;
import org.weatherinference.state.Job;
import org.weatherinference.state.JobEvent;
import org.weatherinference.state.StateException;
import org.weatherinference.state.TrainingOrder;

/** {@code /v1/training-jobs}: trainings that workers do. */
final class JobsRoute {
    private static final int ACCEPTED = 202;
    private static final int MOST_JSON = 16 * 1024;
    private static final int MOST_LISTED = 1000;
    private static final int STANDARD_LISTED = 50;
    private static final int PAGE = 1000;
    private static final long NO_WORKER_SECONDS = 30;

    private final ServerState state;
    private final DatasetShelf shelf;
    private final DatasetUploads uploads;

    JobsRoute(ServerState state, ServerSettings.Training settings) {
        this.state = state;
        shelf = new DatasetShelf(settings.datasets());
        uploads = new DatasetUploads(shelf, settings.uploadBytes());
    }

    /** Takes a job, as JSON or in a form with a zip file. */
    void create(Request request) throws ProblemException, StateException {
        request.requireParameters(Set.of());
        if (!state.workers().anyHere()) {
            throw ProblemException.later(
                    NO_WORKER_SECONDS,
                    ProblemType.NO_TRAINER,
                    "no worker takes training jobs now: an operator starts one with weather worker");
        }
        TrainingOrder order = order(request);
        requireDatasets(order);
        Job job = state.jobs().add(order.job(request.keyId()));
        request.context().status(ACCEPTED);
        request.context().header("Location", request.context().path() + "/" + job.id());
        request.answer(JsonText.line(job.fields()));
    }

    private TrainingOrder order(Request request) throws ProblemException, StateException {
        return switch (request.mediaType()) {
            case "application/json" ->
                TrainingOrder.parse(request.body().readAll(MOST_JSON, ProblemType.REQUEST_TOO_LARGE, "the JSON body"));
            case "multipart/form-data" -> uploads.receive(request);
            default ->
                throw new ProblemException(
                        ProblemType.UNSUPPORTED_BODY,
                        "Content-Type \"" + request.mediaType() + "\" is not read here: send application/json, or"
                                + " multipart/form-data with the parts job and dataset");
        };
    }

    private void requireDatasets(TrainingOrder order) throws ProblemException {
        try {
            for (DatasetSource source : order.sources()) {
                switch (source) {
                    case DatasetSource.Folder folder -> shelf.folder(folder);
                    case DatasetSource.Upload upload -> shelf.folder(upload);
                    case DatasetSource.Remarked _ -> {
                        // There may be photos by the time that it is trained.
                    }
                }
            }
        } catch (StateException.Unknown missing) {
            // What was asked for is wrong, not where.
            throw new ProblemException(ProblemType.BAD_REQUEST, String.valueOf(missing.getMessage()));
        }
    }

    /** The newest, the newest first. */
    void list(Request request) throws ProblemException, StateException {
        request.requireParameters(Set.of("limit"));
        List<?> jobs =
                state.jobs().list(limit(request)).stream().map(Job::fields).toList();
        request.answer(JsonText.line(JsonText.object("jobs", jobs)));
    }

    private static int limit(Request request) throws ProblemException {
        String text = request.context().queryParam("limit");
        if (text == null) {
            return STANDARD_LISTED;
        }
        if (!text.matches("[1-9][0-9]{0,3}") || Integer.parseInt(text) > MOST_LISTED) {
            throw new ProblemException(
                    ProblemType.BAD_REQUEST, "limit is \"" + text + "\", must be 1 to " + MOST_LISTED);
        }
        return Integer.parseInt(text);
    }

    /** One, and how far it is. */
    void one(Request request) throws ProblemException, StateException {
        request.requireParameters(Set.of());
        request.answer(JsonText.line(state.jobs().get(id(request)).fields()));
    }

    /** Calls one off; it is told how it is then. */
    void cancel(Request request) throws ProblemException, StateException {
        request.requireParameters(Set.of());
        state.jobs().cancel(id(request));
        request.answer(JsonText.line(state.jobs().get(id(request)).fields()));
    }

    /** Its log so far, a line each with its time. */
    void log(Request request) throws ProblemException, StateException {
        request.requireParameters(Set.of());
        StringBuilder text = new StringBuilder();
        long last = 0;
        List<JobEvent> page;
        do {
            page = state.jobs().events(id(request), last, PAGE);
            for (JobEvent event : page) {
                last = event.sequence();
                if (event.kind() == JobEvent.Kind.LOG) {
                    text.append(event.at()).append(' ').append(event.text()).append('\n');
                }
            }
        } while (page.size() == PAGE);
        request.context()
                .contentType("text/plain; charset=utf-8")
                .result(text.toString().getBytes(UTF_8));
    }

    static String id(Request request) {
        return request.context().pathParam("id");
    }
}
