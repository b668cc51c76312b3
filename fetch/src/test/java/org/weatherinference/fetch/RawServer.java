package org.weatherinference.fetch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;

/** A server on loopback that answers each connection byte for byte as told, and notes the heads of the requests. */
public final class RawServer implements AutoCloseable {
    /** What is sent once a request's head is read; the connection is closed when it returns. */
    @FunctionalInterface
    public interface Reply {
        void write(OutputStream out, String head) throws IOException, InterruptedException;
    }

    private final ServerSocket socket;
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final CountDownLatch cut = new CountDownLatch(1);
    private final Reply reply;

    public RawServer(Reply reply) {
        this(reply, InetAddress.getLoopbackAddress(), ServerSocketFactory.getDefault());
    }

    RawServer(Reply reply, InetAddress address, ServerSocketFactory sockets) {
        this.reply = reply;
        try {
            this.socket = sockets.createServerSocket(0, 50, address);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /** A server that gives each request the same answer. */
    public static RawServer answering(String... lines) {
        return new RawServer((out, _) -> out.write(answer(lines)));
    }

    public static byte[] answer(String... lines) {
        return String.join("\r\n", lines).getBytes(StandardCharsets.ISO_8859_1);
    }

    public int port() {
        return socket.getLocalPort();
    }

    /** The heads of all requests, in the order in which they came; empty for a connection that sent none. */
    public List<String> heads() {
        return heads;
    }

    /** Whether, within five seconds, some client has gone away before the answer was whole. */
    boolean wasCut() throws InterruptedException {
        return cut.await(5, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            String head = head(client);
            heads.add(head);
            reply.write(client.getOutputStream(), head);
        } catch (IOException e) {
            cut.countDown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String head(Socket client) throws IOException {
        var reader = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
        StringBuilder head = new StringBuilder();
        for (String line = reader.readLine(); line != null && !line.isEmpty(); line = reader.readLine()) {
            head.append(line).append('\n');
        }
        return head.toString();
    }
}
