package org.weatherinference.acceptance;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code weather serve}, in a process of its own. Whoever starts it closes it. */
record RunningServer(Process process, Path out, Path err) implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile(" at (http://127\\.0\\.0\\.1:\\d+(?:/[^/,]+)*)/?,");
    private static final int PATIENCE_SECONDS = 300;
    private static final int POLL_MILLIS = 50;

    /** Where it said that it listens, once it has. */
    URI address() throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (process.isAlive() && System.nanoTime() < end) {
            Matcher found = ADDRESS.matcher(Files.readString(err));
            if (found.find()) {
                return URI.create(found.group(1));
            }
            Thread.sleep(POLL_MILLIS);
        }
        throw new IllegalStateException("the server does not say where it is: " + Files.readString(err));
    }

    /** How many photos its request log says that it has classified. */
    long answered() throws IOException {
        try (Stream<String> lines = Files.lines(out)) {
            return lines.filter(line -> line.contains("\"status\":200,") && line.contains("\"photos\":"))
                    .count();
        }
    }

    /**
     * Asks it to end, as an operator or a container does.
     *
     * @return its exit code; -1 where it did not end in time
     */
    int terminate(int seconds) throws InterruptedException {
        process.destroy();
        return process.waitFor(seconds, TimeUnit.SECONDS) ? process.exitValue() : -1;
    }

    /** Without a chance to end anything: SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
