package org.weatherinference.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassifyTest {
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

    @Test
    void rawPhoto_isAnswered() throws Exception {
        HttpResponse<String> answer = scene.classify(Scene.RED);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"label\":\"red\"");
    }

    @Test
    void formWithOnePhoto_isAnsweredWithItsName() throws Exception {
        HttpResponse<String> answer = scene.form(Form.empty().photo("sky.png", Scene.BLUE));
        assertThat(answer.body()).startsWith("{\"id\"").contains("\"label\":\"blue\"", "\"photo\":\"sky.png\"");
    }

    @Test
    void formWithSeveral_keepsOrderAndNames_andOneBadPhotoHurtsNoOther() throws Exception {
        HttpResponse<String> answer = scene.form(Form.empty()
                .photo("1.png", Scene.RED)
                .photo("2.txt", "no photo".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .photo("3.png", Scene.BLUE));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .startsWith("{\"answers\":[")
                .containsSubsequence(
                        "\"label\":\"red\"",
                        "\"photo\":\"1.png\"",
                        "not-a-photo",
                        "2.txt",
                        "\"label\":\"blue\"",
                        "3.png");
    }

    @Test
    void explanation_comesWhenAskedFor() throws Exception {
        assertThat(scene.post("/v1/classify?explain=true", "image/png", Scene.RED)
                        .body())
                .contains("\"heatmap\":\"data:image/png;base64,", "\"region\":{");
        assertThat(scene.classify(Scene.RED).body()).doesNotContain("explanation");
    }
}
