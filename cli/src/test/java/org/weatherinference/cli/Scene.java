package org.weatherinference.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.weatherinference.model.BundleException;
import org.weatherinference.model.BundleStore;
import org.weatherinference.model.RedOrBlue;

/** A folder with a bundle that tells red from blue, photos drawn on demand, and the real program run over them. */
final class Scene {
    private final Path folder;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private InputStream in = InputStream.nullInputStream();

    private Scene(Path folder) {
        this.folder = folder;
    }

    /** Without any bundle. */
    static Scene bare(Path folder) {
        return new Scene(folder);
    }

    static Scene withBundle(Path folder) throws BundleException {
        Scene scene = new Scene(folder);
        scene.store().add(RedOrBlue.draft("sun-rain"));
        return scene;
    }

    BundleStore store() {
        return BundleStore.open(folder.resolve("home"));
    }

    Path path(String name) {
        return folder.resolve(name);
    }

    Path red(String name) throws IOException {
        return file(name, RedOrBlue.png(255, 0, 0));
    }

    Path blue(String name) throws IOException {
        return file(name, RedOrBlue.png(0, 0, 255));
    }

    /** Neither red nor blue: the bundle is unsure. */
    Path grey(String name) throws IOException {
        return file(name, RedOrBlue.png(99, 99, 99));
    }

    Path file(String name, byte[] content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, content);
    }

    Scene input(byte[] bytes) {
        return input(new ByteArrayInputStream(bytes));
    }

    Scene input(InputStream stream) {
        in = stream;
        return this;
    }

    /** The exit code. */
    int run(Object... arguments) {
        out.reset();
        err.reset();
        Console console = new Console(in, new PrintStream(out, false, UTF_8), new PrintStream(err, true, UTF_8));
        String[] words = List.of(arguments).stream().map(Object::toString).toArray(String[]::new);
        int code = WeatherProgram.create(new Surroundings(console, this::store), words)
                .execute(words);
        console.out().flush();
        return code;
    }

    /** What the last run wrote to standard output, the folder's own path left out. */
    String out() {
        return out.toString(UTF_8).replace(folder + "/", "");
    }

    /** What it wrote to standard error, likewise. */
    String err() {
        return err.toString(UTF_8).replace(folder + "/", "");
    }
}
