package org.weatherinference.acceptance;

import static org.junit.jupiter.api.Assumptions.abort;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import com.sun.net.httpserver.SimpleFileServer.OutputLevel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.weatherinference.command.CommandException;
import org.weatherinference.delivery.SiteCommand;
import picocli.CommandLine;

/**
 * What {@code weather site} writes, handed out by the JDK's own file server: it knows a few types of files, and sets no
 * other headers. Whoever opens it closes it.
 *
 * @param host the folder that is handed out
 */
record WrittenSite(Path host, HttpServer server) implements AutoCloseable {
    static final String BASE = "/weather/";

    /** Leaves the test out, in one line, where ONNX Runtime for browsers cannot be had. */
    static WrittenSite open(Path host, String bundle) throws IOException {
        write(site(host), bundle);
        return new WrittenSite(host, serve(host, 0));
    }

    /** Puts another bundle's site in its place. */
    void replace(String bundle) throws IOException {
        Files.move(site(host), host.resolve("old"));
        write(site(host), bundle);
    }

    /** Leaves the test out, as {@link #open} does. */
    static void write(Path folder, String bundle) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                Checkout.root().resolve("bundles").resolve(bundle).toString(),
                "--base-path",
                BASE,
                "-o",
                folder.toString()));
        String runtime = System.getProperty("weather.runtime", "");
        if (!runtime.isEmpty()) {
            arguments.addAll(List.of("--runtime", runtime));
        }
        SiteCommand command = new SiteCommand();
        new CommandLine(command).parseArgs(arguments.toArray(String[]::new));
        try {
            command.call();
        } catch (CommandException fault) {
            if (!String.valueOf(fault.getMessage()).contains("cannot be fetched")) {
                throw fault;
            }
            System.out.println("Left out: tests of a site, since " + fault.getMessage());
            abort("no ONNX Runtime for browsers");
        }
    }

    private static Path site(Path host) {
        return host.resolve(BASE.replace("/", ""));
    }

    private static HttpServer serve(Path host, int port) {
        HttpServer server = SimpleFileServer.createFileServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port), host, OutputLevel.NONE);
        server.start();
        return server;
    }

    Path file(String path) {
        return site(host).resolve(path);
    }

    String address(String path) {
        return hostAddress(BASE + path);
    }

    /** An address of the host that is not of the site. */
    String hostAddress(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    Page page(Browser browser, NewContextOptions options) {
        return browser.page(List.of(address("")), options);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
