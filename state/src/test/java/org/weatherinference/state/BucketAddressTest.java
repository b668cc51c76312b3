package org.weatherinference.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BucketAddressTest {
    @Test
    void everyPart_isTaken() throws StateException {
        assertThat(BucketAddress.parse(
                        "s3://photos/of visitors/2026?endpoint=https://minio.example.org:9000/s3/&region=eu-central-1"))
                .isEqualTo(new BucketAddress(
                        "photos",
                        "of visitors/2026/",
                        URI.create("https://minio.example.org:9000/s3"),
                        "eu-central-1"));
    }

    @Test
    void withBucketAndRegionAlone_itIsAmazons() throws StateException {
        BucketAddress address = BucketAddress.parse("s3://photos?region=eu-west-3");
        assertThat(address.endpoint()).hasToString("https://s3.eu-west-3.amazonaws.com");
        assertThat(address.prefix()).isEmpty();
        assertThat(BucketAddress.parse("s3://photos/").region()).isEqualTo("us-east-1");
    }

    @Test
    void portThatGoesWithoutSaying_isNotNamed() throws StateException {
        assertThat(BucketAddress.parse("s3://photos?endpoint=https://h.example:443")
                        .endpoint())
                .hasToString("https://h.example");
        assertThat(BucketAddress.parse("s3://photos?endpoint=http://h.example:443")
                        .endpoint())
                .hasToString("http://h.example:443");
        assertThat(BucketAddress.parse("s3://photos?endpoint=http://[::1]:80").endpoint())
                .hasToString("http://[::1]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            s3://                                       | has the bucket ""
            s3://ab                                     | has the bucket "ab"
            s3://Photos                                 | has the bucket "Photos"
            s3://photos//x                              | has the prefix "/x"
            s3://photos/a/../b                          | has the prefix "a/../b"
            s3://photos?endpont=https://h               | the parameter "endpont", which there is not
            s3://photos?region=a&region=b               | has the parameter "region" twice
            s3://photos?region=                         | has the region ""
            s3://photos?region                          | has the region ""
            s3://photos?endpoint=minio.example.org      | has the endpoint "minio.example.org"
            s3://photos?endpoint=ftp://minio            | has the endpoint "ftp://minio"
            s3://photos?endpoint=https://               | has the endpoint "https://"
            s3://photos?endpoint=https://h/?x           | has the endpoint "https://h/?x"
            s3://photos?endpoint=                       | has the endpoint ""
            """)
    void wrongPart_isNamed(String place, String part) {
        assertThatThrownBy(() -> BucketAddress.parse(place))
                .isInstanceOf(StateException.Invalid.class)
                .hasMessageContaining(part)
                .hasMessageContaining(
                        "must be a folder or s3://BUCKET/PREFIX?endpoint=URL&region=REGION, such as s3://");
    }

    @Test
    void misspeltParameter_isGuessed() {
        assertThatThrownBy(() -> BucketAddress.parse("s3://photos?endpont=https://h"))
                .hasMessageEndingWith("; did you mean endpoint?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3://ID:hunter2@photos/x",
                "s3://ID:hunter2/abc@photos",
                "s3://ID:hunter2",
                "s3://photos?endpoint=https://ID:hunter2@minio.example.org",
                "s3://photos?secret=hunter2",
                "s3://photos?endpoint=https://minio.example.org&hunter=hunter2"
            })
    void secretInAnAddress_isRefusedAndNotShown(String place) {
        assertThatThrownBy(() -> BucketAddress.parse(place))
                .isInstanceOf(StateException.Invalid.class)
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void key_isTakenFromTheEnvironment_andNeverShown() throws StateException {
        BucketKey key = BucketKey.of(Map.of(BucketKey.ID, "id", BucketKey.SECRET, "hunter2\n", BucketKey.TOKEN, "t"));
        assertThat(key).isEqualTo(new BucketKey("id", "hunter2", "t"));
        assertThat(key.toString()).doesNotContain("hunter2", "t\"");
        assertThat(BucketKey.of(Map.of(BucketKey.ID, "id", BucketKey.SECRET, "s", BucketKey.TOKEN, ""))
                        .token())
                .isNull();
    }

    @Test
    void missingKey_isSaid() {
        assertThatThrownBy(() -> BucketKey.of(Map.of(BucketKey.ID, "id", BucketKey.SECRET, " ")))
                .isInstanceOf(StateException.Invalid.class)
                .hasMessageContaining("AWS_SECRET_ACCESS_KEY is not set");
    }
}
