package org.weatherinference.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.weatherinference.evaluation.Case;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What was once answered to the photos of a dataset, kept in a file: one JSON object a line, with {@code photo}, its
 * path in the dataset, and {@code probabilities} by label. Immutable.
 *
 * <p>Best are answers of networks that never saw the photo, as a cross-validation gives them: such a network has not
 * learnt a wrong label by heart, so what it says tells how doubtful the label is.
 */
final class RecordedAnswers {
    /** How names of such files end. */
    static final String ENDING = ".jsonl";

    private static final JsonMapper JSON = new JsonMapper();

    private final Map<String, float[]> byPath;

    private RecordedAnswers(Map<String, float[]> byPath) {
        this.byPath = byPath;
    }

    /**
     * Reads a file.
     *
     * @param labels in whose order the probabilities are given back
     * @throws TrainingException naming the line that is no answer for exactly these labels
     */
    static RecordedAnswers read(Path file, List<String> labels) throws TrainingException {
        Map<String, float[]> byPath = new HashMap<>();
        int number = 0;
        try {
            for (String line : Files.readAllLines(file)) {
                number++;
                JsonNode answer = JSON.readTree(line);
                byPath.put(answer.path("photo").stringValue(), probabilities(answer.path("probabilities"), labels));
            }
        } catch (NoSuchFileException e) {
            throw new TrainingException("there is no file " + file, e);
        } catch (IOException e) {
            throw new TrainingException(file + " cannot be read: " + e.getMessage(), e);
        } catch (JacksonException | IllegalArgumentException e) {
            throw new TrainingException(
                    file + ", line " + number + " is no answer with a photo and probabilities of "
                            + String.join(", ", labels),
                    e);
        }
        return new RecordedAnswers(byPath);
    }

    private static float[] probabilities(JsonNode byLabel, List<String> labels) {
        float[] probabilities = new float[labels.size()];
        float sum = 0;
        for (int i = 0; i < probabilities.length; i++) {
            probabilities[i] = byLabel.path(labels.get(i)).floatValue();
            if (!(probabilities[i] >= 0)) {
                throw new IllegalArgumentException("probability " + probabilities[i]);
            }
            sum += probabilities[i];
        }
        if (byLabel.size() != labels.size() || Math.abs(sum - 1) > 0.01) {
            throw new IllegalArgumentException("probabilities " + byLabel);
        }
        return probabilities;
    }

    /** Writes what was answered, in the order of the paths: the whole file or, where that fails, none. */
    static void write(Path file, Stream<Case> cases) throws IOException {
        Path fresh = file.resolveSibling("." + file.getFileName());
        Files.write(
                fresh,
                cases.map(one -> Map.entry(one.entry().path(), line(one)))
                        .sorted(Map.Entry.comparingByKey())
                        .map(Map.Entry::getValue)
                        .toList());
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String line(Case one) {
        ObjectNode answer = JSON.createObjectNode().put("photo", one.entry().path());
        ObjectNode probabilities = answer.putObject("probabilities");
        one.prediction().byLabel().forEach(probabilities::put);
        return answer.toString();
    }

    /** Of a photo, in the order of the labels; null where it is not among them. */
    float @Nullable [] of(String path) {
        return byPath.get(path);
    }
}
