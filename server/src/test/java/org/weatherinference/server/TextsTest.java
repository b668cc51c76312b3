package org.weatherinference.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.weatherinference.model.ProblemType;

class TextsTest {
    private static final Pattern ASKED = Pattern.compile("(?<!Resources\\.)\\btext\\(\\s*\"([a-z.-]+)\"");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{[a-z]+}");
    /** What comes after these is put together by the program. */
    private static final Pattern PUT_TOGETHER = Pattern.compile(
            "(label|verdict|problem|sample|look|site)\\..+|manage\\.job\\.(queued|running|stopping|done|failed|cancelled)");

    private static final Texts ENGLISH = Texts.of("en", null);
    private static final Texts GERMAN = Texts.of("de", null);

    private static String sources() throws IOException {
        StringBuilder all = new StringBuilder();
        for (String folder : List.of("src/main/jte", "src/main/java", "src/main/resources")) {
            try (Stream<Path> files = Files.walk(Path.of(folder))) {
                for (Path file : files.filter(file -> file.toString().matches(".*\\.(jte|java|js)"))
                        .toList()) {
                    all.append(Files.readString(file));
                }
            }
        }
        return all.toString();
    }

    @Test
    void everyLanguage_hasTheSameTexts() {
        assertThat(GERMAN.keys()).isEqualTo(ENGLISH.keys());
        assertThat(ENGLISH.keys()).hasSizeGreaterThan(100);
    }

    @Test
    void everyLanguage_namesTheSameValues() {
        for (String key : ENGLISH.keys()) {
            assertThat(placeholders(GERMAN.text(key))).as(key).isEqualTo(placeholders(ENGLISH.text(key)));
        }
    }

    private static Set<String> placeholders(String text) {
        return PLACEHOLDER.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
    }

    @Test
    void everyTextThatIsAskedFor_isThere() throws IOException {
        Set<String> asked = ASKED.matcher(sources())
                .results()
                .map(match -> match.group(1))
                .filter(key -> !key.endsWith("."))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(asked).hasSizeGreaterThan(60);
        assertThat(ENGLISH.keys()).containsAll(asked);
    }

    @Test
    void everyTextThatIsThere_isAskedFor() throws IOException {
        String sources = sources();
        assertThat(ENGLISH.keys())
                .filteredOn(key -> !PUT_TOGETHER.matcher(key).matches())
                .allSatisfy(key -> assertThat(sources).contains('"' + key + '"'));
    }

    /** But for those of a page that only a site has. */
    @Test
    void everyTextOfASite_standsInForOneOfTheServersPage() {
        assertThat(ENGLISH.keys())
                .filteredOn(key -> key.startsWith("site.") && !key.startsWith("site.missing."))
                .isNotEmpty()
                .allSatisfy(key -> assertThat(ENGLISH.keys()).contains(key.substring("site.".length())));
        assertThat(ENGLISH.ofSite("noscript")).isEqualTo(ENGLISH.text("site.noscript"));
        assertThat(ENGLISH.ofSite("title")).isEqualTo(ENGLISH.text("title"));
    }

    @ParameterizedTest
    @EnumSource
    void everyProblem_isExplained(ProblemType type) {
        assertThat(ENGLISH.text("problem." + type.word())).isNotEqualTo(GERMAN.text("problem." + type.word()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sunny", "raining", "cloudy", "foggy", "snowy", "other", "unsure"})
    void everyVerdict_isASentence(String verdict) {
        assertThat(ENGLISH.verdict(verdict)).endsWith(".").doesNotContain("“");
        assertThat(GERMAN.verdict(verdict)).endsWith(".").doesNotContain("„");
    }

    @Test
    void unknownLabel_isNamedAsItIs() {
        assertThat(GERMAN.verdict("hail")).isEqualTo("Es ist „hail“.");
        assertThat(GERMAN.label("hail")).isEqualTo("hail");
    }

    @Test
    void missingText_isNamed() {
        assertThatThrownBy(() -> GERMAN.text("no.such"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no text \"no.such\" in de");
    }

    @Test
    void values_takeTheirPlace() {
        assertThat(ENGLISH.text("answer.sure", Map.of("percent", "97%"))).isEqualTo("The model is 97% sure.");
    }

    @ParameterizedTest
    @CsvSource({"0.9731, 97.3%", "0.99999, 99.9%", "0, 0.1%", "0.5, 50%"})
    void probability_isNeverCertain(double probability, String percent) {
        assertThat(ENGLISH.percent(probability)).isEqualTo(percent);
    }

    @ParameterizedTest
    @CsvSource({
        "de, en-US, de",
        ", 'de-CH,de;q=0.9,en;q=0.8', de",
        ", 'fr,en;q=0.5,de;q=0.4', en",
        ", fr, en",
        "xx, de, de",
        ", ';;q=x', en",
        ", , en",
    })
    void language_isTheAddress_thenTheBrowsers_thenEnglish(String language, String preferred, String found) {
        assertThat(Texts.of(language, preferred).language()).isEqualTo(found);
    }
}
