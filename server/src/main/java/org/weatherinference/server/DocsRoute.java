package org.weatherinference.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.http.Context;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.weatherinference.model.ProblemType;

/** {@code GET /docs}: Swagger UI over the contract, nothing of it from elsewhere. */
final class DocsRoute {
    private static final String SWAGGER_UI = "/META-INF/resources/webjars/swagger-ui/";
    private static final Set<String> OWN = Set.of("docs.js");
    private static final Map<String, String> TYPES = Map.of(
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "png", "image/png");
    /** Swagger UI styles its elements and shows its pictures inline; scripts it does not need to. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
            + " img-src 'self' data: blob:; connect-src 'self'; base-uri 'none'; form-action 'none';"
            + " frame-ancestors 'none'";

    /** Found out when first asked for: a start need not wait for it. */
    private static final class SwaggerUi {
        static final String FOLDER = SWAGGER_UI + version() + "/";
    }

    /** As the jar names its folder: from the POM's one place. */
    private static String version() {
        byte[] properties = Resources.read("/META-INF/maven/org.webjars/swagger-ui/pom.properties")
                .orElseThrow();
        return new String(properties, UTF_8)
                .lines()
                .filter(line -> line.startsWith("version="))
                .map(line -> line.substring("version=".length()).strip())
                .findFirst()
                .orElseThrow();
    }

    void page(Context context) {
        context.header("Content-Security-Policy", POLICY)
                .contentType("text/html; charset=utf-8")
                .result(Resources.text("docs.html").replace("{base}", context.contextPath()));
    }

    void file(Context context) throws ProblemException {
        String name = context.pathParam("file");
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        String path = OWN.contains(name) ? "/org/weatherinference/server/" + name : SwaggerUi.FOLDER + name;
        Optional<byte[]> file = name.matches("[a-z0-9-]+\\.[a-z]+") ? Resources.read(path) : Optional.empty();
        if (type == null || file.isEmpty()) {
            throw new ProblemException(ProblemType.NOT_FOUND, "there is no " + context.path());
        }
        context.header("Cache-Control", "public, max-age=3600")
                .contentType(type)
                .result(file.get());
    }
}
