package org.weatherinference.training;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.weatherinference.model.WeatherHome;

/**
 * A {@link JobMain}: this very program in a process of its own, at low priority and with bounded memory. PyTorch's
 * memory is beyond Java's own limit, and a limit on addresses would be far above what is used, so the memory that the
 * process really has is looked at ({@link #memory}). Closing ends it at once where it has not ended.
 */
final class TrainingProcess implements AutoCloseable {
    /** Java's part of the whole limit: decoded photos, not networks. */
    private static final int HEAP_PART = 3;

    private static final long CHECKPOINT_SECONDS = 45;

    private final Process process;
    private final List<Thread> readers;

    private TrainingProcess(Process process, List<Thread> readers) {
        this.process = process;
        this.readers = readers;
    }

    /**
     * Starts one.
     *
     * @param arguments of {@link JobMain}
     * @param memory in bytes
     * @param output takes its lines on standard output, in a thread of their own
     * @param errors the same for standard error
     */
    static TrainingProcess start(List<String> arguments, long memory, Consumer<String> output, Consumer<String> errors)
            throws IOException {
        Process process = new ProcessBuilder(command(arguments, memory)).start();
        return new TrainingProcess(
                process, List.of(reader(process.getInputStream(), output), reader(process.getErrorStream(), errors)));
    }

    private static List<String> command(List<String> arguments, long memory) {
        List<String> command = new ArrayList<>(lowPriority());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> !option.startsWith("-Xm") && !option.startsWith("-Dweather.home="))
                .forEach(command::add);
        command.add("-Xmx" + Math.max(64 << 20, memory / HEAP_PART));
        command.add("-Dweather.home=" + WeatherHome.folder());
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(JobMain.class.getName());
        command.addAll(arguments);
        return command;
    }

    private static List<String> lowPriority() {
        return Files.isExecutable(Path.of("/usr/bin/nice")) ? List.of("/usr/bin/nice", "-n", "10") : List.of();
    }

    private static Thread reader(InputStream stream, Consumer<String> lines) {
        return Thread.ofVirtual().start(() -> {
            try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, UTF_8))) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    lines.accept(line);
                }
            } catch (IOException _) {
                // As at the end: the process is gone.
            }
        });
    }

    /** Waits a moment for its end; what it said last has then been heard. */
    boolean hasEnded(long millis) throws InterruptedException {
        if (!process.waitFor(millis, TimeUnit.MILLISECONDS)) {
            return false;
        }
        for (Thread reader : readers) {
            reader.join();
        }
        return true;
    }

    /** The memory that it has, in bytes; 0 where the system does not tell. */
    long memory() {
        try (Stream<String> status = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            return status.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
                    .sum();
        } catch (IOException _) {
            return 0;
        }
    }

    /** Only once it has ended; above 128 where a signal ended it. */
    int exitCode() {
        return process.exitValue();
    }

    /** Has it write a checkpoint and end, and waits for that, for less than a minute. */
    void stop() throws InterruptedException, IOException {
        process.getOutputStream().close();
        if (!process.waitFor(CHECKPOINT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        hasEnded(0);
    }

    @Override
    public void close() {
        process.destroyForcibly();
        // What it has open and writes is then its worker's to delete.
        process.onExit().join();
    }
}
