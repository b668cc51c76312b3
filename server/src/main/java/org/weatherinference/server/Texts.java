package org.weatherinference.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.text.NumberFormat;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** The page's words in one language, from one file a language, which its scripts read too. Immutable. */
final class Texts {
    private static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.GERMAN);
    private static final double LEAST = 0.001;

    private final Locale locale;
    private final Map<String, String> texts;

    private Texts(Locale locale) {
        this.locale = locale;
        texts = read("/org/weatherinference/server/page/" + locale.getLanguage() + ".json");
    }

    /** Read when first needed; the first is for those who understand none of them. */
    private static final class All {
        static final List<Texts> TEXTS = LANGUAGES.stream().map(Texts::new).toList();
    }

    /**
     * In the language that somebody asks for.
     *
     * @param language as in the address, such as {@code de}; null or unknown for what the browser prefers
     * @param preferred the browser's {@code Accept-Language}; null or malformed for English
     */
    static Texts of(@Nullable String language, @Nullable String preferred) {
        return in(language)
                .or(() -> Optional.ofNullable(preferred)
                        .map(header -> Locale.lookup(ranges(header), LANGUAGES))
                        .flatMap(locale -> in(locale.getLanguage())))
                .orElse(All.TEXTS.getFirst());
    }

    private static Optional<Texts> in(@Nullable String language) {
        return All.TEXTS.stream()
                .filter(texts -> texts.language().equals(language))
                .findFirst();
    }

    private static List<LanguageRange> ranges(String header) {
        try {
            return LanguageRange.parse(header);
        } catch (IllegalArgumentException _) {
            return List.of();
        }
    }

    private static Map<String, String> read(String path) {
        byte[] json = Resources.read(path).orElseThrow();
        Map<String, String> texts = new HashMap<>();
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), new String(json, UTF_8))) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.VALUE_STRING) {
                    texts.put(parser.currentName(), parser.getString());
                }
            }
        }
        return texts;
    }

    /** As in the page's {@code lang}. */
    String language() {
        return locale.getLanguage();
    }

    /** The languages that there are, each by its own name. */
    static Map<String, String> languages() {
        Map<String, String> languages = new LinkedHashMap<>();
        LANGUAGES.forEach(locale -> languages.put(locale.getLanguage(), locale.getDisplayLanguage(locale)));
        return languages;
    }

    /** All keys, for tests. */
    List<String> keys() {
        return texts.keySet().stream().sorted(Comparator.naturalOrder()).toList();
    }

    /** @throws IllegalArgumentException when there is no such text */
    String text(String key) {
        String text = texts.get(key);
        if (text == null) {
            throw new IllegalArgumentException("there is no text \"" + key + "\" in " + language());
        }
        return text;
    }

    /** As {@link #text(String)}; of a page that no server stands behind, where that has other words. */
    String ofSite(String key) {
        return texts.getOrDefault("site." + key, text(key));
    }

    /** A text with values in the place of names in braces. */
    String text(String key, Map<String, String> values) {
        String text = text(key);
        for (var value : values.entrySet()) {
            text = text.replace("{" + value.getKey() + "}", value.getValue());
        }
        return text;
    }

    /** A label in words; one that the page does not know, as it is. */
    String label(String label) {
        return texts.getOrDefault("label." + label, label);
    }

    /** A verdict as a sentence. */
    String verdict(String verdict) {
        String text = texts.get("verdict." + verdict);
        return text == null ? text("verdict.label", Map.of("label", verdict)) : text;
    }

    /** A probability; never as if it were certain. */
    String percent(double probability) {
        NumberFormat format = NumberFormat.getPercentInstance(locale);
        format.setMaximumFractionDigits(1);
        return format.format(Math.clamp(probability, LEAST, 1 - LEAST));
    }

    /** A number with one decimal. */
    String number(double number) {
        NumberFormat format = NumberFormat.getNumberInstance(locale);
        format.setMaximumFractionDigits(1);
        return format.format(number);
    }
}
