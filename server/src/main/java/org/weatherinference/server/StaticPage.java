package org.weatherinference.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.weatherinference.model.Bundle;
import org.weatherinference.model.BundleException;
import org.weatherinference.model.JsonText;

/**
 * The page as plain files, for hosts that run nothing: each visitor's own device answers. They are made of the
 * templates, texts, scripts and drawings of the page that {@link WeatherServer} gives, and name each other by relative
 * addresses, so they may lie below any path.
 */
public final class StaticPage {
    /**
     * The content security policy (W3C CSP 3) that each page sets itself; {@code frame-ancestors} counts in a header
     * only. WebAssembly is compiled; photos are read from whichever host a visitor names, over TLS.
     */
    public static final String POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self';"
            + " img-src 'self' data: blob:; connect-src 'self' https:; worker-src 'self'; manifest-src 'self';"
            + " base-uri 'none'; form-action 'none'";

    static final String CARD = "/card/";

    private static final String INDEX = "index.html";
    private static final String WORKER = "service-worker.js";
    private static final String MISSING = "404.html";
    private static final Set<String> LANGUAGES = Texts.languages().keySet();
    /** Of pages that need a server. */
    private static final Predicate<String> ELSEWHERE =
            file -> file.matches("(clean|manage|shrink)[-.].*") || file.equals("decisions.js");

    private static final PageView.Entry ENTRY = new PageView.Entry("", false, false, 0);
    private static final int VERSION_BYTES = 8;

    private final Bundle bundle;
    private final boolean explains;
    private final Engine engine;
    private final SortedMap<String, byte[]> files = new TreeMap<>();

    /**
     * What a device answers with. A new version lies in another folder, or is not seen by those who have the old one.
     *
     * @param bundle the folder with {@code bundle.json} and {@code model.onnx}, below the site's root, as
     *     {@code model/1}
     * @param runtime the folder with ONNX Runtime's files for browsers, likewise
     * @param files the paths of all of them
     * @param bytes of the network and of the runtime's WebAssembly, for which a visitor waits
     */
    public record Engine(String bundle, String runtime, List<String> files, long bytes) {}

    private StaticPage(Bundle bundle, boolean explains, Engine engine) {
        this.bundle = bundle;
        this.explains = explains;
        this.engine = engine;
    }

    /**
     * All files but the engine's, by their paths.
     *
     * @param explains whether the bundle's network can tell what decided
     * @param basePath where the site's root is on its host, as {@code /} or {@code /weather/}: the page for addresses
     *     that there are not is shown at any of them
     * @throws BundleException when the bundle's card cannot be read
     */
    public static SortedMap<String, byte[]> files(Bundle bundle, boolean explains, Engine engine, String basePath)
            throws BundleException {
        StaticPage page = new StaticPage(bundle, explains, engine);
        page.addAssets();
        for (String language : LANGUAGES) {
            page.addPages(Texts.of(language, null));
        }
        page.addWorker();
        page.addMissing(basePath);
        return page.files;
    }

    /** Of a language's pages, below the root: the first language's are there themselves. */
    static String folder(String language) {
        return language.equals(LANGUAGES.iterator().next()) ? "" : language + "/";
    }

    private void addAssets() {
        String folder = AssetRoute.folder().substring(1) + "/";
        AssetRoute.FILES.stream()
                .filter(ELSEWHERE.negate())
                .forEach(file -> files.put(folder + file, AssetRoute.read(file)));
    }

    private void addPages(Texts texts) throws BundleException {
        String folder = folder(texts.language());
        Frame frame = Frame.ofSite(texts, folder.isEmpty() ? "." : "..");
        add(folder + INDEX, Template.html("page.jte", Map.of("view", view(frame))));
        add(folder + "manifest.webmanifest", WebManifest.of(frame));
        Frame below = Frame.ofSite(texts, folder.isEmpty() ? ".." : "../..");
        add(folder + CARD.substring(1) + INDEX, card(below));
    }

    private PageView view(Frame frame) {
        PageView.Device device = new PageView.Device(
                frame.base() + "/" + engine.bundle() + "/",
                frame.base() + "/" + engine.runtime() + "/",
                engine.bytes());
        return new PageView(
                frame, false, bundle.manifest(), explains, List.of(bundle.reference()), ENTRY, device, List.of());
    }

    private String card(Frame frame) throws BundleException {
        try {
            return Template.html(
                    "card.jte",
                    Map.of("frame", frame, "reference", bundle.reference(), "card", ModelCard.html(bundle)));
        } catch (ProblemException unreadable) {
            throw new BundleException(String.valueOf(unreadable.getMessage()), unreadable);
        }
    }

    /** Last of what is kept on a device: its version is that of all the others. */
    private void addWorker() {
        String site = JsonText.line(JsonText.object(
                "page", version(),
                "engine", engine.bundle() + " " + engine.runtime(),
                "files", files.keySet().stream().map(StaticPage::address).toList(),
                "engineFiles", engine.files()));
        add(WORKER, "const SITE = " + site + ";\n" + Resources.text(WORKER));
    }

    /** Hosts give a folder's page at the address of the folder, and some at no other. */
    private static String address(String file) {
        return file.endsWith("/" + INDEX) || file.equals(INDEX)
                ? file.substring(0, file.length() - INDEX.length())
                : file;
    }

    private String version() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            files.values().forEach(digest::update);
            return HexFormat.of().formatHex(digest.digest(), 0, VERSION_BYTES);
        } catch (NoSuchAlgorithmException fault) {
            throw new IllegalStateException(fault);
        }
    }

    private void addMissing(String basePath) {
        String base = basePath.substring(0, basePath.length() - 1);
        Frame frame = Frame.ofSite(Texts.of(LANGUAGES.iterator().next(), null), base);
        add(MISSING, Template.html("missing.jte", Map.of("frame", frame)));
    }

    private void add(String file, String text) {
        files.put(file, text.getBytes(UTF_8));
    }
}
