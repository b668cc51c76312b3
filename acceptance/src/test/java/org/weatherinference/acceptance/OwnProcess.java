package org.weatherinference.acceptance;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.weatherinference.cli.Main;

/** {@code weather} in a process of its own, out of the classes that are tested, without the launcher. */
final class OwnProcess {
    private OwnProcess() {}

    /**
     * A command that is about to start.
     *
     * @param home its user's folder
     * @param flags of Java
     * @param arguments of {@code weather}
     */
    static ProcessBuilder of(Path home, List<String> flags, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("WEATHER_HOME", home.toString());
        return builder;
    }
}
