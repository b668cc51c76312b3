package org.weatherinference.delivery;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.Map;

/** Texts out of the templates that are compiled with this module. */
final class TextTemplate {
    private static final TemplateEngine ENGINE = TemplateEngine.createPrecompiled(
            null, ContentType.Plain, TextTemplate.class.getClassLoader(), TextTemplate.class.getPackageName());

    private TextTemplate() {}

    /**
     * A text that ends with one line feed, whatever the parts of the template end with.
     *
     * @param values its parameters, by their names
     */
    static String render(String template, Map<String, Object> values) {
        var text = new StringOutput();
        ENGINE.render(template + ".jte", values, text);
        return text.toString().stripTrailing() + "\n";
    }
}
