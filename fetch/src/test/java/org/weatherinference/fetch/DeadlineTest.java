package org.weatherinference.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.weatherinference.fetch.Loopback.PHOTOS;
import static org.weatherinference.fetch.RawServer.answer;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a host does, the caller is back at the deadline and the connection is cut. */
class DeadlineTest {
    private static final Duration TIMEOUT = Duration.ofMillis(300);
    private static final Duration LATEST = Duration.ofSeconds(4);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200 OK\r\nX: ",
                "HTTP/1.1 200 OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3e8\r\n"
            })
    void tricklingAnswer_isCutAtTheDeadline(String start) throws Exception {
        try (RawServer server = new RawServer((out, _) -> {
            out.write(answer(start));
            while (true) {
                out.write('x');
                Thread.sleep(20);
            }
        })) {
            assertTooSlow(server, "http");
            assertThat(server.wasCut()).isTrue();
        }
    }

    @Test
    void endlessInterimAnswers_areCutAtTheDeadline() throws Exception {
        try (RawServer server = new RawServer((out, _) -> {
            while (true) {
                out.write(answer("HTTP/1.1 102 Processing", "", ""));
                Thread.sleep(5);
            }
        })) {
            assertTooSlow(server, "http");
        }
    }

    @Test
    void silentServer_isCutAtTheDeadline() throws Exception {
        try (RawServer server = new RawServer((_, _) -> Thread.sleep(10_000))) {
            assertTooSlow(server, "http");
        }
    }

    @Test
    void serverThatNeverShakesHands_isCutAtTheDeadline() throws Exception {
        try (RawServer server = new RawServer((_, _) -> Thread.sleep(10_000))) {
            assertTooSlow(server, "https");
        }
    }

    @Test
    void silentAddress_leavesTimeForTheNext() throws Exception {
        InetAddress silent = InetAddress.ofLiteral("127.0.0.2");
        List<Closeable> sockets = new ArrayList<>();
        try (RawServer server = RawServer.answering("HTTP/1.1 200 OK", "", "rain");
                Fetcher fetcher = new Fetcher(
                        Loopback.rules(server.port()).withTimeout(Duration.ofSeconds(1)),
                        _ -> List.of(silent, InetAddress.ofLiteral("127.0.0.1")))) {
            Assumptions.assumeTrue(silence(silent, server.port(), sockets), "no silent address can be made here");
            assertThat(fetcher.fetch(url(server, "http")).bytes()).asString().isEqualTo("rain");
        } finally {
            for (Closeable socket : sockets) {
                socket.close();
            }
        }
    }

    @Test
    void slowRedirects_shareOneDeadline() throws Exception {
        try (RawServer server = new RawServer((out, _) -> {
            Thread.sleep(120);
            out.write(answer("HTTP/1.1 302 Found", "Location: /", "", ""));
        })) {
            assertTooSlow(server, "http");
            assertThat(server.heads()).hasSizeLessThanOrEqualTo(3);
        }
    }

    @Test
    void lookUpThatHangs_isLeftBehindAndItsAnswerNotUsed() throws Exception {
        CountDownLatch lookedUp = new CountDownLatch(1);
        try (RawServer server = RawServer.answering("HTTP/1.1 200 OK", "", "rain");
                Fetcher fetcher = new Fetcher(rules(server), host -> {
                    sleepThroughInterrupts(1500);
                    lookedUp.countDown();
                    return Loopback.resolve(host);
                })) {
            assertThat(Loopback.failure(fetcher, url(server, "http"))).isInstanceOf(FetchException.TooSlow.class);
            assertThat(lookedUp.getCount()).isEqualTo(1);
            assertThat(lookedUp.await(5, TimeUnit.SECONDS)).isTrue();
            Thread.sleep(100);
            assertThat(server.heads()).isEmpty();
        }
    }

    @Test
    void interruptedCaller_isBackAtOnceAndTheConnectionIsCut() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        try (RawServer server = new RawServer((out, _) -> {
                    asked.countDown();
                    while (true) {
                        out.write('x');
                        Thread.sleep(5);
                    }
                });
                Fetcher fetcher = Loopback.fetcher(Loopback.rules(server.port()));
                ExecutorService callers = Executors.newSingleThreadExecutor()) {
            Future<?> call = callers.submit(() -> assertThatThrownBy(() -> fetcher.fetch(url(server, "http")))
                    .isInstanceOf(InterruptedException.class));
            asked.await();
            callers.shutdownNow();
            call.get(5, TimeUnit.SECONDS);
            assertThat(server.wasCut()).isTrue();
        }
    }

    @Test
    void closedFetcher_cutsWhatStillRuns() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        try (RawServer server = new RawServer((_, _) -> {
                    asked.countDown();
                    Thread.sleep(10_000);
                });
                ExecutorService callers = Executors.newSingleThreadExecutor()) {
            Fetcher fetcher = Loopback.fetcher(Loopback.rules(server.port()));
            Future<?> call = callers.submit(() -> assertThat(Loopback.failure(fetcher, url(server, "http")))
                    .isInstanceOf(FetchException.Unreachable.class));
            asked.await();
            fetcher.close();
            call.get(5, TimeUnit.SECONDS);
        }
    }

    @Test
    void manyVirtualThreads_waitSideBySide() throws Exception {
        try (RawServer server = new RawServer((out, _) -> {
                    Thread.sleep(200);
                    out.write(answer("HTTP/1.1 200 OK", "", "rain"));
                });
                Fetcher fetcher = Loopback.fetcher(Loopback.rules(server.port()));
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            long start = System.nanoTime();
            List<Future<Fetched>> calls = IntStream.range(0, 50)
                    .mapToObj(_ -> callers.submit(() -> fetcher.fetch(url(server, "http"))))
                    .toList();
            for (Future<Fetched> call : calls) {
                assertThat(call.get().bytes()).asString().isEqualTo("rain");
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
        }
    }

    private static void assertTooSlow(RawServer server, String scheme) throws InterruptedException {
        long start = System.nanoTime();
        assertThat(Loopback.failure(rules(server), url(server, scheme)))
                .isInstanceOf(FetchException.TooSlow.class)
                .hasMessage(PHOTOS + " took longer than 0.3 s");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(TIMEOUT, LATEST);
    }

    private static FetchRules rules(RawServer server) {
        return Loopback.rules(server.port()).withTimeout(TIMEOUT);
    }

    private static String url(RawServer server, String scheme) {
        return scheme + "://" + PHOTOS + ":" + server.port() + "/";
    }

    /** Fills the queue of a server that takes no connection; Linux lets the next one wait without an answer. */
    private static boolean silence(InetAddress address, int port, List<Closeable> sockets) {
        try {
            sockets.add(new ServerSocket(port, 1, address));
            for (int i = 0; i < 3; i++) {
                Socket socket = new Socket();
                sockets.add(socket);
                socket.connect(new InetSocketAddress(address, port), 100);
            }
            return false;
        } catch (SocketTimeoutException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** As the JDK's look-up does. */
    private static void sleepThroughInterrupts(long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        boolean interrupted = false;
        while (System.nanoTime() < end) {
            try {
                TimeUnit.NANOSECONDS.sleep(end - System.nanoTime());
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
