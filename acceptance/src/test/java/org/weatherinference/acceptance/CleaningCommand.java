package org.weatherinference.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** {@code weather dataset clean} over a shipped bundle, in a process of its own. Whoever starts it closes it. */
final class CleaningCommand implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("weather: open (http://\\S+)\\R");
    private static final int PATIENCE_SECONDS = 120;
    private static final int POLL_MILLIS = 50;

    private final Process process;
    private final Path err;
    private int addresses;

    private CleaningCommand(Process process, Path err) {
        this.process = process;
        this.err = err;
    }

    static CleaningCommand start(Path dataset, Path home, int port) throws IOException {
        Path err = Files.createTempFile(home, "err", ".txt");
        ProcessBuilder builder = OwnProcess.of(
                        home,
                        List.of(
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-Dweather.shipped=" + Checkout.root().resolve("bundles")),
                        List.of(
                                "dataset",
                                "clean",
                                dataset.toString(),
                                "--model",
                                "sun-rain",
                                "--port",
                                String.valueOf(port),
                                "--no-browser"))
                .redirectError(err.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        return new CleaningCommand(builder.start(), err);
    }

    /** The next address that it prints. */
    String address() throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (process.isAlive() && System.nanoTime() < end) {
            List<String> printed = ADDRESS.matcher(Files.readString(err))
                    .results()
                    .map(match -> match.group(1))
                    .toList();
            if (printed.size() > addresses) {
                return printed.get(addresses++);
            }
            Thread.sleep(POLL_MILLIS);
        }
        throw new IllegalStateException("the command does not say where its page is: " + said());
    }

    /** Presses Enter in its terminal, for another address. */
    String anotherAddress() throws IOException, InterruptedException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        return address();
    }

    String said() throws IOException {
        return Files.readString(err);
    }

    /** Without a chance to end anything: SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /**
     * Ctrl-C, as far as Java can press it.
     *
     * @return its exit code; -1 where it did not end in time
     */
    int end() throws InterruptedException {
        process.destroy();
        return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) ? process.exitValue() : -1;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
