package org.weatherinference.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.weatherinference.model.JsonText;
import org.weatherinference.state.Job;
import org.weatherinference.state.JobEvent;

/** A training job in words. */
final class JobText {
    /** Above the {@link #cells}. */
    static final List<String> HEAD = List.of("ID", "BUNDLE", "STATE", "CREATED", "WORKER", "HOW FAR");

    private JobText() {}

    static List<String> cells(Job job) {
        return List.of(
                job.id(),
                job.bundle(),
                job.state().toString(),
                second(job.created()),
                Objects.requireNonNullElse(job.worker(), "-"),
                howFar(job));
    }

    private static String howFar(Job job) {
        if (job.result() != null) {
            return job.result();
        }
        if (job.error() != null) {
            return job.error();
        }
        return job.fields().get("progress") instanceof Map<?, ?> progress ? words(progress) : "-";
    }

    /** All of it, a line each. */
    static String page(Job job) {
        StringBuilder page = new StringBuilder();
        job.fields().forEach((name, value) -> {
            if (value != null) {
                page.append(String.format(Locale.ROOT, "%-10s %s%n", name, text(name, value)));
            }
        });
        return page.toString();
    }

    private static String text(String name, Object value) {
        return switch (value) {
            case Map<?, ?> progress when name.equals("progress") -> words(progress);
            case Map<?, ?> settings ->
                settings.isEmpty() ? "-" : settings.toString().replaceAll("[{}]", "");
            case List<?> sources -> JsonText.array(sources);
            default -> value.toString();
        };
    }

    /** What happened, with its time of day. */
    static String line(JobEvent event) {
        String words = event.fields().get("progress") instanceof Map<?, ?> progress ? words(progress) : event.text();
        return second(event.at()) + " " + event.kind() + ": " + words;
    }

    private static String second(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String words(Map<?, ?> progress) {
        String words = "epoch " + progress.get("epoch") + " of " + progress.get("epochs") + ", photo "
                + progress.get("photos") + " of " + progress.get("photosAnEpoch") + ", loss " + progress.get("loss");
        if (progress.get("heldOutError") instanceof Number error) {
            words += String.format(Locale.ROOT, ", error %.2f %%", 100 * error.doubleValue());
        }
        words += ", " + progress.get("photosPerSecond") + " photos/s";
        return progress.get("secondsLeft") instanceof Number seconds ? words + ", " + left(seconds) : words;
    }

    private static String left(Number seconds) {
        Duration left = Duration.ofSeconds(seconds.longValue());
        return String.format(
                Locale.ROOT, "%d:%02d:%02d left", left.toHours(), left.toMinutesPart(), left.toSecondsPart());
    }
}
