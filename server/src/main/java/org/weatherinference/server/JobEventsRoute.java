package org.weatherinference.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.weatherinference.model.JsonText;
import org.weatherinference.model.ProblemType;
import org.weatherinference.state.JobEvent;
import org.weatherinference.state.Jobs;
import org.weatherinference.state.StateException;

/**
 * {@code /v1/training-jobs/{id}/events}: what happens to a job, as server-sent events (WHATWG HTML, 9.2). A stream ends
 * with its job, and after five minutes in any case, so that a key which was revoked meanwhile is asked for; clients go
 * on where they were by {@code Last-Event-ID}.
 */
final class JobEventsRoute {
    private static final int MOST_STREAMS = 64;
    private static final int PAGE = 200;
    private static final int NO_CONTENT = 204;
    private static final long LONGEST = Duration.ofMinutes(5).toNanos();
    private static final long HEARTBEAT = Duration.ofSeconds(5).toNanos();
    private static final long PAUSE_MILLIS = 500;

    private final ServerState state;
    private final BooleanSupplier stopping;
    private final Semaphore streams = new Semaphore(MOST_STREAMS);

    /** @param stopping whether the server is about to end */
    JobEventsRoute(ServerState state, BooleanSupplier stopping) {
        this.state = state;
        this.stopping = stopping;
    }

    /** Sends what happened since the last event that the client has, and what happens. */
    void stream(Request request) throws ProblemException, StateException, IOException {
        request.requireParameters(Set.of());
        Jobs jobs = state.jobs();
        String id = JobsRoute.id(request);
        long last = last(request);
        if (jobs.get(id).state().ended() && jobs.events(id, last, 1).isEmpty()) {
            // By which a browser knows that it need not ask again.
            request.context().status(NO_CONTENT).res().setContentType(null);
            return;
        }
        if (!streams.tryAcquire()) {
            throw ProblemException.later(
                    10,
                    ProblemType.BUSY,
                    MOST_STREAMS + " streams of events are open already: ask for the job itself, or try again");
        }
        try {
            send(jobs, id, last, begin(request.context().res()));
        } finally {
            streams.release();
        }
    }

    private static long last(Request request) throws ProblemException {
        String header = request.context().header("Last-Event-ID");
        if (header == null || header.isEmpty()) {
            return 0;
        }
        if (!header.matches("[0-9]{1,18}")) {
            throw new ProblemException(
                    ProblemType.BAD_REQUEST, "Last-Event-ID is \"" + header + "\", must be the id of an event");
        }
        return Long.parseLong(header);
    }

    private static OutputStream begin(HttpServletResponse response) throws IOException {
        response.setContentType("text/event-stream; charset=utf-8");
        // Proxies would else keep events until there are many.
        response.setHeader("X-Accel-Buffering", "no");
        OutputStream out = response.getOutputStream();
        out.write("retry: 2000\n\n".getBytes(UTF_8));
        out.flush();
        return out;
    }

    /** The answer has begun: whatever fails from here on can only end it. */
    private void send(Jobs jobs, String id, long after, OutputStream out) {
        try {
            long begun = System.nanoTime();
            long quiet = begun;
            long last = after;
            while (!stopping.getAsBoolean() && System.nanoTime() - begun < LONGEST) {
                boolean ended = jobs.get(id).state().ended();
                List<JobEvent> events = jobs.events(id, last, PAGE);
                if (events.isEmpty() && ended) {
                    return;
                }
                if (!events.isEmpty()) {
                    write(events, out);
                    last = events.getLast().sequence();
                    quiet = System.nanoTime();
                } else {
                    quiet = heartbeat(quiet, out);
                    Thread.sleep(PAUSE_MILLIS);
                }
            }
        } catch (StateException | IOException _) {
            // The client asks again, or is gone.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void write(List<JobEvent> events, OutputStream out) throws IOException {
        StringBuilder text = new StringBuilder();
        for (JobEvent event : events) {
            text.append("id: ").append(event.sequence());
            text.append("\nevent: ").append(event.kind());
            text.append("\ndata: ").append(JsonText.line(event.fields())).append("\n\n");
        }
        out.write(text.toString().getBytes(UTF_8));
        out.flush();
    }

    /** Shows proxies that there is life, and the server that the client is gone. */
    private static long heartbeat(long quiet, OutputStream out) throws IOException {
        if (System.nanoTime() - quiet < HEARTBEAT) {
            return quiet;
        }
        out.write(": nothing new\n\n".getBytes(UTF_8));
        out.flush();
        return System.nanoTime();
    }
}
