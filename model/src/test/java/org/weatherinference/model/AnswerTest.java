package org.weatherinference.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.weatherinference.photo.Adjustment;

class AnswerTest {
    private static final Prediction PREDICTION =
            new Prediction(List.of("raining", "sunny"), List.of(0.973f, 0.027f), 0.8);

    @Test
    void classified_hasTheDesignsWordsInTheirOrder() {
        assertThat(answer(PREDICTION).toJson()).isEqualTo("""
                        {"id":"7","label":"raining","verdict":"raining","confidence":0.973,\
                        "probabilities":{"raining":0.973,"sunny":0.027},\
                        "model":"sun-rain:1","applied":["exif-orientation-6"],\
                        "millis":{"decode":1.2,"classify":3.3}}""");
    }

    @Test
    void photoAndExplanation_comeLast() {
        var heat = new Answer.Heat("data:image/png;base64,AA==", new Explanation.Region(1, 2, 3, 4), null);
        assertThat(answer(PREDICTION).about("a \"b\".jpg").with(heat).toJson()).endsWith("""
                        },"photo":"a \\"b\\".jpg","explanation":{"heatmap":"data:image/png;base64,AA==",\
                        "region":{"x":1,"y":2,"width":3,"height":4}}}""");
    }

    @Test
    void failed_hasErrorInTheAnswersPlace() {
        var failed = new Answer.Failed("7", ProblemType.NOT_A_PHOTO.with("truncated JPEG"), "a.jpg");
        assertThat(failed.toJson()).isEqualTo("""
                        {"id":"7","error":{"type":"not-a-photo","title":"Not a readable photo","status":422,\
                        "detail":"truncated JPEG"},"photo":"a.jpg"}""");
    }

    @Test
    void tinyProbability_hasNoExponent() {
        var prediction = new Prediction(List.of("a", "b"), List.of(1f, 1.2e-8f), 0.5);
        assertThat(answer(prediction).toJson()).contains("{\"a\":1.0,\"b\":0.000000012}");
    }

    @Test
    void everyProbability_readsBackTheSame() {
        var random = new Random(5);
        for (int i = 0; i < 10_000; i++) {
            float probability = Float.intBitsToFloat(random.nextInt(Float.floatToIntBits(1f) + 1));
            String json = JsonText.line(JsonText.object("p", probability));
            String text = json.substring("{\"p\":".length(), json.length() - 1);
            assertThat(Float.parseFloat(text)).isEqualTo(probability);
            assertThat(text).doesNotContain("E");
        }
    }

    @Test
    void confidenceBelowThreshold_isUnsure() {
        var prediction = new Prediction(List.of("raining", "sunny"), List.of(0.25f, 0.75f), 0.8);
        assertThat(answer(prediction).verdict()).isEqualTo("unsure");
        assertThat(answer(prediction).label()).isEqualTo("sunny");
    }

    private static Answer.Classified answer(Prediction prediction) {
        return Answer.Classified.of(
                "7", prediction, "sun-rain:1", List.of(Adjustment.EXIF_ORIENTATION_6), new Answer.Millis(1.23, 3.26));
    }
}
