package org.weatherinference.server;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.javalin.http.Context;
import java.util.Map;

/** Pages out of their templates, each with the policy that lets in only what came with the program. */
final class Template {
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " img-src 'self' data: blob:; connect-src 'self'; worker-src 'self'; manifest-src 'self';"
            + " base-uri 'none'; form-action 'self'; frame-ancestors ";

    private Template() {}

    /** Found when first needed: a start need not wait for it. */
    private static final class Templates {
        static final TemplateEngine ENGINE = TemplateEngine.createPrecompiled(
                null, ContentType.Html, Template.class.getClassLoader(), Template.class.getPackageName());
    }

    /**
     * Answers with a page.
     *
     * @param frames which pages may show it within themselves, in the policy's words
     */
    static void render(Context context, String template, String frames, Map<String, Object> values) {
        context.header("Content-Security-Policy", POLICY + frames)
                .contentType("text/html; charset=utf-8")
                .result(html(template, values));
    }

    /** The page alone. */
    static String html(String template, Map<String, Object> values) {
        var html = new StringOutput();
        Templates.ENGINE.render(template, values, html);
        return html.toString();
    }
}
