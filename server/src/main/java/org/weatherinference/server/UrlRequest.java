package org.weatherinference.server;

import org.weatherinference.model.ProblemType;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** A request's JSON body: {@code {"url":"…"}} and nothing else. */
record UrlRequest(String url) {
    /** Longer than any URL that is in use. */
    static final int MOST_BYTES = 16 * 1024;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(2).build())
            .build();

    static UrlRequest parse(byte[] json) throws ProblemException {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
            boolean fits = parser.nextToken() == JsonToken.START_OBJECT
                    && "url".equals(parser.nextName())
                    && parser.nextToken() == JsonToken.VALUE_STRING;
            String url = fits ? parser.getString() : "";
            if (fits && parser.nextToken() == JsonToken.END_OBJECT && parser.nextToken() == null) {
                return new UrlRequest(url);
            }
        } catch (JacksonException fault) {
            throw wrong("it is no JSON: " + fault.getOriginalMessage());
        }
        throw wrong("it must be {\"url\":\"https://…\"} and nothing else");
    }

    private static ProblemException wrong(String why) {
        return new ProblemException(ProblemType.BAD_REQUEST, "the body is not understood: " + why);
    }
}
