package org.weatherinference.acceptance;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients that do a server harm, or mean to, again and again until they are closed. */
final class RudeClients implements AutoCloseable {
    private static final int BIG = 3_000_000;

    private final URI server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile boolean ended;

    private RudeClients(URI server) {
        this.server = server;
    }

    private interface Deed {
        void on(Socket socket) throws IOException, InterruptedException;
    }

    /** They send half of a photo, and then nothing. */
    static RudeClients stalling(URI server, int clients) {
        RudeClients rude = new RudeClients(server);
        byte[] half = rude.request(BIG, new byte[BIG / 2]);
        return rude.start(clients, socket -> {
            socket.getOutputStream().write(half);
            Thread.sleep(2000);
        });
    }

    /** They send a photo and are gone before the answer, with a reset. */
    static RudeClients vanishing(URI server, int clients) throws IOException {
        RudeClients rude = new RudeClients(server);
        byte[] photo = Files.readAllBytes(Checkout.root().resolve("samples/sun.jpg"));
        byte[] whole = rude.request(photo.length, photo);
        return rude.start(clients, socket -> {
            socket.setSoLinger(true, 0);
            socket.getOutputStream().write(whole);
            // A server works on what was sent in vain too: more than it can would fill its line, as it should.
            Thread.sleep(400);
        });
    }

    /** They open connections and send what means nothing, as fast as it is taken. */
    static RudeClients flooding(URI server, int clients) {
        RudeClients rude = new RudeClients(server);
        byte[] noise = new byte[20_000];
        new Random(1).nextBytes(noise);
        return rude.start(clients, socket -> {
            socket.getOutputStream().write(noise);
            Thread.sleep(20);
        });
    }

    private byte[] request(int length, byte[] body) {
        byte[] head = ("POST " + server.getPath() + "/v1/classify HTTP/1.1\r\nHost: " + server.getAuthority()
                        + "\r\nContent-Type: image/jpeg\r\nContent-Length: " + length + "\r\n\r\n")
                .getBytes(US_ASCII);
        byte[] whole = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, whole, head.length, body.length);
        return whole;
    }

    private RudeClients start(int clients, Deed deed) {
        for (int i = 0; i < clients; i++) {
            threads.execute(() -> repeat(deed));
        }
        return this;
    }

    private void repeat(Deed deed) {
        while (!ended) {
            try (Socket socket = new Socket(server.getHost(), server.getPort())) {
                connections.incrementAndGet();
                deed.on(socket);
            } catch (IOException _) {
                // It was shown the door, and comes again.
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** That were opened until now. */
    int connections() {
        return connections.get();
    }

    @Override
    public void close() {
        ended = true;
        threads.shutdownNow();
        threads.close();
    }
}
