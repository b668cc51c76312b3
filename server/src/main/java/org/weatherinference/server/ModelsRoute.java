package org.weatherinference.server;

import java.util.Set;
import java.util.stream.Collectors;

/** {@code GET /v1/models} and {@code /v1/models/{ref}}: what the bundles that answer say of themselves. */
final class ModelsRoute {
    private final ServedModels models;

    ModelsRoute(ServedModels models) {
        this.models = models;
    }

    void all(Request request) throws ProblemException {
        request.requireParameters(Set.of());
        // While none has been opened, this says so.
        models.find(null);
        String list = models.all().stream()
                .map(model -> model.manifest().toJson())
                .collect(Collectors.joining(",", "{\"models\":[", "]}"));
        request.answer(list);
    }

    void one(Request request) throws ProblemException {
        request.requireParameters(Set.of());
        String json = models.find(request.context().pathParam("ref")).manifest().toJson();
        request.answer(json);
    }
}
