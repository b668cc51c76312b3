package org.weatherinference.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weatherinference.fetch.Loopback.PHOTOS;
import static org.weatherinference.fetch.RawServer.answer;

import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Redirects are followed by hand: three of them, each checked as the first URL was. */
class RedirectTest {
    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void redirect_isFollowedWithNothingKept(int status) throws Exception {
        try (RawServer server = new RawServer((out, head) -> out.write(
                head.startsWith("GET /start ")
                        ? answer("HTTP/1.1 " + status + " Moved", "Location: end", "Set-Cookie: a=b", "", "")
                        : answer("HTTP/1.1 200 OK", "", "rain")))) {
            Fetched fetched = fetch(server, "/start");
            assertThat(fetched.bytes()).asString().isEqualTo("rain");
            assertThat(fetched.uri()).hasPath("/end");
            assertThat(server.heads())
                    .hasSize(2)
                    .noneMatch(head -> head.contains("Cookie") || head.contains("Referer"));
        }
    }

    @Test
    void thirdRedirect_isFollowedAndTheFourthIsNot() throws Exception {
        try (RawServer server = countingDown()) {
            assertThat(fetch(server, "/3").bytes()).asString().isEqualTo("rain");
            assertThat(server.heads()).hasSize(4);
            assertThat(failure(server, "/4"))
                    .isInstanceOf(FetchException.Refused.class)
                    .hasMessage("more than 3 redirects");
            assertThat(server.heads()).hasSize(8);
        }
    }

    @Test
    void redirectLoop_ends() throws Exception {
        try (RawServer server = RawServer.answering("HTTP/1.1 302 Found", "Location: /", "", "")) {
            assertThat(failure(server, "/")).isInstanceOf(FetchException.Refused.class);
            assertThat(server.heads()).hasSize(4);
        }
    }

    @Test
    void redirectWithEndlessBody_isFollowedAtOnce() throws Exception {
        try (RawServer server = new RawServer((out, head) -> {
            if (!head.startsWith("GET /start ")) {
                out.write(answer("HTTP/1.1 200 OK", "", "rain"));
                return;
            }
            out.write(answer("HTTP/1.1 302 Found", "Location: /end", "Transfer-Encoding: chunked", "", ""));
            while (true) {
                out.write(answer("4", "rain", ""));
            }
        })) {
            assertThat(fetch(server, "/start").bytes()).asString().isEqualTo("rain");
            assertThat(server.wasCut()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:PORT/",
                "//127.0.0.1:PORT/",
                "http://[::ffff:127.0.0.1]:PORT/",
                "http://private.example.com:PORT/",
                "http://localhost:PORT/",
                "http://169.254.169.254/latest/meta-data/",
                "http://me@photos.example.com:PORT/",
                "http://photos.example.com:22/",
                "file:///etc/passwd",
                "ftp://photos.example.com/"
            })
    void redirectToWhatTheRulesForbid_isRefused(String location) throws Exception {
        try (RawServer server = new RawServer((out, head) -> out.write(answer(
                "HTTP/1.1 302 Found",
                "Location: " + location.replace("PORT", head.replaceAll("(?s).*:(\\d+)\n.*", "$1")),
                "",
                "")))) {
            assertThat(failure(server, "/")).isInstanceOf(FetchException.Refused.class);
            assertThat(server.heads()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://", "http://2130706433/", "http://a b/", "http:///x"})
    void malformedRedirect_isTheHostsFault(String location) throws Exception {
        try (RawServer server = RawServer.answering("HTTP/1.1 302 Found", "Location: " + location, "", "")) {
            assertThat(failure(server, "/"))
                    .isInstanceOf(FetchException.Unreachable.class)
                    .hasMessageStartingWith(PHOTOS + " redirects to no address: ");
        }
    }

    @Test
    void locationInUtf8_isAskedForInTheSameBytes() throws Exception {
        try (RawServer server = new RawServer((out, head) -> out.write(
                head.startsWith("GET / ")
                        ? answer("HTTP/1.1 302 Found", "Location: /f\u00C3\u00BCr.jpg", "", "")
                        : answer("HTTP/1.1 200 OK", "", "")))) {
            assertThat(fetch(server, "/").uri()).hasToString(url(server, "/f%C3%BCr.jpg"));
        }
    }

    @Test
    void nameThatTurnsPrivateBetweenHops_isRefused() throws Exception {
        Queue<String> addresses = new ArrayDeque<>(List.of("127.0.0.1", "127.0.0.2"));
        try (RawServer server = RawServer.answering("HTTP/1.1 302 Found", "Location: /", "", "");
                Fetcher fetcher = new Fetcher(
                        Loopback.rules(server.port()).withAllowedHosts(List.of("127.0.0.1/32")),
                        _ -> List.of(InetAddress.ofLiteral(addresses.remove())))) {
            assertThat(Loopback.failure(fetcher, url(server, "/"))).isInstanceOf(FetchException.Refused.class);
            assertThat(server.heads()).hasSize(1);
        }
    }

    @Test
    void nameThatTurnsPrivateAfterTheCheck_isConnectedToWhereItWasChecked() throws Exception {
        Queue<String> addresses = new ArrayDeque<>(List.of("127.0.0.1", "127.0.0.2", "127.0.0.2"));
        try (RawServer server = RawServer.answering("HTTP/1.1 200 OK", "", "rain");
                Fetcher fetcher = new Fetcher(
                        Loopback.rules(server.port()).withAllowedHosts(List.of("127.0.0.1/32")),
                        _ -> List.of(InetAddress.ofLiteral(addresses.remove())))) {
            assertThat(fetcher.fetch(url(server, "/")).bytes()).asString().isEqualTo("rain");
            assertThat(addresses).hasSize(2);
        }
    }

    @Test
    void privateAddress_isRefusedInTheSameWordsWhetherOrNotSomethingListens() throws Exception {
        RawServer server = RawServer.answering("HTTP/1.1 200 OK", "", "secret");
        FetchRules rules = Loopback.rules(server.port());
        String url = "http://127.0.0.1:" + server.port() + "/";
        FetchException listening = Loopback.failure(rules, url);
        server.close();
        FetchException closed = Loopback.failure(rules, url);
        assertThat(listening).isInstanceOf(FetchException.Refused.class).hasMessage(closed.getMessage());
        assertThat(server.heads()).isEmpty();
    }

    private static RawServer countingDown() {
        return new RawServer((out, head) -> {
            int left = head.charAt("GET /".length()) - '0';
            out.write(
                    left == 0
                            ? answer("HTTP/1.1 200 OK", "", "rain")
                            : answer("HTTP/1.1 302 Found", "Location: /" + (left - 1), "", ""));
        });
    }

    private static Fetched fetch(RawServer server, String target) throws Exception {
        try (Fetcher fetcher = Loopback.fetcher(Loopback.rules(server.port()))) {
            return fetcher.fetch(url(server, target));
        }
    }

    private static FetchException failure(RawServer server, String target) throws InterruptedException {
        return Loopback.failure(Loopback.rules(server.port()), url(server, target));
    }

    private static String url(RawServer server, String target) {
        return "http://" + PHOTOS + ":" + server.port() + target;
    }
}
