package org.example.weatherservice;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.util.LinkedMultiValueMap;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@AutoConfigureRestTestClient
class WeatherServiceTest {
    @Autowired
    private RestTestClient client;

    @Test
    void photo_isAnswered() {
        post(new FileSystemResource("../../samples/rain.jpg"))
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.verdict")
                .isEqualTo("raining")
                .jsonPath("$.probabilities.raining")
                .isNumber()
                .jsonPath("$.explanation")
                .doesNotExist();
    }

    @Test
    void whatIsNoPhoto_isAProblem() {
        assertProblem(new FileSystemResource("../../samples/rain.svg"), HttpStatus.UNSUPPORTED_MEDIA_TYPE);
        assertProblem(named(new byte[100]), HttpStatus.UNPROCESSABLE_CONTENT);
        assertProblem(named(new byte[20 * 1024 * 1024 + 1]), HttpStatus.CONTENT_TOO_LARGE);
    }

    private void assertProblem(Resource photo, HttpStatus status) {
        post(photo)
                .expectStatus()
                .isEqualTo(status)
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.detail")
                .isNotEmpty();
    }

    private RestTestClient.ResponseSpec post(Resource photo) {
        var form = new LinkedMultiValueMap<String, Object>();
        form.add("photo", photo);
        return client.post()
                .uri("/weather")
                .contentType(MediaType.MULTIPART_FORM_DATA)
                .body(form)
                .exchange();
    }

    /** A form's part is a file by its name. */
    private static Resource named(byte[] content) {
        return new ByteArrayResource(content) {
            @Override
            public String getFilename() {
                return "photo.jpg";
            }
        };
    }
}
