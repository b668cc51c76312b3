package org.weatherinference.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A tar file of an image, taken apart as a container engine does, and run by bubblewrap as the image says: its entry
 * point, its environment, its user, and a root that is only read.
 *
 * @param root with all layers
 * @param config what the image says of how to be run
 */
record UnpackedImage(Path root, JsonNode config) {
    private static final JsonMapper JSON = new JsonMapper();

    /** Whether bubblewrap is there, and may do what it must. */
    static boolean canRun() throws InterruptedException {
        try {
            return new ProcessBuilder("bwrap", "--ro-bind", "/", "/", "--unshare-user", "--uid", "10001", "true")
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException _) {
            return false;
        }
    }

    static UnpackedImage of(Path tar, Path folder) throws IOException, InterruptedException {
        Path parts = Files.createDirectories(folder.resolve("parts"));
        Path root = Files.createDirectories(folder.resolve("root"));
        tar("xf", tar, parts);
        JsonNode list = JSON.readTree(parts.resolve("manifest.json")).get(0);
        for (JsonNode layer : list.get("Layers")) {
            tar("xzf", parts.resolve(layer.asString()), root);
        }
        JsonNode described = JSON.readTree(parts.resolve(list.get("Config").asString()));
        return new UnpackedImage(root, described.get("config"));
    }

    private static void tar(String what, Path file, Path folder) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("tar", what, file.toString(), "-C", folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor() != 0) {
            throw new IOException(file + " cannot be unpacked");
        }
    }

    /** Starts the entry point with these arguments; the server listens at that port, and the probe asks there. */
    Process start(int port, Path out, Path err, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("bwrap", "--ro-bind", root.toString(), "/"));
        command.addAll(List.of("--proc", "/proc", "--dev", "/dev", "--unshare-user", "--unshare-pid", "--clearenv"));
        String[] user = config.get("User").asString().split(":", -1);
        command.addAll(List.of("--uid", user[0], "--gid", user[1]));
        for (JsonNode variable : config.get("Env")) {
            String[] parts = variable.asString().split("=", 2);
            command.addAll(List.of("--setenv", parts[0], parts[1]));
        }
        command.addAll(List.of("--setenv", "WEATHER_PORT", String.valueOf(port), "--"));
        config.get("Entrypoint").forEach(word -> command.add(word.asString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
    }

    /** What it does where nobody says what. */
    String[] standardArguments() {
        List<String> arguments = new ArrayList<>();
        config.get("Cmd").forEach(word -> arguments.add(word.asString()));
        return arguments.toArray(String[]::new);
    }
}
