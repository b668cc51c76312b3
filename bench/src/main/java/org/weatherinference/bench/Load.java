package org.weatherinference.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * What a server did under load from a fixed number of clients, each of which waits for its answer before it asks again.
 *
 * @param photosPerSecond that were answered with 200
 * @param median milliseconds from request to answer
 * @param p99 milliseconds within which 99 % were answered
 * @param failed requests that got another answer, or none
 */
record Load(double photosPerSecond, double median, double p99, long failed) {
    private static final String MARK = "figures ";

    /** Has wrk ask, with a script that prints what {@link #parsed} reads. */
    static Load of(int port, int connections, int seconds, Path photo, Path script)
            throws IOException, InterruptedException {
        ProcessBuilder wrk = new ProcessBuilder(
                        "wrk",
                        "-t1",
                        "-c" + connections,
                        "-d" + seconds + "s",
                        "--timeout",
                        "60s",
                        "-s",
                        script.toString(),
                        "http://127.0.0.1:" + port + "/v1/classify")
                .redirectErrorStream(true);
        wrk.environment().put("PHOTO", photo.toString());
        Process process = wrk.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("wrk failed: " + said.strip());
        }
        return parsed(said);
    }

    static Load parsed(String said) throws IOException {
        String line = said.lines()
                .filter(found -> found.startsWith(MARK))
                .findFirst()
                .orElseThrow(() -> new IOException("wrk gave no figures: " + said.strip()));
        String[] words = line.substring(MARK.length()).split(" ", -1);
        long answers = Long.parseLong(words[0]);
        long refused = Long.parseLong(words[1]);
        long unanswered = Long.parseLong(words[2]);
        double seconds = Long.parseLong(words[3]) / 1e6;
        return new Load(
                (answers - refused) / seconds,
                Long.parseLong(words[4]) / 1e3,
                Long.parseLong(words[5]) / 1e3,
                refused + unanswered);
    }
}
