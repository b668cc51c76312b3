package org.weatherinference.server;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.weatherinference.model.Answer.Problem;
import org.weatherinference.model.JsonText;
import org.weatherinference.model.ProblemType;

/** A request that is answered with a problem (RFC 9457). */
final class ProblemException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Problem problem;
    private final @Nullable Long limit;
    private final @Nullable Long retryAfter;

    private ProblemException(Problem problem, @Nullable Long limit, @Nullable Long retryAfter) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
        this.limit = limit;
        this.retryAfter = retryAfter;
    }

    ProblemException(ProblemType type, String detail) {
        this(type.with(detail), null, null);
    }

    /** With the limit that was passed. */
    static ProblemException beyond(long limit, ProblemType type, String detail) {
        return new ProblemException(type.with(detail), limit, null);
    }

    /** With the seconds after which to try again. */
    static ProblemException later(long seconds, ProblemType type, String detail) {
        return new ProblemException(type.with(detail), null, Math.max(1, seconds));
    }

    /** One that only the cleaning page meets: the API's listed set does not have it. */
    static ProblemException unlisted(String type, String title, int status, String detail) {
        return new ProblemException(new Problem(type, title, status, detail), null, null);
    }

    /** The same, about a thing that its detail shall name first. */
    ProblemException about(String thing) {
        Problem named = new Problem(problem.type(), problem.title(), problem.status(), thing + ": " + problem.detail());
        return new ProblemException(named, limit, retryAfter);
    }

    Problem problem() {
        return problem;
    }

    /** In seconds; null where trying again does not help. */
    @Nullable
    Long retryAfter() {
        return retryAfter;
    }

    /** The fields of an error within an answer. */
    Map<String, @Nullable Object> fields() {
        return fields(problem, limit);
    }

    /** @param id of the request */
    String toJson(String id) {
        return toJson(fields(), id);
    }

    /** A problem that was not thrown. */
    static String toJson(Problem problem, String id) {
        return toJson(fields(problem, null), id);
    }

    private static String toJson(Map<String, @Nullable Object> fields, String id) {
        fields.put("instance", "urn:uuid:" + id);
        return JsonText.line(fields);
    }

    private static Map<String, @Nullable Object> fields(Problem problem, @Nullable Long limit) {
        return JsonText.object(
                "type", problem.type(),
                "title", problem.title(),
                "status", problem.status(),
                "detail", problem.detail(),
                "limit", limit);
    }
}
