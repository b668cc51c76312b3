package org.weatherinference.training;

import java.util.List;
import java.util.Locale;
import org.weatherinference.evaluation.Case;
import org.weatherinference.evaluation.Evaluation;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What came of one part of a cross-validation.
 *
 * @param part what it is called
 * @param evaluation of the trained network on what was left out
 * @param headWrong wrong answers of a {@link LinearHead} to the same
 */
record PartResult(String part, Evaluation evaluation, int headWrong) {
    /** A part is hard, and worth a comparison, where the linear head is wrong at least so often. */
    private static final int HARD = 10;

    private static final JsonMapper JSON = new JsonMapper();

    private int photos() {
        return evaluation.metrics().photos();
    }

    private int wrong() {
        return evaluation.metrics().wrong();
    }

    String text() {
        return String.format(
                Locale.ROOT,
                "%s: %d of %d wrong, %s; a linear head on the network as it was: %d, %s",
                part,
                wrong(),
                photos(),
                percent(wrong(), photos()),
                headWrong,
                percent(headWrong, photos()));
    }

    /** One object on one line. */
    String json() {
        ObjectNode result = JSON.createObjectNode().put("part", part);
        put(result, photos(), wrong(), headWrong);
        return result.toString();
    }

    /** All parts as one, and the hard ones compared with the linear head. */
    static String text(List<PartResult> parts) {
        List<PartResult> hard = hard(parts);
        String pooled = "all parts\n" + pooled(parts).text();
        if (hard.isEmpty()) {
            return pooled + "The linear head is nowhere wrong " + HARD + " times, so there is nothing to compare.\n";
        }
        int photos = hard.stream().mapToInt(PartResult::photos).sum();
        int wrong = hard.stream().mapToInt(PartResult::wrong).sum();
        int headWrong = hard.stream().mapToInt(PartResult::headWrong).sum();
        return pooled
                + String.format(
                        Locale.ROOT,
                        "The %d parts on which the linear head is wrong at least %d times: error %s, the head's %s,"
                                + " ratio %.2f%n",
                        hard.size(),
                        HARD,
                        percent(wrong, photos),
                        percent(headWrong, photos),
                        (double) wrong / headWrong);
    }

    /** The same facts as one object on one line. */
    static String json(List<PartResult> parts) {
        List<PartResult> hard = hard(parts);
        int wrong = hard.stream().mapToInt(PartResult::wrong).sum();
        int headWrong = hard.stream().mapToInt(PartResult::headWrong).sum();
        ObjectNode compared = JSON.createObjectNode().put("parts", hard.size());
        put(compared, hard.stream().mapToInt(PartResult::photos).sum(), wrong, headWrong);
        if (headWrong > 0) {
            compared.put("ratio", (double) wrong / headWrong);
        }
        ObjectNode all = JSON.createObjectNode();
        all.set("pooled", JSON.readTree(pooled(parts).json()));
        all.set("hard", compared);
        return all.toString();
    }

    /** All parts' answers as one evaluation. */
    static Evaluation pooled(List<PartResult> parts) {
        List<Case> cases = parts.stream()
                .<Case>flatMap(part -> part.evaluation.cases().stream())
                .toList();
        return new Evaluation(parts.getFirst().evaluation.labels(), cases);
    }

    private static List<PartResult> hard(List<PartResult> parts) {
        return parts.stream().filter(part -> part.headWrong >= HARD).toList();
    }

    private static void put(ObjectNode node, int photos, int wrong, int headWrong) {
        node.put("photos", photos).put("wrong", wrong).put("headWrong", headWrong);
        if (photos > 0) {
            node.put("error", (double) wrong / photos).put("headError", (double) headWrong / photos);
        }
    }

    private static String percent(int wrong, int photos) {
        return String.format(Locale.ROOT, "%.1f %%", 100.0 * wrong / photos);
    }
}
