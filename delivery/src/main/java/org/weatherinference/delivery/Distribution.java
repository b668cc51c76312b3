package org.weatherinference.delivery;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.zip.UnixStat;
import org.apache.commons.compress.archivers.zip.X5455_ExtendedTimestamp;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.weatherinference.command.Progress;
import org.weatherinference.model.Bundle;

/**
 * The program as it is handed to people who have no JDK: a folder that may lie anywhere, with a launcher, a Java
 * runtime, this platform's native libraries and bundles.
 *
 * @param work a folder that the caller removes at the end
 * @param name of the folder
 * @param standard name of the bundle that is used where none is named; empty for the usual one
 */
record Distribution(Path work, String name, ServingJars jars, List<Bundle> bundles, String standard) {
    /** How often {@link #layOut} takes a step. */
    static final int STEPS = 4;

    /** Which the checkout's launcher has too. */
    private static final String START = "org/weatherinference/cli/start.sh";

    /** For this machine's kind of machines. */
    static String platform() {
        return "linux-" + Processor.current().plainName();
    }

    private Path root() {
        return work.resolve("root");
    }

    private Place place() {
        return new Place("/" + name);
    }

    /** Puts its files together, part by part. */
    List<Layer> layOut(StartCache cache, Progress progress) throws IOException, InterruptedException {
        Files.createDirectories(root());
        ProgramFiles files = new ProgramFiles(root(), place(), jars, bundles);
        Jdk jdk = Jdk.current();
        List<Layer> layers = new ArrayList<>();
        progress.note("linking a Java runtime");
        layers.add(files.runtime(jdk, modules()));
        progress.step(1);
        progress.note("copying jars and libraries");
        layers.add(files.libraries());
        layers.add(program(files));
        progress.step(1);
        progress.note("copying bundles");
        layers.add(bundles(files, jdk));
        progress.step(1);
        progress.note("rehearsing a start, for Java to cache");
        layers.add(files.start(cache, List.copyOf(layers), this::rehearsal));
        progress.step(1);
        return layers;
    }

    private static List<String> modules() {
        List<String> modules = new ArrayList<>(Jdk.SERVING);
        modules.add(Jdk.DRAWING);
        return modules;
    }

    private Layer program(ProgramFiles files) throws IOException {
        Layer layer = files.program();
        layer.write(place().jars() + "/start.sh", new String(jars.read(START), StandardCharsets.UTF_8));
        makeExecutable(Files.writeString(
                layer.parentMade(place().launcher()), launcher().script()));
        layer.take(place().launcher());
        return layer;
    }

    private ShellLauncher launcher() throws IOException {
        return new ShellLauncher(jars.names(), standard);
    }

    private static void makeExecutable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Layer bundles(ProgramFiles files, Jdk jdk) throws IOException {
        Layer layer = files.store();
        layer.write(place().bill(), new BillOfMaterials("application", jars, bundles, jdk, List.of()).json());
        return layer;
    }

    /** By a script beside the launcher, which finds the files as the launcher does. */
    private List<String> rehearsal(Path output) throws IOException {
        Path script = root().resolve(place().launcher().substring(1)).resolveSibling("rehearsal");
        Files.writeString(script, launcher().rehearsal());
        return List.of("sh", script.toString(), output.toString());
    }

    /** Writes it as a zip file; the same files in the same bytes, wherever zlib is the same. */
    static void zip(List<Layer> layers, Path file) throws IOException {
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(file)) {
            for (Layer layer : layers) {
                for (var path : layer.paths().entrySet()) {
                    zip.putArchiveEntry(entry(path.getKey(), path.getValue().getPermissionBits()));
                    Files.copy(layer.place(path.getKey()), zip);
                    zip.closeArchiveEntry();
                }
            }
        }
    }

    private static ZipArchiveEntry entry(String path, int permissions) {
        ZipArchiveEntry entry = new ZipArchiveEntry(path.substring(1));
        entry.setUnixMode(UnixStat.FILE_FLAG | permissions);
        // To the second and in universal time, which zip's own field is not: Java's cache knows its jars by their
        // times.
        X5455_ExtendedTimestamp time = new X5455_ExtendedTimestamp();
        time.setModifyFileTime(Layer.TIME);
        entry.setTime(0);
        entry.addExtraField(time);
        return entry;
    }
}
