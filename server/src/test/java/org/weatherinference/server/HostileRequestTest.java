package org.weatherinference.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.weatherinference.server.BrokenFiles.joined;
import static org.weatherinference.server.BrokenFiles.latin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What no honest client sends, byte by byte over plain connections. It is refused as the client's mistake, nobody is
 * shown the server's inside, and the next photo is answered as ever.
 */
@Timeout(60)
class HostileRequestTest {
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");
    private static final Pattern PROBABILITIES = Pattern.compile("\"probabilities\":\\{[^}]*}");
    private static final byte[] NOTHING = new byte[0];
    /** A tenth of a second each. */
    private static final int MOST_DROPS = 80;

    private static final String BOUNDARY = "xyz";
    /** So little that it is used up soon if a request does not give it back. */
    private static final String MEMORY = "4000000";

    @TempDir
    private static Path folder;

    private static Scene scene;
    private static String probabilities;
    private static int heard;

    @BeforeAll
    static void start() throws Exception {
        scene = Scene.start(folder, Map.of(Setting.IDLE_TIME, "2", Setting.MEMORY_BYTES, MEMORY));
        probabilities = probabilities();
    }

    @AfterAll
    static void stop() {
        scene.close();
    }

    @AfterEach
    void nextPhoto_isAnsweredAsEver() throws Exception {
        assertThat(probabilities()).isEqualTo(probabilities);
        String news = scene.err().substring(heard);
        heard += news.length();
        assertThat(news).isEmpty();
    }

    private static String probabilities() throws Exception {
        String answer = photo(Scene.RED);
        return PROBABILITIES
                .matcher(answer)
                .results()
                .map(MatchResult::group)
                .findFirst()
                .orElse(answer);
    }

    /** Over a connection of its own: one that is kept may be closed for its silence just when it is used again. */
    private static String photo(byte[] photo) throws IOException {
        return exchange(postPhoto("Content-Length: " + photo.length + "\n"), photo);
    }

    private static String metrics() throws IOException {
        return exchange("GET /metrics HTTP/1.1\nHost: x\nConnection: close\n\n", NOTHING);
    }

    /** Sends it, says that no more will come, and gives all that comes back. */
    private static String exchange(String head, byte[] body) throws IOException {
        try (Socket socket = scene.connect()) {
            send(socket, joined(latin(head.replace("\n", "\r\n")), body));
            return received(socket);
        }
    }

    /** A server that has heard enough closes the connection while the rest is being sent. */
    private static void send(Socket socket, byte[] request) throws IOException {
        try {
            OutputStream out = socket.getOutputStream();
            out.write(request);
            out.flush();
            socket.shutdownOutput();
        } catch (SocketException _) {
            assertThat(request.length).as("bytes that were too many").isGreaterThan(16_000);
        }
    }

