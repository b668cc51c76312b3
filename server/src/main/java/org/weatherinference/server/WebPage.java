package org.weatherinference.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A web page where a photo was expected, and the picture that stands for it: {@code og:image} (ogp.me). Only its
 * beginning is looked at, and nothing in it is followed.
 */
record WebPage(Optional<URI> image) {
    private static final int BEGINNING = 256 * 1024;
    private static final Pattern META = Pattern.compile("<meta\\s[^>]{0,2000}>", Pattern.CASE_INSENSITIVE);
    private static final Pattern OG_IMAGE =
            Pattern.compile("property\\s*=\\s*[\"']og:image(:secure_url|:url)?[\"']", Pattern.CASE_INSENSITIVE);
    private static final Pattern CONTENT =
            Pattern.compile("content\\s*=\\s*[\"']([^\"'<>\\s]{1,1000})[\"']", Pattern.CASE_INSENSITIVE);

    /** Empty where the bytes do not begin as a page does. */
    static Optional<WebPage> of(byte[] bytes, URI at) {
        String text = new String(bytes, 0, Math.min(bytes.length, BEGINNING), UTF_8);
        String start =
                text.substring(0, Math.min(text.length(), 1000)).stripLeading().toLowerCase(Locale.ROOT);
        boolean page = start.startsWith("<!doctype html") || start.contains("<html") || start.contains("<head");
        return page ? Optional.of(new WebPage(image(text, at))) : Optional.empty();
    }

    private static Optional<URI> image(String text, URI at) {
        for (Matcher meta = META.matcher(text); meta.find(); ) {
            Matcher content = CONTENT.matcher(meta.group());
            if (OG_IMAGE.matcher(meta.group()).find() && content.find()) {
                return resolved(content.group(1).replace("&amp;", "&"), at);
            }
        }
        return Optional.empty();
    }

    private static Optional<URI> resolved(String address, URI at) {
        try {
            return Optional.of(at.resolve(address));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
