package org.weatherinference.fetch;

import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An http or https URL, taken apart once; all that follows works on these parts and never on the text again.
 *
 * @param scheme {@code http} or {@code https}
 * @param port the port to connect to
 * @param target path and query as they are sent: ASCII, starts with a slash
 */
record WebUrl(String scheme, Host host, int port, String target) {
    /** RFC 3986, appendix B: scheme, authority, path with query; the fragment is left out. */
    private static final Pattern PARTS =
            Pattern.compile("(?:([^:/?#]+):)?(?://([^/?#]*))?([^#]*)(?:#.*)?", Pattern.DOTALL);

    private static final Pattern AUTHORITY = Pattern.compile("(\\[[^\\]]*]|[^:]*)(?::([0-9]{0,5}))?");
    private static final Pattern TO_ESCAPE = Pattern.compile("%(?![0-9a-fA-F]{2})|[^a-zA-Z0-9%\\-._~:/?@!$&'()*+,;=]");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final int MOST_CHARACTERS = 8192;
    private static final int SHOWN_CHARACTERS = 80;

    /** Takes a URL as a person may have typed it: spaces and other alphabets are escaped, as UTF-8. */
    static WebUrl parse(String text) throws FetchException {
        Matcher parts = parts(text.strip());
        if (parts.group(1) == null) {
            throw new FetchException.Malformed(
                    quoted(text) + " is no full address: it must start with http:// or https://");
        }
        return of(parts.group(1), parts.group(2), escaped(parts.group(3), StandardCharsets.UTF_8));
    }

    /** The root of a host, given as it stands in a URL: name or address, with or without port. */
    static WebUrl root(String authority) throws FetchException {
        return of("http", authority, "/");
    }

    /** What the {@code Location} header of this URL's answer names (RFC 9110, section 10.2.2). */
    WebUrl resolve(String location) throws FetchException {
        Matcher parts = parts(location.strip());
        // HttpClient reads each byte of a header as one character, so this escapes the bytes that came.
        String reference = escaped(parts.group(3), StandardCharsets.ISO_8859_1);
        if (parts.group(1) != null || parts.group(2) != null) {
            return of(Optional.ofNullable(parts.group(1)).orElse(scheme), parts.group(2), reference);
        }
        return new WebUrl(scheme, host, port, resolved(reference));
    }

    /** The whole, without what is not sent. */
    URI uri() {
        return URI.create(scheme + "://" + authority() + target);
    }

    /** The port, or -1 if it is the scheme's own and so is left out of what is sent. */
    int explicitPort() {
        return port == defaultPort(scheme) ? -1 : port;
    }

    boolean isSecure() {
        return scheme.equals("https");
    }

    /** Text from outside in quotes, cut short, in one line: fit for messages. */
    static String quoted(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
        return '"' + (line.length() > SHOWN_CHARACTERS ? line.substring(0, SHOWN_CHARACTERS) + "..." : line) + '"';
    }

    private static Matcher parts(String text) throws FetchException.Malformed {
        if (text.length() > MOST_CHARACTERS) {
            throw new FetchException.Malformed("the URL has more than " + MOST_CHARACTERS + " characters");
        }
        if (CONTROL.matcher(text).find()) {
            throw new FetchException.Malformed(quoted(text) + " has a line break or another control character in it");
        }
        Matcher parts = PARTS.matcher(text);
        if (!parts.matches()) {
            throw new FetchException.Malformed(quoted(text) + " is not a URL");
        }
        return parts;
    }

    private static WebUrl of(String scheme, @Nullable String authority, String target) throws FetchException {
        String known = scheme.toLowerCase(Locale.ROOT);
        if (!known.equals("http") && !known.equals("https")) {
            throw new FetchException.Refused(
                    "scheme " + quoted(scheme) + " is refused: only http and https are fetched");
        }
        Matcher parts = authority(authority == null ? "" : authority);
        Host host = Host.parse(parts.group(1));
        return new WebUrl(known, host, port(parts.group(2), known), target.startsWith("/") ? target : "/" + target);
    }

    private static Matcher authority(String authority) throws FetchException {
        if (authority.contains("@")) {
            throw new FetchException.Refused(
                    "a URL with a user name or password is refused: leave out all up to the @");
        }
        Matcher parts = AUTHORITY.matcher(authority);
        if (!parts.matches()) {
            throw new FetchException.Malformed(quoted(authority) + " is not a host with or without a port");
        }
        return parts;
    }

    private static int port(@Nullable String digits, String scheme) throws FetchException.Malformed {
        if (digits == null || digits.isEmpty()) {
            return defaultPort(scheme);
        }
        int port = Integer.parseInt(digits);
        if (port < 1 || port > 65535) {
            throw new FetchException.Malformed("port " + port + " must be from 1 to 65535");
        }
        return port;
    }

    private static int defaultPort(String scheme) {
        return scheme.equals("https") ? 443 : 80;
    }

    private String authority() {
        return explicitPort() < 0 ? host.text() : host.text() + ":" + port;
    }

    private String resolved(String reference) {
        if (reference.startsWith("?")) { // java.net.URI still follows RFC 2396, which drops the last segment
            return uri().getRawPath() + reference;
        }
        URI resolved = uri().resolve(reference);
        return resolved.getRawQuery() == null
                ? resolved.getRawPath()
                : resolved.getRawPath() + "?" + resolved.getRawQuery();
    }

    private static String escaped(String text, Charset charset) {
        return TO_ESCAPE.matcher(text).replaceAll(found -> percent(found.group().getBytes(charset)));
    }

    private static String percent(byte[] bytes) {
        return HexFormat.of().withPrefix("%").withUpperCase().formatHex(bytes);
    }
}
