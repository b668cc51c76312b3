package org.weatherinference.server;

import io.javalin.http.Context;

/** {@code GET /openapi.json}: the contract, with the labels and names of the bundles that answer filled in. */
final class ContractRoute {
    private final ServedModels models;

    ContractRoute(ServedModels models) {
        this.models = models;
    }

    void get(Context context) throws ProblemException {
        // While none has been opened, this says so.
        models.find(null);
        String base = context.contextPath().isEmpty() ? "/" : context.contextPath();
        context.contentType("application/json")
                .result(Contract.of(
                        models.all().stream().map(ServedModel::manifest).toList(), base));
    }
}
