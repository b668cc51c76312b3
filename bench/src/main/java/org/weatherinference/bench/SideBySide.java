package org.weatherinference.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The server beside what others would use, on the same cores of one machine: in each round every contestant is started,
 * loaded and ended in turn, so that whatever else the machine does meets all alike. Arguments: ROOT ROUNDS SECONDS, and
 * the contestants that can be run here. Writes its table into {@code docs/performance.md}, and a picture beside it.
 */
public final class SideBySide {
    /** Pixels in a row: what the page sends, what messengers send, what cameras take. */
    static final List<Integer> WIDTHS = List.of(500, 1280, 4000);

    static final List<Integer> CONNECTIONS = List.of(1, 4, 16, 64);
    static final String OURS = "Weather Inference";
    static final String NODE = "Node";
    static final String PYTHON = "Python";
    /** Not a server. */
    static final String BARE = "bare engine";

    /** As long as Java goes on compiling under load; the others need less, and get as much. */
    private static final int SECONDS_TO_WARM_UP = 40;

    private final Path root;
    private final int seconds;
    private final Figures figures = new Figures();
    private final List<Photo> photos = new ArrayList<>();

    private record Photo(int width, Path file) {}

    private SideBySide(Path root, int seconds) {
        this.root = root;
        this.seconds = seconds;
    }

    public static void main(String[] arguments) throws Exception {
        Path root = Path.of(arguments[0]);
        int rounds = Integer.parseInt(arguments[1]);
        int seconds = Integer.parseInt(arguments[2]);
        List<String> names = List.of(arguments).subList(3, arguments.length);
        SideBySide bench = new SideBySide(root, seconds);
        bench.drawPhotos();
        for (int round = 1; round <= rounds; round++) {
            bench.round(names, round + " of " + rounds);
        }
        PerformancePage.write(root, bench.figures, rounds);
    }

    private void drawPhotos() throws IOException {
        Path folder = Files.createDirectories(root.resolve("target/bench/photos"));
        for (int width : WIDTHS) {
            photos.add(new Photo(width, Files.write(folder.resolve(width + ".jpg"), Landscape.jpeg(width))));
        }
    }

    private void round(List<String> names, String round) throws IOException, InterruptedException {
        for (String name : names) {
            Contestant contestant = contestant(name);
            System.err.println("round " + round + ": " + contestant.name());
            load(contestant);
        }
        System.err.println("round " + round + ": " + BARE);
        for (Photo photo : photos) {
            for (int threads : List.of(1, Runtime.getRuntime().availableProcessors())) {
                figures.add(BARE, photo.width(), threads, BareEngine.inOwnProcess(photo.file(), threads, seconds));
            }
        }
        figures.addCommand(oneCommand());
    }

    private void load(Contestant contestant) throws IOException, InterruptedException {
        Path script = root.resolve("bench/peers/photo.lua");
        byte[] first = Files.readAllBytes(photos.getFirst().file());
        try (RunningServer server = RunningServer.start(contestant, first)) {
            figures.addStart(contestant.name(), server.startMillis());
            Load.of(server.port(), 4, SECONDS_TO_WARM_UP, photos.getFirst().file(), script);
            for (Photo photo : photos) {
                Load.of(server.port(), 4, seconds, photo.file(), script); // what only such photos need
                for (int connections : CONNECTIONS) {
                    Load load = Load.of(server.port(), connections, seconds, photo.file(), script);
                    figures.add(contestant.name(), photo.width(), connections, load);
                }
            }
            figures.addMemory(contestant.name(), server.memoryMegabytes());
        }
        figures.setDisk(contestant.name(), DiskUse.megabytes(contestant.installed()));
    }

    /** Milliseconds from start to end of the command for one photo. */
    private double oneCommand() throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        root.resolve("weather").toString(),
                        "classify",
                        photos.getFirst().file().toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        long begin = System.nanoTime();
        if (builder.start().waitFor() != 0) {
            throw new IOException("weather classify failed");
        }
        return (System.nanoTime() - begin) / 1e6;
    }

    private Contestant contestant(String name) throws IOException {
        Path bundle = newest(root.resolve("bundles/weather"));
        Path peers = root.resolve("bench/peers");
        String workers = String.valueOf(Runtime.getRuntime().availableProcessors());
        return switch (name) {
            case "ours" ->
                new Contestant(
                        OURS,
                        root,
                        List.of(root.resolve("weather").toString(), "serve", "--port", "{port}"),
                        Map.of(),
                        List.of(root.resolve("target/bench/image")));
            case "node" ->
                new Contestant(
                        NODE,
                        root.resolve("target/bench/node"),
                        List.of("node", "server.js", bundle.toString(), "{port}", workers),
                        Map.of(),
                        List.of(root.resolve("target/bench/node/node_modules")));
            case "python" ->
                new Contestant(
                        PYTHON,
                        peers.resolve("python"),
                        List.of("/usr/bin/python3", "server.py", "{port}", workers),
                        Map.of("PYTHONDONTWRITEBYTECODE", "1"),
                        List.of());
            default -> throw new IllegalArgumentException(name + " is none of ours, node and python");
        };
    }

    private static Path newest(Path versions) throws IOException {
        try (var all = Files.list(versions)) {
            return all.max(Comparator.comparingInt(
                            path -> Integer.parseInt(path.getFileName().toString())))
                    .orElseThrow();
        }
    }
}
