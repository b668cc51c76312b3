package org.weatherinference.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebUrlTest {
    @ParameterizedTest
    @CsvSource({
        "http://Example.COM, http://example.com/",
        "HTTP://example.com:80/a, http://example.com/a",
        "https://example.com:443/a, https://example.com/a",
        "http://example.com:/a, http://example.com/a",
        "http://example.com:0080/a, http://example.com/a",
        "http://example.com./a, http://example.com/a",
        "' http://example.com/a b.jpg ', http://example.com/a%20b.jpg",
        "http://example.com/a%20b.jpg, http://example.com/a%20b.jpg",
        "http://example.com/100%.jpg, http://example.com/100%25.jpg",
        "http://example.com/дождь.jpg, http://example.com/%D0%B4%D0%BE%D0%B6%D0%B4%D1%8C.jpg",
        "http://example.com/\uD83C\uDF27.jpg, http://example.com/%F0%9F%8C%A7.jpg",
        "http://example.com/a|b\\c?q=[1]#part, http://example.com/a%7Cb%5Cc?q=%5B1%5D",
        "http://example.com?q=1, http://example.com/?q=1",
        "http://example.com#part, http://example.com/",
        "http://bücher.example/, http://xn--bcher-kva.example/",
        "http://example。com/, http://example.com/",
        "http://my_bucket.example.com/, http://my_bucket.example.com/",
        "http://8.8.8.8/, http://8.8.8.8/",
        "http://8.8.8.8./, http://8.8.8.8/",
        "http://[2606:4700::1111]:8080/, http://[2606:4700:0:0:0:0:0:1111]:8080/",
        "http://[::ffff:8.8.8.8]/, http://8.8.8.8/"
    })
    void url_comesOutInOneForm(String text, String form) throws FetchException {
        assertThat(WebUrl.parse(text).uri()).hasToString(form);
    }

    @ParameterizedTest
    @CsvSource({
        "https://other.example/x.jpg, https://other.example/x.jpg",
        "//other.example/x.jpg, http://other.example/x.jpg",
        "/x.jpg, http://example.com/x.jpg",
        "x.jpg, http://example.com/a/x.jpg",
        "../x.jpg, http://example.com/x.jpg",
        "?q=2, http://example.com/a/b?q=2",
        "'', http://example.com/a/",
        "x y.jpg, http://example.com/a/x%20y.jpg",
        "/\u00C3\u00BC.jpg, http://example.com/%C3%BC.jpg"
    })
    void location_isResolvedAgainstTheUrlThatSentIt(String location, String form) throws FetchException {
        assertThat(WebUrl.parse("http://example.com/a/b?q=1").resolve(location).uri())
                .hasToString(form);
    }

    @ParameterizedTest
    @CsvSource({"http, 80, -1", "https, 443, -1", "http, 443, 443", "https, 80, 80", "http, 8080, 8080"})
    void portOfTheScheme_isLeftOutOfWhatIsSent(String scheme, int port, int sent) throws FetchException {
        assertThat(WebUrl.parse(scheme + "://example.com:" + port + "/").explicitPort())
                .isEqualTo(sent);
    }

    @Test
    void message_showsTheUrlCutShortAndInOneLine() {
        assertThatThrownBy(() -> WebUrl.parse("http://example.com/\r\nX: " + "y".repeat(200)))
                .isInstanceOf(FetchException.Malformed.class)
                .message()
                .startsWith("\"http://example.com/??X: yyy")
                .doesNotContain("\n")
                .hasSizeLessThan(200);
    }
}
