package org.weatherinference.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.weatherinference.model.BundleException;
import org.weatherinference.model.BundleStore;
import org.weatherinference.model.Folders;
import org.weatherinference.model.RedOrBlue;

/**
 * Every place that a server in a process of its own writes to: its user's folder, the one for temporary files, the one
 * that it runs in, and what it prints. Its bundle tells red photos from blue ones.
 *
 * @param folder all of these are in it
 */
record ServerHome(Path folder) {
    private static final String BUNDLE = "colours";

    static ServerHome in(Path folder) throws IOException, BundleException {
        ServerHome made = new ServerHome(folder);
        Files.createDirectories(made.user());
        Files.createDirectories(made.work());
        BundleStore.open(made.user()).add(RedOrBlue.draft(BUNDLE));
        return made;
    }

    /** {@code WEATHER_HOME}. */
    Path user() {
        return folder.resolve("user");
    }

    private Path work() {
        return folder.resolve("work");
    }

    private Path temporary() {
        return folder.resolve("temporary");
    }

    /** Removes what killed processes left: libraries that Java unpacks for each anew. */
    void clearTemporary() throws IOException {
        Folders.delete(temporary());
    }

    /** {@code weather serve} at a free port. */
    RunningServer serve(String... options) throws IOException {
        Files.createDirectories(temporary());
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path err = Files.createTempFile(folder, "err", ".txt");
        List<String> arguments = new ArrayList<>(List.of("serve", "--model", BUNDLE, "--port", "0"));
        arguments.addAll(List.of(options));
        List<String> flags = List.of(
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + temporary(),
                "-Duser.home=" + user());
        ProcessBuilder builder = OwnProcess.of(user(), flags, arguments)
                .directory(work().toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        return new RunningServer(builder.start(), out, err);
    }
}
