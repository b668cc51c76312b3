package org.weatherinference.state;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PhotoBucketTest {
    private static final byte[] PHOTO = "a photo".getBytes(UTF_8);
    private static final String HASH = Secret.hash(PHOTO);
    private static final BucketKey KEY = BucketServer.KEY;
    private static final Instant LATER = Instant.parse("2100-01-01T00:00:00Z");

    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    private static void assertRefused(ThrowingCallable call, String... parts) {
        assertThatThrownBy(call)
                .isInstanceOf(BucketException.class)
                .hasMessageContainingAll(parts)
                .hasMessageNotContaining(KEY.secret());
    }

    @Nested
    class WithARealServer {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "visitors",
                    "visitors/of 2026/",
                    "ünï/天気☔🌦",
                    "a+b&c=d;e,f:g",
                    "%25/%2F",
                    "(b)[r]{a}'k'\"e!t*~$#\\|^`",
                    "<x>"
                })
        void oddPrefix_worksLikeAnyOther(String prefix) throws IOException {
            PhotoBucket photos = new PhotoBucket(BucketServer.running().bucket(prefix), KEY);
            photos.put(HASH, PHOTO);
            assertThat(photos.get(HASH)).contains(PHOTO);
            assertThat(photos.putBefore(LATER)).containsExactly(HASH);
            photos.delete(HASH);
            assertThat(photos.putBefore(LATER)).isEmpty();
        }

        @Test
        void whatElseIsInTheBucket_isLeftAlone() throws IOException {
            BucketAddress address = BucketServer.running().bucket("visitors");
            PhotoBucket photos = new PhotoBucket(address, KEY);
            BucketConnection others = new BucketConnection(address, KEY, InstantSource.system(), BucketConnection.TIME);
            for (String key : List.of(
                    "visitors/aa/readme.txt",
                    "visitors/" + HASH + ".jpg",
                    "visitors/ff/" + HASH + ".jpg",
                    "visitors/old/" + HASH.substring(0, 2) + "/" + HASH + ".jpg",
                    HASH.substring(0, 2) + "/" + HASH + ".jpg",
                    "visitors-not/" + HASH.substring(0, 2) + "/" + HASH + ".jpg")) {
                assertThat(others.send("PUT", address.object(key), new TreeMap<>(), PHOTO))
                        .isPresent();
            }
            assertThat(photos.putBefore(LATER)).isEmpty();
            assertThat(photos.get(HASH)).isEmpty();
        }

        @Test
        void missingBucket_isNamed() {
            PhotoBucket photos = new PhotoBucket(BucketServer.running().address("no-such-bucket", ""), KEY);
            String[] words = {"\"no-such-bucket\" at http://127.0.0.1:", "no such bucket; make it"};
            assertRefused(() -> photos.put(HASH, PHOTO), words);
            assertRefused(() -> photos.get(HASH), words);
            assertRefused(() -> photos.putBefore(LATER), words);
        }

        @Test
        void unknownKey_isNamed() {
            BucketKey key = new BucketKey("another-key", KEY.secret(), null);
            PhotoBucket photos = new PhotoBucket(BucketServer.running().bucket(""), key);
            assertRefused(() -> photos.put(HASH, PHOTO), "does not know the key in AWS_ACCESS_KEY_ID");
        }

        @Test
        void wrongSecret_isNamed() {
            BucketKey key = new BucketKey(KEY.id(), "hunter2", null);
            PhotoBucket photos = new PhotoBucket(BucketServer.running().bucket(""), key);
            assertThatThrownBy(() -> photos.put(HASH, PHOTO))
                    .isInstanceOf(BucketException.class)
                    .hasMessageContaining("the secret in AWS_SECRET_ACCESS_KEY is not that of the key")
                    .hasMessageNotContaining("hunter2");
        }

        @Test
        void wrongClock_isSaid_withTheTimeThatItIs() {
            InstantSource slow = InstantSource.offset(InstantSource.system(), Duration.ofHours(-2));
            PhotoBucket photos = new PhotoBucket(BucketServer.running().bucket(""), KEY, slow, BucketConnection.TIME);
            assertRefused(() -> photos.put(HASH, PHOTO), "this machine's clock is wrong, it is ", " GMT; set it right");
        }
    }

    /** A bucket at a server that gives these answers, one after the other and then the last for good. */
    private PhotoBucket answering(List<String> requests, Answer... answers) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        Deque<Answer> left = new ArrayDeque<>(List.of(answers));
        server.createContext("/", exchange -> {
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Content-type"));
            exchange.getRequestBody().readAllBytes();
            Answer answer = left.size() > 1 ? left.remove() : left.element();
            byte[] body = answer.body().getBytes(UTF_8);
            exchange.getResponseHeaders().add("Location", "http://127.0.0.1:1/");
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        opened.add(() -> server.stop(0));
        return at(server.getAddress().getPort(), BucketConnection.TIME);
    }

    private record Answer(int status, String body) {
        static Answer code(int status, String code) {
            return new Answer(
                    status, "<?xml version=\"1.0\"?><Error><Code>" + code + "</Code><Message>x</Message></Error>");
        }
    }

    private static PhotoBucket at(int port, Duration time) {
        try {
            return new PhotoBucket(
                    BucketAddress.parse("s3://photos?endpoint=http://127.0.0.1:" + port),
                    KEY,
                    InstantSource.system(),
                    time);
        } catch (StateException.Invalid wrong) {
            throw new IllegalArgumentException(wrong);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            403 | AccessDenied                 | must be allowed to list the bucket (s3:ListBucket)
            400 | ExpiredToken                 | the token in AWS_SESSION_TOKEN is over or wrong
            301 | PermanentRedirect            | its region is not us-east-1, or its endpoint is another
            400 | AuthorizationHeaderMalformed | its region is not us-east-1
            418 | Teapot                       | status 418, Teapot; see whether the endpoint
            404 | <!--                         | status 404; see whether the endpoint is that of a server that speaks S3
            """)
    void refusal_isSaidOnce_withTheWayOut(int status, String code, String words) throws IOException {
        List<String> requests = new CopyOnWriteArrayList<>();
        PhotoBucket photos = answering(requests, Answer.code(status, code));
        assertRefused(() -> photos.delete(HASH), "the bucket \"photos\" at http://127.0.0.1:", words);
        assertThat(requests).hasSize(1);
    }

    @Test
    void serverThatIsBusyForAMoment_isAskedAgain() throws IOException {
        List<String> requests = new CopyOnWriteArrayList<>();
        PhotoBucket photos = answering(
                requests, Answer.code(503, "SlowDown"), Answer.code(500, "InternalError"), new Answer(200, ""));
        photos.put(HASH, PHOTO);
        assertThat(requests)
                .hasSize(3)
                .containsOnly("PUT /photos/" + HASH.substring(0, 2) + "/" + HASH + ".jpg image/jpeg");
    }

    @Test
    void serverThatIsBusyForLonger_isNotWaitedFor() throws IOException {
        List<String> requests = new CopyOnWriteArrayList<>();
        PhotoBucket photos = answering(requests, Answer.code(503, "SlowDown"));
        assertRefused(() -> photos.get(HASH), "status 503, SlowDown; try again later");
        assertThat(requests).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>welcome</html>",
                "no XML",
                "",
                "<ListBucketResult>",
                "<ListBucketResult><Contents><Key>k</Key><LastModified>now</LastModified></Contents></ListBucketResult>",
                "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><ListBucketResult>&e;</ListBucketResult>",
                "<ListBucketResult><NextContinuationToken>t</NextContinuationToken></ListBucketResult>"
            })
    void answerThatIsNoList_isSaid(String body) throws IOException {
        PhotoBucket photos = answering(new CopyOnWriteArrayList<>(), new Answer(200, body));
        assertRefused(() -> photos.putBefore(LATER), "the bucket \"photos\"", "a server that speaks S3");
    }

    @Test
    void list_isTakenInWhateverOrderItsPartsAre() throws IOException {
        PhotoBucket photos =
                answering(new CopyOnWriteArrayList<>(), new Answer(200, """
                        <s:ListBucketResult xmlns:s="x"><s:Contents><s:LastModified>2026-01-01T00:00:00Z</s:LastModified>
                        <s:Owner><s:ID>i</s:ID></s:Owner><s:Key>%s/%s.jpg</s:Key></s:Contents>
                        <s:NextContinuationToken/></s:ListBucketResult>
                        """.formatted(HASH.substring(0, 2), HASH)));
        assertThat(photos.putBefore(Instant.parse("2026-01-01T00:00:01Z"))).containsExactly(HASH);
        assertThat(photos.putBefore(Instant.parse("2026-01-01T00:00:00Z"))).isEmpty();
    }

    @Test
    void serverThatIsDown_isSaid() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        PhotoBucket photos = at(port, BucketConnection.TIME);
        assertRefused(
                () -> photos.put(HASH, PHOTO),
                "the bucket \"photos\" at http://127.0.0.1:" + port + " cannot be reached",
                "see whether its server runs there");
    }

    /** Says this much to whoever connects, and then nothing more. */
    private int silentAfter(String words) throws IOException {
        ServerSocket socket = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());
        opened.add(socket);
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    Socket caller = socket.accept();
                    opened.add(caller);
                    caller.getOutputStream().write(words.getBytes(US_ASCII));
                }
            } catch (IOException _) {
                // The test is over.
            }
        });
        return socket.getLocalPort();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"})
    void serverThatStops_isLeftInTime(String words) throws IOException {
        PhotoBucket photos = at(silentAfter(words), Duration.ofMillis(300));
        long begun = System.nanoTime();
        assertRefused(
                () -> photos.get(HASH), "\"photos\"", "has not answered in 300 ms; see whether its server is well");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void answerThatNeverEnds_isCutOff() throws IOException {
        PhotoBucket photos =
                answering(new CopyOnWriteArrayList<>(), new Answer(200, "x".repeat(1 << 24) + "one too many"));
        assertRefused(() -> photos.get(HASH), "cannot be reached");
    }

    @Test
    void interrupt_endsTheWait_andIsKept() throws IOException {
        PhotoBucket photos = at(silentAfter(""), BucketConnection.TIME);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> photos.get(HASH)).isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
