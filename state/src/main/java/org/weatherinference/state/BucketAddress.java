package org.weatherinference.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.weatherinference.model.Spelling;

/**
 * Where in which bucket photos are. Its addresses are those of "path style", with the bucket in the path, which every
 * compatible server understands.
 *
 * @param bucket its name
 * @param prefix in front of all names, with a slash at its end; empty for none
 * @param endpoint of the server, without a slash at its end
 * @param region that requests are signed for
 */
record BucketAddress(String bucket, String prefix, URI endpoint, String region) {
    static final String FORM = "s3://BUCKET/PREFIX?endpoint=URL&region=REGION";

    private static final String RULE = "; the place must be a folder or " + FORM
            + ", such as s3://photos/visitors?endpoint=https://minio.example.org&region=eu-central-1";
    private static final Pattern SHAPE = Pattern.compile("s3://([^/?]*)(?:/([^?]*))?(?:\\?(.*))?");
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern REGION = Pattern.compile("[A-Za-z0-9-]{1,64}");
    /** What stands for itself in a canonical address: RFC 3986, section 2.3. */
    private static final Pattern UNRESERVED = Pattern.compile("[A-Za-z0-9._~-]");

    private static final String ENDPOINT_PARAMETER = "endpoint";
    private static final String REGION_PARAMETER = "region";
    /** Where a compatible server has no regions, it takes this one. */
    private static final String STANDARD_REGION = "us-east-1";

    private static final Map<String, Integer> STANDARD_PORTS = Map.of("https", 443, "http", 80);

    /** @throws StateException.Invalid naming the part that is wrong, and nothing that may be a secret */
    static BucketAddress parse(String place) throws StateException.Invalid {
        Matcher shape = SHAPE.matcher(place);
        if (!shape.matches()) {
            throw wrong("begins with \"" + place.substring(0, place.indexOf(':')) + ":\"");
        }
        String bucket = shape.group(1);
        String prefix = shape.group(2) == null ? "" : shape.group(2);
        if (bucket.contains(":") || bucket.contains("@") || prefix.contains("@")) {
            throw secretInside();
        }
        if (!BUCKET.matcher(bucket).matches()) {
            throw wrong("has the bucket \"" + bucket
                    + "\", which must be 3 to 63 small letters, digits, hyphens and full stops");
        }
        Map<String, String> parameters = parameters(shape.group(3) == null ? "" : shape.group(3));
        String region = region(parameters);
        return new BucketAddress(bucket, prefix(prefix), endpoint(parameters, region), region);
    }

    private static StateException.Invalid wrong(String what) {
        return wrong(what, "");
    }

    private static StateException.Invalid wrong(String what, String hint) {
        return new StateException.Invalid("the place for photos " + what + RULE + hint);
    }

    private static StateException.Invalid secretInside() {
        return wrong("has a key or a password in it, where others see it: those are taken from the environment, from "
                + BucketKey.ID + " and " + BucketKey.SECRET);
    }

    /** Servers, and what is between, take names such as ".." to be a way up. */
    private static String prefix(String typed) throws StateException.Invalid {
        String prefix = typed.endsWith("/") ? typed.substring(0, typed.length() - 1) : typed;
        boolean odd = Arrays.stream(prefix.split("/", -1)).anyMatch(name -> name.matches("\\.{0,2}"))
                || prefix.chars().anyMatch(Character::isISOControl);
        if (odd && !prefix.isEmpty()) {
            throw wrong("has the prefix \"" + typed + "\", which must be names with one slash between them");
        }
        return prefix.isEmpty() ? "" : prefix + "/";
    }

    private static Map<String, String> parameters(String query) throws StateException.Invalid {
        List<String> known = List.of(ENDPOINT_PARAMETER, REGION_PARAMETER);
        Map<String, String> parameters = new HashMap<>();
        for (String parameter : query.isEmpty() ? new String[0] : query.split("&", -1)) {
            String name = parameter.split("=", 2)[0];
            if (!known.contains(name)) {
                throw wrong("has the parameter \"" + name + "\", which there is not", Spelling.hint(name, known));
            }
            if (parameters.put(name, parameter.substring(Math.min(name.length() + 1, parameter.length()))) != null) {
                throw wrong("has the parameter \"" + name + "\" twice");
            }
        }
        return parameters;
    }

    private static String region(Map<String, String> parameters) throws StateException.Invalid {
        String region = parameters.getOrDefault(REGION_PARAMETER, STANDARD_REGION);
        if (!REGION.matcher(region).matches()) {
            throw wrong("has the region \"" + region + "\", which must be letters, digits and hyphens");
        }
        return region;
    }

    private static URI endpoint(Map<String, String> parameters, String region) throws StateException.Invalid {
        String typed = parameters.getOrDefault(ENDPOINT_PARAMETER, "https://s3." + region + ".amazonaws.com");
        if (typed.contains("@")) {
            throw secretInside();
        }
        try {
            URI uri = new URI(typed);
            if (STANDARD_PORTS.containsKey(String.valueOf(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null) {
                return plain(uri);
            }
        } catch (URISyntaxException _) {
            // Refused below, like what is no address of a server.
        }
        throw wrong("has the endpoint \"" + typed + "\", which must be https://HOST or http://HOST:PORT");
    }

    /** As HTTP clients name it in the header "Host", which is signed: without a port that goes without saying. */
    private static URI plain(URI uri) throws URISyntaxException {
        int port = Objects.equals(STANDARD_PORTS.get(uri.getScheme()), uri.getPort()) ? -1 : uri.getPort();
        String path = uri.getPath().replaceFirst("/+$", "");
        return new URI(uri.getScheme(), null, uri.getHost(), port, path, null, null);
    }

    /** For messages. */
    String name() {
        return "the bucket \"" + bucket + "\" at " + endpoint;
    }

    /** The canonical address of an object. */
    URI object(String key) {
        return URI.create(endpoint + "/" + bucket + "/" + encoded(key).replace("%2F", "/"));
    }

    /** The canonical address of the bucket with a query. */
    URI query(SortedMap<String, String> parameters) {
        return URI.create(endpoint + "/" + bucket + "?"
                + parameters.entrySet().stream()
                        .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
                        .collect(Collectors.joining("&")));
    }

    /** As it is signed, which is stricter than an address must be. */
    private static String encoded(String text) {
        HexFormat hex = HexFormat.of().withUpperCase();
        StringBuilder encoded = new StringBuilder();
        for (byte octet : text.getBytes(UTF_8)) {
            String letter = Character.toString(octet & 0xff);
            encoded.append(UNRESERVED.matcher(letter).matches() ? letter : "%" + hex.toHexDigits(octet));
        }
        return encoded.toString();
    }
}
