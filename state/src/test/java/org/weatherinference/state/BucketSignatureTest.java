package org.weatherinference.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

class BucketSignatureTest {
    private static final Instant NOW = Instant.parse("2026-11-05T07:08:09.123Z");
    private static final SortedMap<String, String> JPEG = new TreeMap<>(Map.of("content-type", "image/jpeg"));
    private static final byte[] NOTHING = new byte[0];

    /** As printed in Amazon's description of its signature, with a key that opens nothing. */
    private static String published(String uri) {
        BucketKey key = new BucketKey("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", null);
        return String.valueOf(new BucketSignature(key, "us-east-1")
                .headers(
                        "GET",
                        URI.create(uri),
                        Collections.emptySortedMap(),
                        Secret.hash(NOTHING),
                        Instant.parse("2013-05-24T00:00:00Z"))
                .get("authorization"));
    }

    @Test
    void publishedExamples_getTheirSignatures() {
        assertThat(published("https://examplebucket.s3.amazonaws.com/?lifecycle="))
                .isEqualTo("AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
                        + " SignedHeaders=host;x-amz-content-sha256;x-amz-date,"
                        + " Signature=fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
        assertThat(published("https://examplebucket.s3.amazonaws.com/?max-keys=2&prefix=J"))
                .endsWith("Signature=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
    }

    private static SortedMap<String, String> ours(
            BucketKey key, String method, URI uri, SortedMap<String, String> headers, byte[] content) {
        return new BucketSignature(key, "eu-central-1").headers(method, uri, headers, Secret.hash(content), NOW);
    }

    /** What Amazon's own signer makes of the same request. */
    private static SortedMap<String, String> theirs(
            BucketKey key, String method, URI uri, SortedMap<String, String> headers, byte[] content) {
        SdkHttpRequest.Builder request =
                SdkHttpRequest.builder().method(SdkHttpMethod.fromValue(method)).uri(uri);
        headers.forEach(request::putHeader);
        SdkHttpRequest signed = AwsV4HttpSigner.create()
                .sign(signing -> signing.identity(identity(key))
                        .request(request.build())
                        .payload(() -> new ByteArrayInputStream(content))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-central-1")
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                        .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                        .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(NOW, ZoneOffset.UTC)))
                .request();
        SortedMap<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        signed.forEachHeader((name, values) -> all.put(name, String.join(",", values)));
        return all;
    }

    private static AwsCredentialsIdentity identity(BucketKey key) {
        return key.token() == null
                ? AwsCredentialsIdentity.create(key.id(), key.secret())
                : AwsSessionCredentialsIdentity.create(key.id(), key.secret(), key.token());
    }

    private static void assertSame(
            BucketKey key, String method, URI uri, SortedMap<String, String> headers, byte[] content) {
        SortedMap<String, String> theirs = theirs(key, method, uri, headers, content);
        ours(key, method, uri, headers, content)
                .forEach((name, value) -> assertThat(theirs).as(uri.toString()).containsEntry(name, value));
    }

    private static BucketAddress address(String place) throws StateException {
        return BucketAddress.parse(place);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "with space",
                "ünï/cødé/天気/☔🌦",
                "a+b&c=d;e,f:g",
                "%25/%2F",
                "~tilde/-_.",
                "(b)[r]{a}<c>'k'\"e\"!t*",
                "double//slash",
                "$dollar#hash\\back|bar^hat`tick"
            })
    void oddNames_areSignedAsAmazonDoes(String name) throws StateException {
        for (String place : new String[] {
            "s3://photos?region=eu-central-1",
            "s3://photos?endpoint=http://127.0.0.1:9000&region=eu-central-1",
            "s3://photos?endpoint=https://example.org:443/storage/v1/s3/&region=eu-central-1"
        }) {
            BucketAddress address = address(place);
            URI object = address.object(name);
            assertSame(BucketServer.KEY, "PUT", object, JPEG, name.getBytes(UTF_8));
            assertSame(BucketServer.KEY, "GET", object, Collections.emptySortedMap(), NOTHING);
            assertSame(BucketServer.KEY, "DELETE", object, Collections.emptySortedMap(), NOTHING);
            URI list = address.query(
                    new TreeMap<>(Map.of("list-type", "2", "prefix", name, "continuation-token", name + "/+=")));
            assertSame(BucketServer.KEY, "GET", list, Collections.emptySortedMap(), NOTHING);
        }
    }

    @Test
    void randomNamesAndKeys_areSignedAsAmazonDoes() throws StateException {
        Random random = new Random(11);
        BucketAddress address = address("s3://photos?endpoint=https://minio.example.org&region=eu-central-1");
        for (int i = 0; i < 300; i++) {
            String name = random.ints(1 + random.nextInt(30), 0x20, 0x3000)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            BucketKey key = new BucketKey("K" + i, Secret.secret() + "/+", i % 2 == 0 ? Secret.secret() : null);
            byte[] content = new byte[random.nextInt(3000)];
            random.nextBytes(content);
            assertSame(key, "PUT", address.object("p/" + name), JPEG, content);
            assertSame(
                    key,
                    "GET",
                    address.query(new TreeMap<>(Map.of("prefix", name, "list-type", "2"))),
                    Collections.emptySortedMap(),
                    NOTHING);
        }
    }

    @Test
    void temporaryKey_hasItsTokenSignedToo() throws StateException {
        BucketKey key = new BucketKey("a-key", "its secret", "its/token+");
        URI object = address("s3://photos?region=eu-central-1").object("name");
        assertSame(key, "GET", object, Collections.emptySortedMap(), NOTHING);
        assertThat(ours(key, "GET", object, Collections.emptySortedMap(), NOTHING))
                .containsEntry("x-amz-security-token", "its/token+")
                .hasEntrySatisfying(
                        "authorization",
                        value -> assertThat(value)
                                .contains(";x-amz-security-token,")
                                .doesNotContain("its secret"));
    }
}
