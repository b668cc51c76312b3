package org.weatherinference.delivery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.weatherinference.command.Progress;
import org.weatherinference.model.Bundle;
import org.weatherinference.model.BundleException;
import org.weatherinference.model.BundleManifest;

/**
 * The file system of an image that serves bundles, layer by layer, from what changes least to what changes most. It is
 * laid out in a folder of its own, since Java can make a start cache only of files that are there.
 *
 * @param work a folder that the caller removes at the end
 * @param standsAlone whether the system's libraries are to be in it, as no base image brings them
 */
record ServingRoot(Path work, ServingJars jars, List<Bundle> bundles, boolean standsAlone) {
    /** How often {@link #layOut} takes a step. */
    static final int STEPS = 6;

    private static final String REHEARSAL = "org.weatherinference.cli.ServingRehearsal";
    private static final String PASSWD = "root:x:0:0:root:/:/sbin/nologin\nweather:x:10001:10001::/:/sbin/nologin\n";
    private static final String GROUP = "root:x:0:\nweather:x:10001:\n";

    /** Where the image's root is, while it is put together. */
    Path folder() {
        return work.resolve("root");
    }

    private ProgramFiles files() {
        return new ProgramFiles(folder(), Place.IMAGE, jars, bundles);
    }

    /** The served bundles, as a setting of the server names them. */
    String models() {
        return files().models();
    }

    /** When the newest of its bundles was made. */
    Instant created() {
        return bundles.stream()
                .map(Bundle::manifest)
                .map(BundleManifest::created)
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
    }

    /** Makes all layers. */
    List<Layer> layOut(StartCache cache, Progress progress) throws BundleException, IOException, InterruptedException {
        Files.createDirectories(folder());
        Jdk jdk = Jdk.current();
        progress.note("linking a Java runtime");
        Layer runtime = files().runtime(jdk, Jdk.SERVING);
        progress.step(1);
        progress.note("copying jars and libraries");
        Layer libraries = files().libraries();
        progress.step(1);
        Layer program = program(jdk);
        progress.step(1);
        List<Layer> layers = new ArrayList<>();
        if (standsAlone) {
            layers.add(system(List.of(runtime, libraries, program)));
        }
        progress.step(1);
        progress.note("copying bundles");
        layers.addAll(List.of(runtime, libraries, program, bundles(jdk, layers)));
        progress.step(1);
        progress.note("rehearsing a start, for Java to cache");
        layers.add(files().start(cache, List.copyOf(layers), this::rehearsal));
        progress.step(1);
        return layers;
    }

    private Layer program(Jdk jdk) throws IOException {
        Layer layer = files().program();
        Path made = jdk.launcher(layer.place(Place.IMAGE.runtime()), work);
        layer.copy(made.resolve("bin/weather"), Place.IMAGE.launcher());
        layer.copy(made.resolve("lib/libapplauncher.so"), Place.IMAGE.launcherLibrary());
        layer.write(Place.IMAGE.launcherOptions(), Place.launcherFile(jars.names()));
        return layer;
    }

    private Layer system(List<Layer> users) throws IOException, InterruptedException {
        Layer layer = new Layer("system", folder());
        List<Path> binaries = new ArrayList<>();
        for (Layer user : users) {
            for (String path : user.paths().keySet()) {
                if (isBinary(user.place(path))) {
                    binaries.add(user.place(path));
                }
            }
        }
        for (Path library : HostLibraries.of(binaries, folder())) {
            layer.copy(library.toRealPath(), library.toString());
        }
        layer.write("/etc/passwd", PASSWD);
        layer.write("/etc/group", GROUP);
        layer.write("/etc/nsswitch.conf", "hosts: files dns\n");
        layer.open("/tmp");
        // Docker makes these itself; bubblewrap and others cannot where the root is read-only.
        for (String mountPoint : List.of("/dev", "/proc", "/sys")) {
            layer.mountPoint(mountPoint);
        }
        return layer;
    }

    /** By the four bytes that every ELF file begins with. */
    private static boolean isBinary(Path file) throws IOException {
        try (var input = Files.newInputStream(file)) {
            byte[] magic = input.readNBytes(4);
            return magic.length == 4 && magic[0] == 0x7f && magic[1] == 'E' && magic[2] == 'L' && magic[3] == 'F';
        }
    }

    private Layer bundles(Jdk jdk, List<Layer> system) throws BundleException, IOException {
        Layer layer = files().store();
        for (Bundle bundle : bundles) {
            bundle.writeFusedNetwork(layer.place(Place.IMAGE.fused()));
        }
        layer.take(Place.IMAGE.fused());
        layer.open(Place.STORE);
        layer.write(Place.IMAGE.bill(), new BillOfMaterials("container", jars, bundles, jdk, system).json());
        return layer;
    }

    private List<String> rehearsal(Path output) throws IOException {
        Place place = new Place(folder() + Place.IMAGE.home());
        List<String> command = new ArrayList<>();
        command.add(place.runtime() + "/bin/java");
        command.add("-XX:AOTCacheOutput=" + output);
        command.addAll(place.options());
        // The compiler would act on what a rehearsal was busy with, at once, when the server starts.
        command.add("-XX:-AOTRecordTraining");
        command.add("-cp");
        command.add(String.join(
                ":", jars.names().stream().map(jar -> place.jars() + "/" + jar).toList()));
        command.add(REHEARSAL);
        return command;
    }
}
