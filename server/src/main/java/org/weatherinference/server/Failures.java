package org.weatherinference.server;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import io.javalin.http.NotFoundResponse;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.EndPoint;
import org.jspecify.annotations.Nullable;
import org.weatherinference.model.JsonText;
import org.weatherinference.model.ProblemType;
import org.weatherinference.photo.PhotoException;
import org.weatherinference.photo.PhotoTooLargeException;
import org.weatherinference.state.StateException;

/** The one place where whatever goes wrong with a request becomes a problem (RFC 9457). */
final class Failures {
    private static final String MEDIA_TYPE = "application/problem+json";

    private final ServerMetrics metrics;
    private final PrintStream faults;
    private final Cache<String, Boolean> told = Caffeine.newBuilder()
            .maximumSize(100)
            .expireAfterWrite(Duration.ofMinutes(1))
            .build();

    /** @param faults takes the stacks of what only we can mend */
    Failures(ServerMetrics metrics, PrintStream faults) {
        this.metrics = metrics;
        this.faults = faults;
    }

    /** Answers a request with what went wrong with it. */
    void answer(Exception failure, Context context) {
        Request request = Request.find(context);
        ProblemException problem = problem(failure, context, request);
        begin(problem, context);
        if (isInference(context)) {
            context.contentType("application/json")
                    .result(JsonText.line(
                            JsonText.object("error", problem.problem().detail())));
        } else {
            context.contentType(MEDIA_TYPE).result(problem.toJson(request == null ? "0" : request.id()));
        }
    }

    /** The Open Inference Protocol has words of its own. */
    private static boolean isInference(Context context) {
        String path = context.path().substring(context.contextPath().length());
        return path.equals(InferRoute.ROOT) || path.startsWith(InferRoute.ROOT + "/");
    }

    /** Begins an answer that says what went wrong: all but its body. */
    void begin(ProblemException problem, Context context) {
        Request request = Request.find(context);
        metrics.rejected(problem);
        context.status(problem.problem().status());
        if (problem.retryAfter() != null) {
            context.header("Retry-After", problem.retryAfter().toString());
        }
        if (request != null) {
            request.failedWith(problem.problem().type());
            if (!isRestDiscarded(request)) {
                context.header("Connection", "close");
            }
        }
    }

    /** Waits less than otherwise for a sender who may be waiting for the answer. */
    private static boolean isRestDiscarded(Request request) {
        EndPoint connection = ServletContextRequest.getServletContextRequest(
                        request.context().req())
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint();
        long idle = connection.getIdleTimeout();
        connection.setIdleTimeout(Math.min(idle, RequestBody.UNWANTED_TIME.toMillis()));
        try {
            return request.body().discardRest();
        } finally {
            connection.setIdleTimeout(idle);
        }
    }

    private ProblemException problem(Exception failure, Context context, @Nullable Request request) {
        return switch (failure) {
            case ProblemException problem -> problem;
            case PhotoException refusal -> ofPhoto(refusal);
            case StateException refusal -> ofState(refusal);
            case NotFoundResponse _ ->
                new ProblemException(ProblemType.NOT_FOUND, "there is no " + context.path() + "; see /docs");
            case MethodNotAllowedResponse other -> methodNotAllowed(other, context);
            case HttpResponseException other
            when other.getStatus() < 500 ->
                new ProblemException(ProblemType.BAD_REQUEST, String.valueOf(other.getMessage()));
            case RuntimeException wrapped
            when wrapped instanceof HttpException malformed && malformed.getCode() < 500 ->
                new ProblemException(ProblemType.BAD_REQUEST, String.valueOf(malformed.getReason()));
            default -> fault(failure, request);
        };
    }

    private static ProblemException methodNotAllowed(MethodNotAllowedResponse failure, Context context) {
        String allowed =
                failure.getDetails().getOrDefault("availableMethods", "").toUpperCase(Locale.ROOT);
        if (!allowed.isEmpty()) {
            context.header("Allow", allowed);
        }
        return new ProblemException(
                ProblemType.METHOD_NOT_ALLOWED,
                context.method() + " is not allowed for " + context.path()
                        + (allowed.isEmpty() ? "" : ", only " + allowed));
    }

    /** What was not remembered, found or changed. A database's own words are for the operator alone. */
    private ProblemException ofState(StateException refusal) {
        String detail = String.valueOf(refusal.getMessage());
        return switch (refusal) {
            case StateException.Invalid _ -> new ProblemException(ProblemType.BAD_REQUEST, detail);
            case StateException.Unknown _ -> new ProblemException(ProblemType.NOT_FOUND, detail);
            case StateException.Conflict _ -> new ProblemException(ProblemType.CONFLICT, detail);
            case StateException.Unreachable _ -> {
                tellOnce(detail);
                yield ProblemException.later(
                        2, ProblemType.UNAVAILABLE, "what this needs cannot be reached now: try again soon");
            }
        };
    }

    /** The same trouble again is no news for a while. */
    private void tellOnce(String trouble) {
        if (told.asMap().putIfAbsent(trouble, true) == null) {
            faults.println("weather: " + trouble);
        }
    }

    /** What a photo was refused for. */
    static ProblemException ofPhoto(PhotoException refusal) {
        ProblemType type = ProblemType.of(refusal);
        String detail = String.valueOf(refusal.getMessage());
        return refusal instanceof PhotoTooLargeException large
                ? ProblemException.beyond(large.allowed(), type, detail + ": send a smaller one")
                : new ProblemException(type, detail);
    }

    private ProblemException fault(Exception failure, @Nullable Request request) {
        String id = request == null ? "0" : request.id();
        synchronized (faults) {
            faults.println("request " + id + " failed by a fault of the program itself, please report it:");
            failure.printStackTrace(faults);
        }
        return new ProblemException(
                ProblemType.INTERNAL, "the server failed; its log tells more at " + id + ", please report it");
    }
}
