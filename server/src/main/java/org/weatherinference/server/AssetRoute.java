package org.weatherinference.server;

import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.weatherinference.model.ProblemType;

/**
 * {@code GET /assets/{version}/{file}}: the page's own files. Their address changes with their content, so a browser
 * may keep them for as long as it likes. Safe to share.
 */
final class AssetRoute {
    /** All that is served; nothing else of the program can be asked for. */
    static final Set<String> FILES = Set.of(
            "answer.js",
            "api.js",
            "apple-touch-icon.png",
            "asking.js",
            "bulma-no-helpers.min.css",
            "camera.js",
            "clean.css",
            "clean.js",
            "clouds.jpg",
            "de.json",
            "decisions.js",
            "device-bmp.js",
            "device-exif.js",
            "device-file.js",
            "device-gif.js",
            "device-heat.js",
            "device-jpeg.js",
            "device-outline.js",
            "device-pixels.js",
            "device-png.js",
            "device-resize.js",
            "device-webp.js",
            "device-worker.js",
            "device.js",
            "drawings.svg",
            "en.json",
            "facts.js",
            "feedback.js",
            "fog.jpg",
            "icon-192.png",
            "icon-512.png",
            "icon-maskable-512.png",
            "icon.svg",
            "manage-api.js",
            "manage-feedback.js",
            "manage-jobs.js",
            "manage-keys.js",
            "manage-models.js",
            "manage-parts.js",
            "manage.css",
            "manage.js",
            "on-device.js",
            "page.css",
            "page.js",
            "rain.jpg",
            "room.jpg",
            "several.js",
            "shrink-worker.js",
            "shrink.js",
            "site.js",
            "snow.jpg",
            "sun.jpg",
            "texts.js",
            "theme.js",
            "turns.js");

    private static final Map<String, String> TYPES = Map.of(
            "css", "text/css; charset=utf-8",
            "jpg", "image/jpeg",
            "js", "text/javascript; charset=utf-8",
            "json", "application/json",
            "png", "image/png",
            "svg", "image/svg+xml");
    private static final Set<String> PACKED = Set.of("css", "js", "json", "svg");
    private static final int VERSION_BYTES = 6;

    private final Map<String, byte[]> packed = new ConcurrentHashMap<>();

    /** Found out when first asked for: a start need not wait for it. */
    private static final class Version {
        static final String VALUE = version();
    }

    private static String version() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            new TreeSet<>(FILES).forEach(file -> digest.update(read(file)));
            return HexFormat.of().formatHex(digest.digest(), 0, VERSION_BYTES);
        } catch (NoSuchAlgorithmException fault) {
            throw new IllegalStateException(fault);
        }
    }

    /** The folder that the files are asked for in, below the base path. */
    static String folder() {
        return "/assets/" + Version.VALUE;
    }

    static byte[] read(String file) {
        return Resources.read("/org/weatherinference/server/page/" + file).orElseThrow();
    }

    void get(Request request) throws ProblemException {
        Context context = request.context();
        String file = context.pathParam("file");
        if (!FILES.contains(file)) {
            throw new ProblemException(ProblemType.NOT_FOUND, "there is no " + context.path());
        }
        // Another version's page asks while servers are being replaced: it gets ours, for once.
        if (context.pathParam("version").equals(Version.VALUE)) {
            context.header("Cache-Control", "public, max-age=31536000, immutable");
        }
        String extension = file.substring(file.lastIndexOf('.') + 1);
        context.contentType(TYPES.getOrDefault(extension, ""));
        if (PACKED.contains(extension)
                && String.valueOf(context.header("Accept-Encoding")).contains("gzip")) {
            context.header("Content-Encoding", "gzip").result(packed.computeIfAbsent(file, AssetRoute::pack));
        } else {
            context.result(read(file));
        }
    }

    /** Once, as small as it gets: packing anew for every visitor would cost as much as some photos. */
    private static byte[] pack(String file) {
        var bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new Smallest(bytes)) {
            gzip.write(read(file));
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
        return bytes.toByteArray();
    }

    private static final class Smallest extends GZIPOutputStream {
        Smallest(ByteArrayOutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}
