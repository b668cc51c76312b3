package org.weatherinference.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.weatherinference.model.Answer;
import org.weatherinference.model.ProblemType;

/** Problems of requests that are too broken, or too early, to get to a route; in the same words. */
final class JettyProblems extends ErrorHandler {
    /** In seconds. */
    private static final String WAIT = "5";

    private final BooleanSupplier stopping;

    /** @param stopping whether the server is about to end */
    JettyProblems(BooleanSupplier stopping) {
        this.stopping = stopping;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int found = response.getStatus();
        int status = stopping.getAsBoolean() ? statusAtTheEnd(found) : status(found);
        response.setStatus(status);
        if (status == HttpStatus.SERVICE_UNAVAILABLE_503) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, WAIT);
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
        }
        ProblemType type = type(status);
        String detail = type == ProblemType.SHUTTING_DOWN ? HttpFront.SHUTTING_DOWN : detail(found, request);
        Answer.Problem problem = new Answer.Problem(type.word(), type.title(), status, detail);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/problem+json");
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        String id = UUID.randomUUID().toString();
        response.getHeaders().put("X-Request-Id", id);
        String json = ProblemException.toJson(problem, id);
        response.write(true, ByteBuffer.wrap(json.getBytes(UTF_8)), callback);
        return true;
    }

    /** A version of HTTP that is not spoken is the client's mistake: 5xx is for the server's. */
    private static int status(int found) {
        return found == HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505 ? HttpStatus.BAD_REQUEST_400 : found;
    }

    /**
     * A request that slips in while the routes are taken down finds none, or fails on the way: another server can tell.
     */
    private static int statusAtTheEnd(int found) {
        return found == HttpStatus.NOT_FOUND_404 || found >= 500 ? HttpStatus.SERVICE_UNAVAILABLE_503 : found;
    }

    private static String detail(int found, Request request) {
        return switch (found) {
            case 404 -> "there is nothing at this path; see /docs";
            case 414, 431 ->
                String.format(
                        Locale.ROOT,
                        "the request's first line and headers may have %,d bytes together",
                        HttpFront.HEADER_BYTES);
            case 417 -> "no expectation is met but 100-continue";
            case 426, 505 -> "this version of HTTP is not read: HTTP/1.0 and HTTP/1.1 are spoken";
            default -> reason(found, request);
        };
    }

    private static String reason(int found, Request request) {
        Object message = request.getAttribute(ERROR_MESSAGE);
        return message == null || found >= 500 ? HttpStatus.getMessage(found) : message.toString();
    }

    private static ProblemType type(int status) {
        return switch (status) {
            case 404 -> ProblemType.NOT_FOUND;
            case 405 -> ProblemType.METHOD_NOT_ALLOWED;
            case 408 -> ProblemType.TOO_SLOW;
            case 413 -> ProblemType.REQUEST_TOO_LARGE;
            case 503 -> ProblemType.SHUTTING_DOWN;
            default -> status < 500 ? ProblemType.BAD_REQUEST : ProblemType.INTERNAL;
        };
    }
}
