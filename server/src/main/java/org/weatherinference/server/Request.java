package org.weatherinference.server;

import io.javalin.http.Context;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.eclipse.jetty.util.Attributes;
import org.jspecify.annotations.Nullable;
import org.weatherinference.model.ProblemType;
import org.weatherinference.model.Spelling;
import org.weatherinference.state.Key;

/** One request on its way: who asks, what for, and what it has taken. Used by one thread. */
final class Request implements AutoCloseable {
    private static final String ATTRIBUTE = Request.class.getName();

    private final Context context;
    private final UUID uuid = UUID.randomUUID();
    private final String id = uuid.toString();
    private final long begun = System.nanoTime();
    private final String client;
    private final BodyMemory.Share memory;
    private final RequestBody body;
    private @Nullable String model;
    private @Nullable String problem;
    private @Nullable Key key;
    private int photos;
    private String route = "none";

    private Request(Context context, String client, BodyMemory.Share memory, RequestBody body) {
        this.context = context;
        this.client = client;
        this.memory = memory;
        this.body = body;
    }

    /** Begins one; {@link #of} finds it again. */
    static Request begin(Context context, ServerSettings settings, BodyMemory memory) throws IOException {
        BodyMemory.Share share = memory.share();
        Request request = new Request(
                context,
                client(context, settings.trustedProxies()),
                share,
                new RequestBody(
                        context.req().getInputStream(),
                        context.req().getContentLengthLong(),
                        share,
                        settings.work().uploadTime()));
        context.attribute(ATTRIBUTE, request);
        return request;
    }

    private static String client(Context context, TrustedProxies proxies) {
        String peer = context.req().getRemoteAddr();
        return proxies.isEmpty() ? peer : proxies.client(peer, forwarded(context));
    }

    private static List<String> forwarded(Context context) {
        return Collections.list(context.req().getHeaders("X-Forwarded-For")).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::strip)
                .toList();
    }

    /** The one that was begun; null where a request failed before that. */
    static @Nullable Request find(Context context) {
        return context.attribute(ATTRIBUTE);
    }

    /** The same, for Jetty's own view of the request. */
    static @Nullable Request find(Attributes attributes) {
        return (Request) attributes.getAttribute(ATTRIBUTE);
    }

    static Request of(Context context) {
        Request request = find(context);
        if (request == null) {
            throw new IllegalStateException("the request was not begun");
        }
        return request;
    }

    Context context() {
        return context;
    }

    /** What {@link #id} writes. */
    UUID uuid() {
        return uuid;
    }

    /** Names it, in a header and the log. */
    String id() {
        return id;
    }

    /** The address of who asks. */
    String client() {
        return client;
    }

    RequestBody body() {
        return body;
    }

    BodyMemory.Share memory() {
        return memory;
    }

    /** Of its body, without parameters, in lower case; empty where it has none. */
    String mediaType() {
        String header = context.header("Content-Type");
        return header == null ? "" : header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    double seconds() {
        return (System.nanoTime() - begun) / 1e9;
    }

    /** @throws ProblemException when there is a query parameter of another name, or one twice */
    void requireParameters(Set<String> known) throws ProblemException {
        for (var parameter : context.queryParamMap().entrySet()) {
            String name = parameter.getKey();
            if (!known.contains(name)) {
                throw new ProblemException(
                        ProblemType.BAD_REQUEST, "there is no parameter \"" + name + "\"; " + hint(name, known));
            }
            if (parameter.getValue().size() > 1) {
                throw new ProblemException(ProblemType.BAD_REQUEST, "parameter \"" + name + "\" is given twice");
            }
        }
    }

    private static String hint(String name, Set<String> known) {
        String all = known.isEmpty() ? "none is taken here" : "there is " + String.join(", ", new TreeSet<>(known));
        return Spelling.nearest(name, known)
                .map(near -> "did you mean " + near + "?")
                .orElse(all);
    }

    /** @throws ProblemException when it is given and neither true nor false */
    boolean flag(String parameter) throws ProblemException {
        String value = context.queryParam(parameter);
        return switch (value == null ? "false" : value) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw new ProblemException(
                        ProblemType.BAD_REQUEST, parameter + " is \"" + value + "\", must be true or false");
        };
    }

    /** Answers with JSON. */
    void answer(String json) {
        context.contentType("application/json").result(json);
    }

    /** The pattern of the path that it took. */
    void takes(String pattern) {
        route = pattern;
    }

    String route() {
        return route;
    }

    void answeredBy(String reference, int count) {
        model = reference;
        photos = count;
    }

    @Nullable
    String model() {
        return model;
    }

    int photos() {
        return photos;
    }

    void comesWith(Key presented) {
        key = presented;
    }

    /** The name of the key that it came with; null where it came with none. */
    @Nullable
    String key() {
        return key == null ? null : key.name();
    }

    /** The id of that key. */
    @Nullable
    String keyId() {
        return key == null ? null : key.id();
    }

    void failedWith(String type) {
        problem = type;
    }

    @Nullable
    String problem() {
        return problem;
    }

    @Override
    public void close() {
        memory.close();
    }
}
