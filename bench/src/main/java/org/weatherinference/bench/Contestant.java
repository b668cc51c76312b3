package org.weatherinference.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A server that answers photos at {@code POST /v1/classify}.
 *
 * @param name in the table
 * @param folder where it is started
 * @param command with {@code {port}} where the port is to stand
 * @param environment of it, beside ours
 * @param installed the files and folders that it needs on a disk
 */
record Contestant(
        String name, Path folder, List<String> command, Map<String, String> environment, List<Path> installed) {
    List<String> commandAt(int port) {
        return command.stream()
                .map(word -> word.replace("{port}", String.valueOf(port)))
                .toList();
    }
}
