package org.weatherinference.clients;

/**
 * What an operation takes.
 *
 * @param name for callers: {@code lastEventId}
 * @param sent as the server knows it: {@code Last-Event-ID}
 * @param description empty where there is none
 */
record Argument(String name, String sent, Place place, Type type, String description, boolean required) {
    /** Where in the request it is. */
    enum Place {
        PATH,
        QUERY,
        HEADER,
        /** Of the JSON that is sent, or of the form where there is a file. */
        FIELD,
        FILE,
        /** In the key's place. */
        TOKEN
    }
}
