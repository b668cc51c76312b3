package org.weatherinference.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.weatherinference.dataset.Decision;
import org.weatherinference.dataset.Decision.Change;
import org.weatherinference.dataset.Decision.Question;
import org.weatherinference.model.ProblemType;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * What the cleaning page has saved: a decision, or that one is taken back.
 *
 * @param dataset the key of the dataset that the page was opened for
 * @param id names the decision, or the taking back
 * @param undoes id of the decision that is taken back; empty where this is a decision
 * @param question empty where one is taken back
 * @param changes empty where one is taken back
 */
record DecisionRequest(String dataset, String id, String undoes, String question, List<Change> changes) {
    /** Room for some thousand photos. */
    static final int MOST_BYTES = 1024 * 1024;

    private static final int LONGEST_ID = 64;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(4).build())
            .build();

    static DecisionRequest parse(byte[] json) throws ProblemException {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
            DecisionRequest request = new Reading(parser).request();
            if (request.id.isBlank() || request.id.length() > LONGEST_ID) {
                throw wrong("\"id\" must have 1 to " + LONGEST_ID + " characters");
            }
            return request;
        } catch (JacksonException fault) {
            throw wrong("it is no JSON: " + fault.getOriginalMessage());
        }
    }

    /** The decision that it is. */
    Decision decision(List<String> labels) throws ProblemException {
        for (Change change : changes) {
            if (!labels.contains(change.to()) && !change.to().equals(change.from())) {
                throw wrong("\"" + change.to() + "\" is none of the labels that are offered");
            }
        }
        try {
            return new Decision(id, Question.valueOf(question.toUpperCase(Locale.ROOT)), changes);
        } catch (IllegalArgumentException fault) {
            throw wrong(String.valueOf(fault.getMessage()));
        }
    }

    private static ProblemException wrong(String why) {
        return new ProblemException(ProblemType.BAD_REQUEST, "the decision is not understood: " + why);
    }

    /** The body on its way through the parser. */
    private static final class Reading {
        private final JsonParser parser;
        private String dataset = "";
        private String id = "";
        private String undoes = "";
        private String question = "";
        private final List<Change> changes = new ArrayList<>();

        Reading(JsonParser parser) {
            this.parser = parser;
        }

        DecisionRequest request() throws ProblemException {
            expect(parser.nextToken(), JsonToken.START_OBJECT);
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                switch (parser.currentName()) {
                    case "dataset" -> dataset = string();
                    case "id" -> id = string();
                    case "undoes" -> undoes = string();
                    case "question" -> question = string();
                    case "changes" -> readChanges();
                    case null, default -> throw wrong("there is no \"" + parser.currentName() + "\"");
                }
            }
            return new DecisionRequest(dataset, id, undoes, question, List.copyOf(changes));
        }

        private void readChanges() throws ProblemException {
            expect(parser.nextToken(), JsonToken.START_ARRAY);
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                expect(parser.currentToken(), JsonToken.START_OBJECT);
                changes.add(new Change(field("path"), field("from"), field("to")));
                expect(parser.nextToken(), JsonToken.END_OBJECT);
            }
        }

        private String field(String name) throws ProblemException {
            parser.nextToken();
            if (!name.equals(parser.currentName())) {
                throw wrong("a change has \"path\", \"from\" and \"to\", in this order");
            }
            return string();
        }

        private String string() throws ProblemException {
            expect(parser.nextToken(), JsonToken.VALUE_STRING);
            return parser.getString();
        }

        private static void expect(JsonToken found, JsonToken needed) throws ProblemException {
            if (found != needed) {
                throw wrong("there is " + found + " where " + needed + " is needed");
            }
        }
    }
}
