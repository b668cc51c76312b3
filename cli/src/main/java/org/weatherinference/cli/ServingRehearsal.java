package org.weatherinference.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Collections;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.weatherinference.command.ExitCode;
import org.weatherinference.model.BundleStore;
import org.weatherinference.server.ServerSettings;
import org.weatherinference.server.Setting;
import org.weatherinference.server.WeatherServer;

/** What a container's Java writes its cache of, once, when the image is made: a server's work, and a probe's. */
final class ServingRehearsal {
    private static final int PHOTOS = 10;
    private static final int CLIENTS = 4;
    private static final int OK = 200;
    private static final String SAMPLE = "page/rain.jpg";
    private static final int TRIES = 600;
    private static final int BETWEEN_TRIES_MILLIS = 100;

    private ServingRehearsal() {}

    /** Serves a few photos by the very {@code weather serve} of a container, at the port of {@code WEATHER_PORT}. */
    public static void main(String[] arguments) throws Exception {
        byte[] photo = sample();
        String address = HealthProbe.here().replaceFirst("/+$", "");
        Thread.ofPlatform().daemon().start(() -> visitAndEnd(address, photo));
        Main.main(new String[] {"serve"});
    }

    /** Whoever makes the image tells what is said here. */
    private static void visitAndEnd(String address, byte[] photo) {
        try {
            awaitReady(address);
            visit(address, photo, PHOTOS);
            System.exit(ExitCode.DONE);
        } catch (IOException | InterruptedException fault) {
            System.err.println("the rehearsal failed: " + fault);
            Runtime.getRuntime().halt(ExitCode.FAILED);
        }
    }

    private static void awaitReady(String address) throws IOException, InterruptedException {
        for (int i = 0; i < TRIES; i++) {
            if (probe(address) == ExitCode.DONE) {
                return;
            }
            Thread.sleep(BETWEEN_TRIES_MILLIS);
        }
        throw new IOException("no server was ready at " + address);
    }

    private static int probe(String address) {
        return new HealthProbe(new Console(InputStream.nullInputStream(), nowhere(), nowhere())).ask(address);
    }

    /** A photo that the page has, as JPEG. */
    static byte[] sample() throws IOException {
        try (InputStream sample = WeatherServer.class.getResourceAsStream(SAMPLE)) {
            if (sample == null) {
                throw new FileNotFoundException(SAMPLE);
            }
            return sample.readAllBytes();
        }
    }

    /** Answers the photo again and again with the standard bundle, at a free port, to several clients at once. */
    static void serve(byte[] jpeg, int times) throws Exception {
        // The secret is for the user's folder to stay as it is: the server would keep one there.
        Map<Setting, String> flags =
                Map.of(Setting.PORT, "0", Setting.SECRET, UUID.randomUUID().toString());
        ServerSettings settings = ServerSettings.of(flags, Map.of(), null);
        try (WeatherServer server = WeatherServer.start(settings, BundleStore.standard(), nowhere(), nowhere())) {
            String address = "http://127.0.0.1:" + server.port();
            probe(address);
            try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
                Callable<Void> client = () -> {
                    visit(address, jpeg, times / CLIENTS);
                    return null;
                };
                for (Future<Void> visit : clients.invokeAll(Collections.nCopies(CLIENTS, client))) {
                    visit.get();
                }
            }
        }
    }

    private static void visit(String address, byte[] jpeg, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            send(address, jpeg);
        }
    }

    private static void send(String address, byte[] jpeg) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(address + "/v1/classify").toURL().openConnection();
        connection.setRequestProperty("Content-Type", "image/jpeg");
        connection.setDoOutput(true);
        try (OutputStream body = connection.getOutputStream()) {
            body.write(jpeg);
        }
        if (connection.getResponseCode() != OK) {
            throw new IOException("the rehearsal's photo was answered with status " + connection.getResponseCode());
        }
        connection.getInputStream().readAllBytes();
    }

    static PrintStream nowhere() {
        return new PrintStream(OutputStream.nullOutputStream());
    }
}
