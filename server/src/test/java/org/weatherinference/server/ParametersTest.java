package org.weatherinference.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParametersTest {
    @TempDir
    private static Path folder;

    private static Scene scene;

    @BeforeAll
    static void start() throws Exception {
        scene = Scene.start(folder);
    }

    @AfterAll
    static void stop() {
        scene.close();
    }

    private static void assertRefused(HttpResponse<String> answer, String why) {
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"type\":\"bad-request\"", why);
    }

    @Test
    void misspelledParameter_isRefusedWithTheNearest() throws Exception {
        assertRefused(
                scene.post("/v1/classify?explian=true", "image/png", Scene.RED),
                "there is no parameter \\\"explian\\\"; did you mean explain?");
    }

    @Test
    void otherParameter_isRefusedWithThoseThereAre() throws Exception {
        assertRefused(scene.get("/v1/classify?telephone=1"), "\\\"telephone\\\"; there is explain, model, url\"");
    }

    @Test
    void parameterWhereNoneIsTaken_isRefused() throws Exception {
        assertRefused(scene.get("/v1/models?page=2"), "\\\"page\\\"; none is taken here");
    }

    @Test
    void parameterGivenTwice_isRefused() throws Exception {
        assertRefused(
                scene.post("/v1/classify?model=sun-rain&model=sun-rain", "image/png", Scene.RED), "is given twice");
    }

    @Test
    void flagThatIsNeitherTrueNorFalse_isRefused() throws Exception {
        assertRefused(
                scene.post("/v1/classify?explain=yes", "image/png", Scene.RED),
                "explain is \\\"yes\\\", must be true or false");
    }
}
