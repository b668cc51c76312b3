package org.weatherinference.clients;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;

/**
 * The clients' files that come of an OpenAPI document: what is the same for any stands in templates beside this class.
 */
final class ClientFiles {
    private ClientFiles() {}

    /**
     * Writes them.
     *
     * @return their content by their path, such as {@code python/weather.py}
     */
    static Map<String, String> of(String openApi) {
        Contract contract = Contract.read(openApi);
        return Map.of(
                "python/weather.py", PythonClient.of(contract, template("weather.py")),
                "javascript/weather.js", JavaScriptClient.of(contract, template("weather.js")),
                "javascript/weather.d.ts", TypeScript.of(contract, template("weather.d.ts")));
    }

    private static String template(String name) {
        try (InputStream in = ClientFiles.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
