package org.weatherinference.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weatherinference.model.BundleStore;
import org.weatherinference.model.RedOrBlue;
import org.weatherinference.server.ServerSettings;
import org.weatherinference.server.Setting;
import org.weatherinference.server.WeatherServer;
import org.weatherinference.state.Database;
import org.weatherinference.state.Keys;
import org.weatherinference.state.Right;
import org.weatherinference.state.Workers;

/** Each client calls every operation of a real server that asks for a key, and gets what it should. */
class ClientsTest {
    private static final int MINUTES = 3;
    private static final String EVERYTHING = "every method was called";

    @TempDir
    private static Path home;

    @TempDir
    private static Path folder;

    private static HttpServer elsewhere;
    private static Database database;
    private static WeatherServer server;
    private static String key;

    @BeforeAll
    static void start() throws Exception {
        writeFiles();
        elsewhere = SimpleFileServer.createFileServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), folder, SimpleFileServer.OutputLevel.NONE);
        elsewhere.start();
        BundleStore store = BundleStore.open(home);
        store.add(RedOrBlue.draft("colours"));
        store.add(RedOrBlue.draft("colours"));
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        server = WeatherServer.start(settings(), store, nowhere, nowhere);
        database = Database.at(Database.standardAddress(home));
        key = new Keys(database, InstantSource.system())
                .create("operator", EnumSet.allOf(Right.class), null, null)
                .text();
    }

    private static void writeFiles() throws IOException {
        for (String file : List.of("weather.js", "package.json")) {
            Files.copy(Checkout.root().resolve("clients/javascript").resolve(file), folder.resolve(file));
        }
        for (String file : List.of("calls.js", "calls.py")) {
            try (InputStream in = ClientsTest.class.getResourceAsStream(file)) {
                Files.copy(Objects.requireNonNull(in, file), folder.resolve(file));
            }
        }
        Files.write(folder.resolve("red.png"), RedOrBlue.png(255, 0, 0));
        Files.writeString(folder.resolve("index.html"), "<!doctype html><title>Somebody's page</title>");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(folder.resolve("dataset.zip")))) {
            for (String label : List.of("red", "blue")) {
                zip.putNextEntry(new ZipEntry(label + "/1.png"));
                zip.write(RedOrBlue.png(label.equals("red") ? 255 : 0, 0, label.equals("red") ? 0 : 255));
            }
        }
    }

    private static ServerSettings settings() throws Exception {
        return ServerSettings.of(
                Map.of(
                        Setting.PORT, "0",
                        Setting.MODEL, "colours",
                        Setting.REQUIRE_KEY, "true",
                        Setting.CORS, page(),
                        Setting.ALLOW_HOSTS, page().substring("http://".length()),
                        Setting.DATABASE, Database.standardAddress(home),
                        Setting.PHOTO_STORE, home.resolve("feedback").toString(),
                        Setting.DATASETS, home.resolve("datasets").toString()),
                Map.of(),
                null);
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
        database.close();
        elsewhere.stop(0);
    }

    @BeforeEach
    void worker() throws Exception {
        new Workers(database, InstantSource.system()).here("attic");
    }

    private static String page() {
        return "http://127.0.0.1:" + elsewhere.getAddress().getPort();
    }

    private static String address() {
        return "http://127.0.0.1:" + server.port();
    }

    @Test
    void python_callsEverything() throws Exception {
        assertThat(run("python3", "calls.py", address(), key, folder.toString(), page() + "/red.png"))
                .isEqualTo(EVERYTHING);
    }

    @Test
    void node_callsEverything() throws Exception {
        String program = """
                import { readFile } from 'node:fs/promises';
                import { callAll } from './calls.js';
                const [address, key, url] = process.argv.slice(1);
                const bytes = await readFile('red.png');
                const forms = [bytes, new Blob([bytes]), new File([bytes], 'a.png'), new URL(`file://${process.cwd()}/red.png`)];
                const files = { red: 'red.png', dataset: 'dataset.zip', forms, name: 'node' };
                console.log(await callAll({ address, key, url }, files));
                """;
        assertThat(run("node", "--input-type=module", "-e", program, address(), key, page() + "/red.png"))
                .isEqualTo(EVERYTHING);
    }

    @Test
    void browser_callsEverythingFromAPageOfAnotherOrigin() {
        try (Browser browser = Browser.open()) {
            Page page = browser.page(List.of(page(), address(), "http://127.0.0.1:1/"), new NewContextOptions());
            page.navigate(page() + "/");
            Object said = page.evaluate("""
                    async (place) => {
                      const { callAll } = await import('/calls.js');
                      const blob = async (name) => (await fetch(name)).blob();
                      const red = new File([await blob('red.png')], 'red.png');
                      const forms = [await blob('red.png'), await red.arrayBuffer()];
                      return callAll(place, { red, dataset: await blob('dataset.zip'), forms, name: 'browser' });
                    }""", Map.of("address", address(), "key", key, "url", page() + "/red.png"));
            assertThat(said).isEqualTo(EVERYTHING);
        }
    }

    /** What a program says, which ends well. */
    private static String run(String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile(home, "output", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment()
                .put("PYTHONPATH", Checkout.root().resolve("clients/python").toString());
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        Process process = start(builder);
        assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
        String said = Files.readString(output).strip();
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }

    private static Process start(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException missing) {
            assumeTrue(false, "left out: the client needs " + builder.command().getFirst() + " on this machine");
            throw new IllegalStateException(missing);
        }
    }
}
