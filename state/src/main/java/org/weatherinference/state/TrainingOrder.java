package org.weatherinference.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.weatherinference.model.BundleException;
import org.weatherinference.model.JsonObject;
import org.weatherinference.model.JsonText;

/**
 * What a training shall do: what is posted, and what a worker reads from its job. Nothing in it can name a file or be
 * taken for an option.
 *
 * @param bundle the name of the bundle to make
 * @param sources what it learns from, all of them together
 * @param start the bundle to begin with; null for the trainer's own choice
 * @param settings as text; the trainer's own values for the rest
 */
public record TrainingOrder(
        String bundle,
        List<DatasetSource> sources,
        @Nullable String start,
        Map<TrainingSetting, String> settings) {
    /** In what is kept as a job's dataset. */
    static final String SOURCES = "sources";

    private static final String WHAT = "the job";
    private static final int MOST_SOURCES = 16;
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,63}");
    private static final Pattern REFERENCE = Pattern.compile(NAME + "(:([1-9][0-9]{0,8}|" + NAME + "))?");

    /** Copies both collections. */
    public TrainingOrder {
        sources = List.copyOf(sources);
        Map<TrainingSetting, String> sorted = new EnumMap<>(TrainingSetting.class);
        sorted.putAll(settings);
        settings = Collections.unmodifiableMap(sorted);
    }

    /**
     * Reads {@code {"bundle":"weather","dataset":[{"folder":"city"}],"from":"weather:latest","settings":{"epochs":4}}}.
     *
     * @throws StateException.Invalid naming what is wrong with it
     */
    public static TrainingOrder parse(byte[] json) throws StateException.Invalid {
        try {
            JsonObject order = JsonObject.parse(WHAT, json);
            String bundle = checked("bundle", order.string("bundle"), NAME);
            List<DatasetSource> sources = sources(order.optionalObjects("dataset"));
            String start = order.has("from") ? checked("from", order.string("from"), REFERENCE) : null;
            Map<TrainingSetting, String> settings = settings(order.optionalObject("settings"));
            order.end();
            return new TrainingOrder(bundle, sources, start, settings);
        } catch (BundleException | IllegalArgumentException wrong) {
            throw new StateException.Invalid(Objects.toString(wrong.getMessage()));
        }
    }

    /** What a job was asked to do. */
    public static TrainingOrder of(Job job) throws StateException.Invalid {
        try {
            return new TrainingOrder(
                    job.bundle(),
                    sources(JsonObject.parse(WHAT, job.dataset().getBytes(UTF_8))
                            .optionalObjects(SOURCES)),
                    job.start(),
                    settings(JsonObject.parse(WHAT, job.settings().getBytes(UTF_8))));
        } catch (BundleException | IllegalArgumentException wrong) {
            throw new StateException.Invalid("the training job " + job.id()
                    + " was made by another version of this program: " + wrong.getMessage());
        }
    }

    private static String checked(String field, String value, Pattern rule) throws StateException.Invalid {
        if (!rule.matcher(value).matches()) {
            throw new StateException.Invalid(WHAT + ": \"" + field + "\" is \"" + value + "\", must be "
                    + (rule.equals(NAME)
                            ? "a bundle's name: lower-case letters, digits and hyphens, at most 64"
                            : "a bundle such as weather or weather:3"));
        }
        return value;
    }

    private static List<DatasetSource> sources(List<JsonObject> items) throws BundleException {
        if (items.size() > MOST_SOURCES) {
            throw new IllegalArgumentException(
                    WHAT + ": \"dataset\" has " + items.size() + " sources, limit is " + MOST_SOURCES);
        }
        List<DatasetSource> sources = new ArrayList<>();
        for (JsonObject item : items) {
            sources.add(DatasetSource.of(item));
        }
        return sources;
    }

    private static Map<TrainingSetting, String> settings(@Nullable JsonObject json)
            throws BundleException, StateException.Invalid {
        Map<TrainingSetting, String> settings = new EnumMap<>(TrainingSetting.class);
        if (json != null) {
            for (String name : json.names()) {
                TrainingSetting setting = TrainingSetting.of(name);
                settings.put(setting, setting.checked(json.text(name)));
            }
        }
        return settings;
    }

    /** The same with a further source. */
    public TrainingOrder with(DatasetSource source) {
        List<DatasetSource> all = new ArrayList<>(sources);
        all.add(source);
        return new TrainingOrder(bundle, all, start, settings);
    }

    /**
     * As a job.
     *
     * @param createdBy the id of a key; null for the command line
     * @throws StateException.Invalid where there is nothing to learn from
     */
    public NewJob job(@Nullable String createdBy) throws StateException.Invalid {
        if (sources.isEmpty()) {
            throw new StateException.Invalid(WHAT + ": \"dataset\" is empty, must name what to learn from:"
                    + " [{\"folder\":\"NAME\"}], [{\"feedback\":true}], or a zip file sent with it");
        }
        return new NewJob(
                bundle, JsonText.line(JsonText.object(SOURCES, sourcesJson())), start, settingsJson(), createdBy);
    }

    private List<Map<String, @Nullable Object>> sourcesJson() {
        return sources.stream().map(DatasetSource::json).toList();
    }

    private String settingsJson() {
        return JsonText.line(settingsByName());
    }

    /** The settings by their names. */
    public Map<String, @Nullable Object> settingsByName() {
        Map<String, @Nullable Object> named = JsonText.object();
        settings.forEach((setting, value) -> named.put(setting.toString(), value));
        return named;
    }
}
