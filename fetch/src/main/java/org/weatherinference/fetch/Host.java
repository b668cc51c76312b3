package org.weatherinference.fetch;

import java.net.IDN;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The host of a URL in the one form in which it is checked, resolved and sent: a name in lower-case ASCII without a dot
 * at its end, or an address.
 *
 * @param name the name, or the address in its usual form, IPv6 without brackets
 * @param address the address, if the URL has one instead of a name
 */
record Host(String name, @Nullable InetAddress address) {
    private static final int MOST_CHARACTERS = 253;
    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final String LABEL = "[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?";
    private static final Pattern NAME = Pattern.compile(LABEL + "(\\." + LABEL + ")*");

    /** What C libraries read as an address: 2130706433, 0177.0.0.1, 0x7f.1, 127.1 (WHATWG URL, "ends in a number"). */
    private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(.*\\.)?([0-9]+|0x[0-9a-f]*)");

    /** @param text a host as it stands in a URL, IPv6 in brackets */
    static Host parse(String text) throws FetchException.Malformed {
        return text.startsWith("[") && text.endsWith("]")
                ? ipv6(text.substring(1, text.length() - 1))
                : named(ascii(text));
    }

    /** As it stands in a URL. */
    String text() {
        return address instanceof Inet6Address ? "[" + name + "]" : name;
    }

    /** The address, if the URL has one instead of a name. */
    Optional<InetAddress> literal() {
        return Optional.ofNullable(address);
    }

    private static Host named(String text) throws FetchException.Malformed {
        String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        if (ENDS_IN_NUMBER.matcher(name).matches()) {
            return ipv4(name);
        }
        if (name.length() > MOST_CHARACTERS || !NAME.matcher(name).matches()) {
            throw malformed(text, "is not the name of a host");
        }
        return new Host(name, null);
    }

    private static Host ipv4(String text) throws FetchException.Malformed {
        if (!IPV4.matcher(text).matches()) {
            throw malformed(text, "is no address: write IPv4 as four decimal numbers from 0 to 255");
        }
        return of(InetAddress.ofLiteral(text));
    }

    private static Host ipv6(String text) throws FetchException.Malformed {
        if (!IPV6.matcher(text).matches()) {
            throw malformed(text, "is no IPv6 address, or one with a zone");
        }
        try {
            return of(Inet6Address.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            throw malformed(text, "is no IPv6 address");
        }
    }

    private static Host of(InetAddress address) {
        return new Host(address.getHostAddress(), address);
    }

    /** Full-width letters, digits and dots become plain ones, other alphabets punycode (RFC 3490). */
    private static String ascii(String text) throws FetchException.Malformed {
        if (text.isEmpty() || text.length() > MOST_CHARACTERS) {
            throw malformed(text, "must have 1 to " + MOST_CHARACTERS + " characters");
        }
        try {
            return IDN.toASCII(text).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            throw malformed(text, "is not the name of a host: try it in its ASCII form (xn--...)");
        }
    }

    private static FetchException.Malformed malformed(String text, String why) {
        return new FetchException.Malformed("host " + WebUrl.quoted(text) + " " + why);
    }
}
