package org.weatherinference.clients;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What programs can ask of the server. Pages, which are tagged {@code page}, are for browsers and left out.
 *
 * @param declarations the types that the operations use
 */
record Contract(List<Operation> operations, List<Declaration> declarations) {
    Contract {
        operations = List.copyOf(operations);
        declarations = List.copyOf(declarations);
    }

    /**
     * Reads an OpenAPI document (version 3.1).
     *
     * @throws RuntimeException where it holds something that no client could be made of
     */
    static Contract read(String openApi) {
        JsonNode document = JsonMapper.shared().readTree(openApi);
        Schemas schemas = new Schemas(document.at("/components/schemas"));
        OperationReader reader = new OperationReader(schemas, document.at("/components/securitySchemes"));
        List<Operation> operations = new ArrayList<>();
        document.get("paths")
                .forEachEntry((path, methods) -> methods.forEachEntry((method, operation) -> {
                    if (isForPrograms(operation)) {
                        operations.add(reader.operation(method.toUpperCase(Locale.ROOT), path, operation));
                    }
                }));
        return new Contract(operations, schemas.declarations());
    }

    private static boolean isForPrograms(JsonNode operation) {
        return operation
                .path("tags")
                .valueStream()
                .noneMatch(tag -> tag.asString().equals("page"));
    }
}
