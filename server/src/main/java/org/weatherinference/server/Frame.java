package org.weatherinference.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.http.Context;
import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What every page of ours has around it, whether a server makes it or it lies among the files of a site.
 *
 * @param texts its words
 * @param base in front of all paths: empty, or with a slash in front and none at the end; of a site also the way from
 *     the page to its root, such as {@code ..}
 * @param path of this page, with the base
 * @param query what its address asks for
 * @param site whether it is a file, with no server behind it
 */
record Frame(Texts texts, String base, String path, Map<String, String> query, boolean site) {
    private static final List<String> PARAMETERS = List.of("lang", "model", "photo", "theme");
    private static final Set<String> THEMES = Set.of("light", "dark");

    /** As a request asks for it. What its address has beyond that is left alone: links grow such parameters. */
    static Frame of(Context context) {
        Map<String, String> query = new LinkedHashMap<>();
        for (String name : PARAMETERS) {
            String value = context.queryParam(name);
            if (value != null && !value.isEmpty()) {
                query.put(name, value);
            }
        }
        Texts texts = Texts.of(query.get("lang"), context.header("Accept-Language"));
        return new Frame(texts, context.contextPath(), context.path(), query, false);
    }

    /** As a file of a site. */
    static Frame ofSite(Texts texts, String base) {
        return new Frame(texts, base, "", Map.of(), true);
    }

    String text(String key) {
        return site ? texts.ofSite(key) : texts.text(key);
    }

    /** Where one of the page's own files is. */
    String asset(String file) {
        return base + AssetRoute.folder() + "/" + file;
    }

    /** A drawing out of Font Awesome, as SVG. */
    String icon(String name) {
        return Resources.text("page/icons/" + name + ".svg");
    }

    /** Light or dark; null for what the visitor's system says. */
    @Nullable
    String theme() {
        String theme = query.get("theme");
        return theme != null && THEMES.contains(theme) ? theme : null;
    }

    /** Of a photo to begin with; empty where there is none. */
    String photo() {
        return query.getOrDefault("photo", "");
    }

    /** This page in another language. */
    String in(String language) {
        return site ? base + "/" + StaticPage.folder(language) : path + address("lang", language);
    }

    /** The page at a path below the base, asked in the same way. */
    String to(String path) {
        return site ? in(texts.language()) + path.substring(1) : base + path + address("photo", "");
    }

    /** Where a phone reads how to install the page. */
    String manifest() {
        String path = "/manifest.webmanifest";
        return site ? to(path) : base + path + "?lang=" + texts.language();
    }

    private String address(String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(query);
        changed.put(name, value);
        String changedQuery = changed.entrySet().stream()
                .filter(parameter -> !parameter.getValue().isEmpty())
                .map(parameter -> parameter.getKey() + "=" + URLEncoder.encode(parameter.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
        return changedQuery.isEmpty() ? "" : "?" + changedQuery;
    }
}
