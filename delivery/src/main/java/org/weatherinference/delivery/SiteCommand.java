package org.weatherinference.delivery;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.weatherinference.command.CommandException;
import org.weatherinference.model.Bundle;
import org.weatherinference.model.BundleException;
import org.weatherinference.model.BundleStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code weather site}: the page as files, for hosts that run nothing. */
@Command(
        name = "site",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Writes the page as files that answer on visitors' own devices.",
        description = {
            "No server of ours is behind it, and no photo leaves the device. ONNX Runtime for browsers is fetched from"
                    + " npm's registry once, and kept.",
            ""
        })
public final class SiteCommand extends BuildCommand {
    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "REF",
            description = "The bundle: NAME, NAME:VERSION, NAME:latest, NAME:live or a folder (default: the standard"
                    + " bundle).")
    private @Nullable String reference;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "The folder to write; it must be empty, or not exist.")
    private @Nullable Path output;

    @Option(
            names = "--base-path",
            paramLabel = "PATH",
            defaultValue = "/",
            description =
                    "Where its root will be on the host, as /weather/ (default: ${DEFAULT-VALUE}). Only the page for"
                            + " wrong addresses and the file of headers need to know.")
    private String basePath;

    @Option(names = "--serve", description = "Shows it on this machine until Ctrl-C, with the headers it should have.")
    private boolean serve;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8081",
            description = "For --serve, 0 for any (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--registry",
            paramLabel = "URL",
            defaultValue = "${env:NPM_CONFIG_REGISTRY:-https://registry.npmjs.org/}",
            description = "Where npm's packages are (default: NPM_CONFIG_REGISTRY, else npm's own).")
    private String registry;

    @Option(
            names = "--runtime",
            paramLabel = "FILE.tgz",
            description = "The package of ONNX Runtime for browsers, fetched by hand.")
    private @Nullable Path runtime;

    @Override
    void build() throws BundleException, IOException, InterruptedException {
        checkOptions();
        NewFolder folder = output == null ? null : NewFolder.at(output);
        Bundle bundle = bundle();
        Site site = Site.of(bundle, runtimeFiles(), basePath);
        if (folder != null) {
            folder.write(site.files());
            System.err.println("weather: " + output + " holds a site with " + bundle.reference()
                    + "; a host needs nothing" + " but these files");
        }
        if (serve) {
            show(site);
        }
    }

    private void checkOptions() {
        if (output == null && !serve) {
            throw wrong("name a folder with -o, or show the site with --serve");
        }
        if (!basePath.matches("/([A-Za-z0-9._~-]+/)*")) {
            throw wrong("--base-path is \"" + basePath + "\", must begin and end with a slash, as /weather/");
        }
        if (port < 0 || port > 65535) {
            throw wrong("--port is " + port + ", must be 0 to 65535");
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private Bundle bundle() throws BundleException {
        BundleStore store = BundleStore.standard();
        return reference == null ? store.standardBundle() : store.resolve(reference);
    }

    private Map<String, byte[]> runtimeFiles() throws IOException, InterruptedException {
        if (runtime == null) {
            return BrowserRuntime.files(BrowserRuntime.PACKAGE.fetch(registry(), cache()));
        }
        if (!runtime.toFile().isFile()) {
            throw new CommandException("there is no file " + runtime);
        }
        BrowserRuntime.PACKAGE.check(runtime);
        return BrowserRuntime.files(runtime);
    }

    private URI registry() {
        if (!registry.matches("https?://[^\\s/?#]+(/[^\\s?#]*)?")) {
            throw wrong("--registry is \"" + registry + "\", must be an address such as https://registry.npmjs.org/");
        }
        return URI.create(registry.endsWith("/") ? registry : registry + "/");
    }

    private void show(Site site) throws InterruptedException {
        try (SiteServer server = SiteServer.start(site, port)) {
            System.err.println("weather: the site is at " + server.address() + "; Ctrl-C ends it");
            new CountDownLatch(1).await();
        }
    }
}
