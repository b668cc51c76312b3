package org.weatherinference.server;

import java.util.List;
import org.weatherinference.model.BundleManifest;
import org.weatherinference.model.JsonText;

/** The HTTP interface as an OpenAPI 3.1 document. */
public final class Contract {
    private Contract() {}

    /**
     * The document for a server that answers with the given bundles, as JSON.
     *
     * @param bundles at least one; the first answers where a request names none
     * @param basePath in front of all paths: {@code /}, or with a slash in front and none at the end
     */
    public static String of(List<BundleManifest> bundles, String basePath) {
        BundleManifest first = bundles.getFirst();
        List<String> labels = bundles.stream()
                .flatMap(bundle -> bundle.labels().stream())
                .distinct()
                .toList();
        List<String> names =
                bundles.stream().map(BundleManifest::name).distinct().toList();
        return Resources.text("openapi.json")
                .replace("[\"{label}\"]", JsonText.array(labels))
                .replace("[\"{model}\"]", JsonText.array(names))
                .replace("\"{base}\"", JsonText.string(basePath))
                .replace("\"{reference}\"", JsonText.string(first.reference()))
                .replace("\"{first-label}\"", JsonText.string(first.labels().getFirst()));
    }
}
