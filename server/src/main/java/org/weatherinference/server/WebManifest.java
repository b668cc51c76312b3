package org.weatherinference.server;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.weatherinference.model.JsonText;

/** What a phone needs to install the page (W3C Web Application Manifest). */
final class WebManifest {
    private WebManifest() {}

    /** As JSON. */
    static String of(Frame frame) {
        return JsonText.line(JsonText.object(
                "name", frame.text("title"),
                "short_name", frame.text("title"),
                "description", frame.text("lead"),
                "lang", frame.texts().language(),
                "start_url", frame.to("/"),
                "scope", frame.base() + "/",
                "display", "standalone",
                "background_color", "#ffffff",
                "theme_color", "#1f6fb2",
                "icons",
                        List.of(
                                icon(frame, "icon-192.png", "192x192", "any"),
                                icon(frame, "icon-512.png", "512x512", "any"),
                                icon(frame, "icon-maskable-512.png", "512x512", "maskable")),
                // A photo that another program shares is posted, and only a server takes that.
                "share_target", frame.site() ? null : shareTarget(frame)));
    }

    private static Map<String, @Nullable Object> icon(Frame frame, String file, String sizes, String purpose) {
        return JsonText.object("src", frame.asset(file), "sizes", sizes, "type", "image/png", "purpose", purpose);
    }

    private static Map<String, @Nullable Object> shareTarget(Frame frame) {
        return JsonText.object(
                "action",
                frame.base() + "/",
                "method",
                "POST",
                "enctype",
                "multipart/form-data",
                "params",
                JsonText.object("files", List.of(JsonText.object("name", "photo", "accept", List.of("image/*")))));
    }
}
