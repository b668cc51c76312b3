package org.weatherinference.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.weatherinference.model.Bundle;
import org.weatherinference.model.ProblemType;

/** A bundle's {@code MODEL_CARD.md} as HTML. A bundle may come from anywhere: no HTML of its own gets through. */
final class ModelCard {
    private static final long MOST_BYTES = 1024 * 1024;
    private static final List<Extension> EXTENSIONS = List.of(TablesExtension.create());
    private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();
    private static final HtmlRenderer RENDERER = HtmlRenderer.builder()
            .extensions(EXTENSIONS)
            .escapeHtml(true)
            .sanitizeUrls(true)
            .build();

    private ModelCard() {}

    /** @throws ProblemException when the bundle has none */
    static String html(Bundle bundle) throws ProblemException {
        Path file = bundle.folder().resolve("MODEL_CARD.md");
        try {
            if (Files.size(file) <= MOST_BYTES) {
                return html(Files.readString(file));
            }
        } catch (IOException _) {
            // Said below.
        }
        throw new ProblemException(ProblemType.NOT_FOUND, bundle.reference() + " has no model card that can be read");
    }

    static String html(String markdown) {
        return RENDERER.render(PARSER.parse(markdown));
    }
}