    private static String received(Socket socket) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            InputStream in = socket.getInputStream();
            for (int next = in.read(); next >= 0; next = in.read()) {
                bytes.write(next);
            }
        } catch (SocketException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
        return bytes.toString(UTF_8);
    }

    /** Every answer in it is the client's mistake; there may be none where HTTP cannot answer. */
    private static void requireRefusal(String answer) {
        assertThat(statuses(answer)).as(answer).allMatch(status -> status >= 400 && status < 500);
        requireNoInside(answer);
    }

    private static void requireNoInside(String answer) {
        assertThat(answer).doesNotContain("\tat ", "at org.", "at java.", "Exception", "jetty", "Jetty", "javalin");
    }

    private static List<Integer> statuses(String answer) {
        return STATUS_LINE
                .matcher(answer)
                .results()
                .map(line -> Integer.valueOf(line.group(1)))
                .toList();
    }

    private static String post(String headers) {
        return "POST /v1/classify HTTP/1.1\nHost: x\nConnection: close\n" + headers + "\n";
    }

    private static String postPhoto(String headers) {
        return post("Content-Type: image/png\n" + headers);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: -1\n",
                "Content-Length: ten\n",
                "Content-Length: 1e3\n",
                "Content-Length: 0x10\n",
                "Content-Length: 10, 20\n",
                "Content-Length: 99999999999999999999\n",
                "Content-Length:\n",
                "Content-Length: 10\nContent-Length: 20\n",
                "Content-Length: 10\nTransfer-Encoding: chunked\n",
                "Transfer-Encoding: chunked\nContent-Length: 10\n",
                "Transfer-Encoding: chunked, chunked\n",
                "Transfer-Encoding: gzip\n",
                "Transfer-Encoding: xchunked\n",
                "no colon\n",
                "Space : before colon\n",
                ": no name\n",
                "Folded: a\n b\n",
                "Nul: a\0b\n",
                "Host: y\n",
            })
    void wrongHeader_isBadRequest(String header) throws Exception {
        Refusal.of(exchange(postPhoto(header), Scene.RED)).says(400, "bad-request");
    }

    @Test
    void unknownExpectation_isRefused() throws Exception {
        Refusal.of(exchange(postPhoto("Expect: nonsense\n"), Scene.RED)).says(417, "bad-request", "100-continue");
    }

    @Test
    void bodyShorterThanSaid_isBadRequest() throws Exception {
        Refusal.of(exchange(postPhoto("Content-Length: 1000\n"), Scene.RED))
                .says(400, "bad-request", "the request's body ends too early");
    }

    @Test
    void bodyLongerThanSaid_isTruncatedPhoto() throws Exception {
        String answer = exchange(postPhoto("Content-Length: 20\n"), Scene.RED);
        assertThat(statuses(answer)).containsExactly(422);
    }

    @Test
    void bodyLongerThanSaid_onKeptConnection_isTruncatedPhoto_andBadRequest() throws Exception {
        String head = postPhoto("Content-Length: 20\n").replace("Connection: close\n", "");
        String answer = exchange(head, Scene.RED);
        assertThat(statuses(answer)).startsWith(422).allMatch(status -> status == 422 || status == 400);
        requireNoInside(answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "zz\nabc\n0\n\n",
                "-5\nabcde\n0\n\n",
                "FFFFFFFFFFFFFFFFF\nabc\n0\n\n",
                "7fffffff\nabc",
                "3\nabcdef\n0\n\n",
                "\n",
                "3",
                "3\nab",
                "3\nabc\n",
            })
    void wrongChunks_areBadRequest(String chunks) throws Exception {
        String answer = exchange(postPhoto("Transfer-Encoding: chunked\n"), latin(chunks.replace("\n", "\r\n")));
        Refusal.of(answer).says(400, "bad-request");
        requireRefusal(answer);
    }

    @Test
    void bareFlood_ofChunks_isAnswered() throws Exception {
        String answer =
                exchange(postPhoto("Transfer-Encoding: chunked\n"), latin("1\r\na\r\n".repeat(20_000) + "0\r\n\r\n"));
        Refusal.of(answer).says(422, "not-a-photo");
    }

    @ParameterizedTest
    @CsvSource({"/v1/classify, 431", "/LONG, 414"})
    void tooLongHead_isRefused_withTheLimit(String path, int status) throws Exception {
        String longWord = "x".repeat(100_000);
        String header = status == 431 ? "X-Long: " + longWord + "\n" : "";
        String answer =
                exchange("GET " + path.replace("LONG", longWord) + " HTTP/1.1\nHost: x\n" + header + "\n", NOTHING);
        Refusal.of(answer).says(status, "bad-request", "16,384 bytes");
        requireRefusal(answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET\n\n",
                "GET /\n\n",
                "GET  HTTP/1.1\nHost: x\n\n",
                "HELLO WORLD\n\n",
                "GET / HTTP/9.9\nHost: x\n\n",
                "GET / HTTP/2.0\nHost: x\n\n",
                "GET / FTP/1.1\nHost: x\n\n",
                "GET / HTTP/1.1\n\n",
                "PRI * HTTP/2.0\n\nSM\n\n",
                "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003\n\n",
                "\0\0\0\0\n\n",
                "\u00ff\u00fe\u00fd\n\n",
                "G\u0001T / HTTP/1.1\nHost: x\n\n",
                "GET /a b HTTP/1.1\nHost: x\n\n",
                "GET /%zz HTTP/1.1\nHost: x\n\n",
                "GET /%00 HTTP/1.1\nHost: x\n\n",
                "GET /%ff HTTP/1.1\nHost: x\n\n",
                "GET /docs/..%2f..%2fpom.xml HTTP/1.1\nHost: x\n\n",
                "GET /docs/%2e%2e/openapi.json HTTP/1.1\nHost: x\n\n",
                "GET /../../etc/passwd HTTP/1.1\nHost: x\n\n",
                "GET /docs/..;/x HTTP/1.1\nHost: x\n\n",
                "GET // HTTP/1.1\nHost: x\n\n",
                "GET /v1/models/%2e%2e%2f%2e%2e HTTP/1.1\nHost: x\n\n",
                "GET /v1/classify?url=%zz HTTP/1.1\nHost: x\n\n",
                "GET /v1/classify?url=%ff HTTP/1.1\nHost: x\n\n",
                "GET /v1/classify?url=% HTTP/1.1\nHost: x\n\n",
                "GET /v1/classify?%zz=1 HTTP/1.1\nHost: x\n\n",
                "GET /v1/classify?=&&=&& HTTP/1.1\nHost: x\n\n",
                "GET /v1/models?%00 HTTP/1.1\nHost: x\n\n",
                "GET /v1/classify?url=\u00e9 HTTP/1.1\nHost: x\n\n",
                "GET /v1/models HTTP/1.1\nHost: [::\n\n",
                "GET /v1/models HTTP/1.1\nHost: x:port\n\n",
                "CONNECT x:80 HTTP/1.1\nHost: x:80\n\n",
                "OPTIONS * HTTP/1.1\nHost: x\n\n",
                "TRACE /v1/classify HTTP/1.1\nHost: x\n\n",
                "HEAD /v1/nothing HTTP/1.1\nHost: x\n\n",
            })
    void garbage_isRefused(String request) throws Exception {
        requireRefusal(exchange(request, NOTHING));
    }

    @ParameterizedTest
    @CsvSource({"9.9, 400", "2.0, 426"})
    void otherVersionOfHttp_isRefused_withThoseThatAreSpoken(String version, int status) throws Exception {
        String answer = exchange("GET /v1/models HTTP/" + version + "\nHost: x\n\n", NOTHING);
        Refusal.of(answer).says(status, "bad-request", "HTTP/1.0 and HTTP/1.1 are spoken");
    }

    @Test
    void parameter_whereThereAreNone_isNamed() throws Exception {
        String answer = exchange("GET /v1/models?page=2 HTTP/1.1\nHost: x\nConnection: close\n\n", NOTHING);
        Refusal.of(answer).says(400, "bad-request", "no parameter \"page\"; none is taken here");
    }

    @Test
    void unknownMethods_areNotAllowed_andLeaveNothingBehind() throws Exception {
        for (String method : List.of("BREW", "get", "X".repeat(200))) {
            String answer = exchange(method + " /v1/classify HTTP/1.1\nHost: x\nConnection: close\n\n", NOTHING);
            assertThat(statuses(answer)).as(answer).isSubsetOf(400, 405).hasSize(1);
            requireNoInside(answer);
        }
        assertThat(metrics().lines().filter(line -> line.startsWith("weather_")))
                .noneMatch(line -> line.contains("BREW") || line.contains("XXX"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/form-data; boundary=",
                "multipart/form-data; boundary=\"\"",
                "multipart/form-data; boundary=\"xyz",
                "multipart/form-data; boundary=\"xyz\\",
                "multipart/form-data; boundary",
                "multipart/form-data;;;=",
                "multipart/form-data; boundary=other",
                "multipart/form-data; boundary=LONG",
            })
    void wrongBoundary_isBadRequest(String type) throws Exception {
        byte[] form = form(part("filename=\"a\"", "\r\n", Scene.RED));
        String answer = exchange(ofForm(type.replace("LONG", "b".repeat(500)), form.length), form);
        Refusal.of(answer).says(400, "bad-request", "the form is malformed");
        requireRefusal(answer);
    }

    private static String ofForm(String type, int length) {
        return post("Content-Type: " + type + "\nContent-Length: " + length + "\n");
    }

    /** @param headers more of them, and an empty line */
    private static byte[] part(String attributes, String headers, byte[] content) {
        String start = "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"photo\"; " + attributes + "\r\n";
        return joined(latin(start + headers), content, latin("\r\n"));
    }

    private static byte[] form(byte[]... parts) {
        return joined(joined(parts), latin("--" + BOUNDARY + "--\r\n"));
    }

    private static String sendForm(byte[] form) throws IOException {
        String answer = exchange(ofForm("multipart/form-data; boundary=" + BOUNDARY, form.length), form);
        requireNoInside(answer);
        return answer;
    }

    @Test
    void tenThousandParts_areTooLarge() throws Exception {
        byte[] part = part("filename=\"a\"", "\r\n", NOTHING);
        byte[][] parts = new byte[10_000][];
        java.util.Arrays.fill(parts, part);
        Refusal.of(sendForm(form(parts)))
                .says(413, "request-too-large", "limit of 100 photos")
                .withLimit(100);
    }

    @Test
    void hugePartHeader_isBadRequest() throws Exception {
        byte[] part = part("filename=\"a\"", "X-Long: " + "x".repeat(100_000) + "\r\n\r\n", Scene.RED);
        Refusal.of(sendForm(form(part))).says(400, "bad-request", "the form is malformed");
    }

    @Test
    void manyPartHeaders_areBadRequest() throws Exception {
        byte[] part = part("filename=\"a\"", "X: y\r\n".repeat(20_000) + "\r\n", Scene.RED);
        Refusal.of(sendForm(form(part))).says(400, "bad-request", "the form is malformed");
    }

    @ParameterizedTest
    @ValueSource(ints = {5_000, 100_000})
    void hugeFieldName_isBadRequest_andNotRepeated(int length) throws Exception {
        byte[] form = form(part("name=\"" + "n".repeat(length) + "\"", "\r\n", Scene.RED));
        String answer = sendForm(form);
        Refusal.of(answer).says(400, "bad-request", "the form is malformed");
        assertThat(answer).hasSizeLessThan(2_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nothing like a form",
                "--xyz",
                "--xyz--\r\n",
                "--xyz\r\n\r\n\r\n--xyz--\r\n",
                "--xyz\r\nno colon\r\n\r\nx\r\n--xyz--\r\n",
                "--xyz\r\nContent-Disposition: form-data\r\n\r\nx\r\n--xyz--\r\n",
                "--xyz\r\nContent-Disposition: form-data; name=\r\n\r\nx\r\n--xyz--\r\n",
                "--xyz\r\nContent-Disposition: form-data; name=\"photo\r\n\r\nx\r\n--xyz--\r\n",
                "--xyz\r\nContent-Disposition: ;;;=\"\r\n\r\nx\r\n--xyz--\r\n",
                "--xyz\r\nContent-Disposition: form-data; name=\"photo\"\r\n\r\nx\r\n",
                "--xyz\r\nContent-Disposition: form-data; name=\"photo\"\r\n",
                "--xyz\r\n\0\0\0\0: \u0001\r\n\r\nx\r\n--xyz--\r\n",
            })
    void brokenForm_isBadRequest(String form) throws Exception {
        Refusal.of(sendForm(latin(form))).says(400, "bad-request", "the form is malformed");
    }

    @Test
    void formCutInTheMiddle_isBadRequest() throws Exception {
        byte[] form = form(part("filename=\"a\"", "\r\n", Scene.RED));
        Refusal.of(sendForm(BrokenFiles.half(form))).says(400, "bad-request", "ends before its closing boundary");
        String answer =
                exchange(ofForm("multipart/form-data; boundary=" + BOUNDARY, form.length), BrokenFiles.half(form));
        Refusal.of(answer).says(400, "bad-request", "ends too early");
    }

    @Test
    void emptyPart_isNoPhoto() throws Exception {
        Refusal.of(sendForm(form(part("filename=\"a\"", "\r\n", NOTHING))))
                .says(422, "not-a-photo", "the file is empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../x", "C:\\\\x", "/etc/passwd", "a\0.png", "\u00ff.png", "<script>", "\\\"}]"})
    void strangeFileName_isOnlyText(String name) throws Exception {
        String answer = sendForm(form(part("filename=\"" + name + "\"", "\r\n", Scene.RED)));
        assertThat(statuses(answer)).as(answer).hasSize(1).isSubsetOf(200, 400);
        assertThat(answer).doesNotContain("\0");
    }

    @Test
    void hugeFileName_isShortened() throws Exception {
        String answer = sendForm(form(part("filename=\"" + "n".repeat(5_000) + "\"", "\r\n", Scene.RED)));
        assertThat(statuses(answer)).containsExactly(200);
        assertThat(answer).hasSizeLessThan(2_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ";",
                ",",
                "image",
                "image/",
                "/",
                "multipart/mixed; boundary=xyz",
                "\u00ff",
                "\"",
                "text/html; charset=nonsense"
            })
    void strangeContentType_isRefused(String type) throws Exception {
        String answer = exchange(post("Content-Type: " + type + "\nContent-Length: 3\n"), latin("abc"));
        assertThat(statuses(answer)).as(answer).hasSize(1);
        requireRefusal(answer);
    }

    @Test
    void compressedBody_isNotUnpacked() throws Exception {
        String answer = exchange(postPhoto("Content-Encoding: gzip\nContent-Length: 4\n"), latin("\u001f\u008b\b\0"));
        Refusal.of(answer).says(415, "unsupported-format", "GZIP");
    }

    @Test
    void oldHttp_isAnswered() throws Exception {
        String head =
                "POST /v1/classify HTTP/1.0\nContent-Type: image/png\nContent-Length: " + Scene.RED.length + "\n\n";
        String answer = exchange(head, Scene.RED);
        assertThat(statuses(answer)).containsExactly(200);
        assertThat(answer).contains(probabilities);
    }

    @Test
    void silentConnections_costNothing() throws Exception {
        for (int i = 0; i < 300; i++) {
            scene.connect().close();
        }
    }

    @Test
    void closedInTheMiddleOfABody_givesItsMemoryBack() throws Exception {
        for (int i = 0; i < 100; i++) {
            try (Socket socket = scene.connect()) {
                OutputStream out = socket.getOutputStream();
                out.write(latin(postPhoto("Content-Length: 200000\n").replace("\n", "\r\n")));
                out.write(new byte[1_000]);
            }
        }
        awaitIdle();
        assertThat(metrics()).contains("weather_line_taken 0");
    }

    /** Until the requests that were left alone are over: then the memory for a large body is free. */
    private static void awaitIdle() throws Exception {
        byte[] large = new byte[3_900_000];
        while (statuses(photo(large)).contains(503)) {
            Thread.sleep(20);
        }
    }

    @Test
    void slowHeaders_holdNobodyUp() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                Socket socket = scene.connect();
                slow.add(socket);
                socket.getOutputStream().write(latin("POST /v1/classify HTTP/1.1\r\nHost"));
            }
            assertThat(probabilities()).isEqualTo(probabilities);
            requireRefusal(received(slow.getFirst()));
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GET /v1/models HTTP/1.1\r\nHost: x\r\n\r\n"})
    void drippingHeaders_areCutOff(String before, @TempDir Path own) throws Exception {
        try (Scene strict = Scene.start(own, Map.of(Setting.UPLOAD_TIME, "1"));
                Socket socket = strict.connect()) {
            OutputStream out = socket.getOutputStream();
            out.write(latin(before + "GET /v1/models HTTP/1.1\r\nX-Slow: "));
            socket.setSoTimeout(100);
            assertThat(dripUntilClosed(socket, out)).as("bytes before the end").isLessThan(MOST_DROPS);
        }
    }

    /** The drops that it took. */
    private static int dripUntilClosed(Socket socket, OutputStream out) throws IOException {
        for (int drops = 0; drops < MOST_DROPS; drops++) {
            try {
                out.write('x');
                while (socket.getInputStream().read() >= 0) {}
                return drops;
            } catch (SocketTimeoutException _) {
                // Not closed yet.
            } catch (SocketException _) {
                return drops;
            }
        }
        return MOST_DROPS;
    }

    @Test
    void slowBody_onAKeptConnection_isNotCutOff(@TempDir Path own) throws Exception {
        try (Scene strict = Scene.start(own, Map.of(Setting.UPLOAD_TIME, "2"));
                Socket socket = strict.connect()) {
            OutputStream out = socket.getOutputStream();
            out.write(latin("GET /v1/models HTTP/1.1\r\nHost: x\r\n\r\n"));
            Thread.sleep(1_000);
            String head = postPhoto("Content-Length: " + Scene.RED.length + "\n");
            out.write(latin(head.replace("\n", "\r\n")));
            for (byte next : Scene.RED) {
                Thread.sleep(1_500 / Scene.RED.length);
                out.write(next);
            }
            assertThat(statuses(received(socket))).containsExactly(200, 200);
        }
    }
}
