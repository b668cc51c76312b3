package org.weatherinference.server;

import io.javalin.http.HandlerType;
import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.eclipse.jetty.server.Response;
import org.weatherinference.model.JsonText;

/**
 * Told of every request when it is over, however it ended: gives back what it took, counts it, and writes a line of
 * JSON that says what was asked and how it ended, without photo, query or header. Safe to share.
 */
final class RequestLog implements org.eclipse.jetty.server.RequestLog {
    private final ServerMetrics metrics;
    private final InFlight inFlight;
    private final boolean written;
    private final PrintStream out;

    /** @param written whether lines are written; all else is done in any case */
    RequestLog(ServerMetrics metrics, InFlight inFlight, boolean written, PrintStream out) {
        this.metrics = metrics;
        this.inFlight = inFlight;
        this.written = written;
        this.out = out;
    }

    @Override
    public void log(org.eclipse.jetty.server.Request jetty, Response response) {
        Request request = Request.find(jetty);
        int status = response.getStatus();
        if (request == null) {
            metrics.requested("none", "other", status, 0);
            return;
        }
        request.close();
        inFlight.leave();
        metrics.requested(request.route(), counted(request.context().method()), status, request.seconds());
        if (written) {
            write(request, status);
        }
    }

    /** Methods that clients make up are counted as one, so that they cannot make up figures. */
    private static String counted(HandlerType method) {
        return HandlerType.commonHttp().contains(method) ? method.name() : "other";
    }

    private void write(Request request, int status) {
        String line = JsonText.line(JsonText.object(
                "time", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString(),
                "id", request.id(),
                "client", request.client(),
                "key", request.key(),
                "method", request.context().method().name(),
                "route", request.route(),
                "status", status,
                "millis", Math.round(request.seconds() * 1e4) / 10.0,
                "bytes", request.body().read(),
                "model", request.model(),
                "photos", request.photos() == 0 ? null : request.photos(),
                "problem", request.problem()));
        synchronized (out) {
            out.println(line);
        }
    }
}
