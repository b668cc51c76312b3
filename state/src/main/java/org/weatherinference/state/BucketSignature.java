package org.weatherinference.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs requests by Amazon's Signature Version 4, as it is for S3.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html">Its description</a>
 */
record BucketSignature(BucketKey key, String region) {
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final String HOST = "host";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final int DAY_LENGTH = 8;

    /**
     * All headers of a request but its host, the signature among them.
     *
     * @param uri canonical, as {@link BucketAddress} makes it
     * @param headers that it is to have, with names in small letters
     * @param contentHash the SHA-256 of its body, in hex
     */
    SortedMap<String, String> headers(
            String method, URI uri, SortedMap<String, String> headers, String contentHash, Instant now) {
        String time = TIME.format(now);
        SortedMap<String, String> all = new TreeMap<>(headers);
        all.put(HOST, uri.getRawAuthority());
        all.put("x-amz-content-sha256", contentHash);
        all.put("x-amz-date", time);
        if (key.token() != null) {
            all.put("x-amz-security-token", key.token());
        }
        String names = String.join(";", all.keySet());
        String request = canonical(method, uri, all, names, contentHash);
        String scope = time.substring(0, DAY_LENGTH) + "/" + region + "/s3/aws4_request";
        String text = String.join("\n", ALGORITHM, time, scope, Secret.hash(request.getBytes(UTF_8)));
        all.put(
                "authorization",
                ALGORITHM + " Credential=" + key.id() + "/" + scope + ", SignedHeaders=" + names + ", Signature="
                        + HexFormat.of().formatHex(hmac(signingKey(scope), text)));
        all.remove(HOST);
        return all;
    }

    private static String canonical(
            String method, URI uri, SortedMap<String, String> headers, String names, String contentHash) {
        StringBuilder lines = new StringBuilder();
        headers.forEach(
                (name, value) -> lines.append(name).append(':').append(value).append('\n'));
        String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        return String.join("\n", method, uri.getRawPath(), query, lines, names, contentHash);
    }

    private byte[] signingKey(String scope) {
        byte[] made = ("AWS4" + key.secret()).getBytes(UTF_8);
        for (String part : scope.split("/", -1)) {
            made = hmac(made, part);
        }
        return made;
    }

    private static byte[] hmac(byte[] secret, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, mac.getAlgorithm()));
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
