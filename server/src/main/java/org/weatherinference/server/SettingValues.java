package org.weatherinference.server;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.weatherinference.model.Spelling;

/** What was set, each with the place where it was, so that a complaint can name it. */
final class SettingValues {
    /** Variables of that beginning which are no settings of the server. */
    private static final List<String> OTHER_VARIABLES = List.of("WEATHER_HOME", "WEATHER_CONFIG");
    /** By which Heroku, Render and Cloud Run say where a server must listen: docs/decisions/080. */
    private static final String PLATFORM_PORT = "PORT";
    /** What Kubernetes sets in every container for a service called "weather". */
    private static final Pattern SERVICE_LINK = Pattern.compile("WEATHER_(SERVICE_.*|PORT_\\d+_(TCP|UDP).*)");

    private final Map<Setting, Value> values = new EnumMap<>(Setting.class);

    private SettingValues() {}

    private record Value(String text, String place) {}

    /** Later sources give way to earlier ones. */
    static SettingValues of(Map<Setting, String> flags, Map<String, String> environment, @Nullable Path file)
            throws SettingException {
        SettingValues all = new SettingValues();
        flags.forEach((setting, text) -> all.put(setting, text, "--" + setting.key()));
        all.readEnvironment(environment);
        if (file != null) {
            all.readFile(file);
        }
        String port = environment.get(PLATFORM_PORT);
        if (port != null) {
            all.put(Setting.PORT, port, PLATFORM_PORT);
        }
        return all;
    }

    private void put(Setting setting, String text, String place) {
        values.putIfAbsent(setting, new Value(text.strip(), place));
    }

    private void readEnvironment(Map<String, String> environment) throws SettingException {
        for (var variable : environment.entrySet()) {
            String name = variable.getKey();
            if (name.startsWith("WEATHER_")
                    && !OTHER_VARIABLES.contains(name)
                    && !SERVICE_LINK.matcher(name).matches()) {
                Optional<Setting> setting = Setting.ofVariable(name);
                if (setting.isEmpty()) {
                    throw unknown("environment variable " + name, name, variables());
                }
                put(setting.get(), variable.getValue(), name);
            }
        }
    }

    private static List<String> variables() {
        List<String> all = new ArrayList<>(OTHER_VARIABLES);
        Arrays.stream(Setting.values()).map(Setting::variable).forEach(all::add);
        return all;
    }

    private void readFile(Path file) throws SettingException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException fault) {
            throw new SettingException("settings file " + file + " cannot be read: " + fault);
        }
        for (String key : properties.stringPropertyNames()) {
            Optional<Setting> setting = Setting.ofKey(key);
            if (setting.isEmpty()) {
                throw unknown("\"" + key + "\" in " + file, key, Setting.keys());
            }
            put(setting.get(), properties.getProperty(key), key + " in " + file);
        }
    }

    private static SettingException unknown(String what, String name, List<String> known) {
        return new SettingException(what + " is no setting" + Spelling.hint(name, known));
    }

    private String text(Setting setting) {
        Value value = values.get(setting);
        return value == null ? setting.standard() : value.text();
    }

    /** Empty where neither a value nor a default is. */
    Optional<String> string(Setting setting) {
        return Optional.of(text(setting)).filter(text -> !text.isEmpty());
    }

    List<String> strings(Setting setting) {
        return Arrays.stream(text(setting).split(","))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    Optional<Path> file(Setting setting) throws SettingException {
        Optional<Path> file = string(setting).map(Path::of);
        if (file.isPresent() && !Files.isReadable(file.get())) {
            throw wrong(setting, "must be a file that can be read");
        }
        return file;
    }

    boolean truth(Setting setting) throws SettingException {
        return switch (text(setting).toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(setting, "must be true or false");
        };
    }

    int number(Setting setting, int least, int most) throws SettingException {
        try {
            int number = Integer.parseInt(text(setting));
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException _) {
            // Refused below, like a number that is out of range.
        }
        throw wrong(setting, "must be a whole number from " + least + " to " + most + serviceLink(setting));
    }

    /** The trap that catches whoever names a Kubernetes service like the program. */
    private String serviceLink(Setting setting) {
        return text(setting).startsWith("tcp://")
                ? "; Kubernetes set it for a service of that name: set enableServiceLinks to false"
                : "";
    }

    Duration seconds(Setting setting, int least, int most) throws SettingException {
        return Duration.ofSeconds(number(setting, least, most));
    }

    /** As {@link #wrong}, without the value. */
    SettingException wrongSecret(Setting setting, String rule) {
        Value value = values.get(setting);
        return new SettingException((value == null ? setting.key() : value.place()) + " " + rule);
    }

    /** @param rule as in "must be …" */
    SettingException wrong(Setting setting, String rule) {
        Value value = values.get(setting);
        String place = value == null ? setting.key() : value.place();
        return new SettingException(place + " is \"" + text(setting) + "\", " + rule);
    }
}
