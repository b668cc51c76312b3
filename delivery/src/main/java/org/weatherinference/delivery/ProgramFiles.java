package org.weatherinference.delivery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.weatherinference.command.CommandException;
import org.weatherinference.model.Bundle;

/**
 * The program and its bundles, layer by layer: what an image holds and what a distribution holds.
 *
 * @param root below which it is put together
 * @param place of the program below it
 */
record ProgramFiles(Path root, Place place, ServingJars jars, List<Bundle> bundles) {
    /** The bundles, as a setting of the server names them. */
    String models() {
        return bundles.stream().map(Bundle::reference).collect(Collectors.joining(","));
    }

    Layer runtime(Jdk jdk, List<String> modules) throws IOException {
        Layer layer = new Layer("runtime", root);
        jdk.link(layer.parentMade(place.runtime()), modules);
        layer.take(place.runtime());
        return layer;
    }

    /** Of others: jars, and this platform's native libraries. */
    Layer libraries() throws IOException {
        Layer layer = new Layer("libraries", root);
        jars.putNatives(layer, place.natives());
        jars.put(layer, place.jars(), false);
        return layer;
    }

    /** Our own jars, without a launcher. */
    Layer program() throws IOException {
        Layer layer = new Layer("program", root);
        jars.put(layer, place.jars(), true);
        return layer;
    }

    /** As a store has them. */
    Layer store() throws IOException {
        Layer layer = new Layer("bundles", root);
        for (Bundle bundle : bundles) {
            String folder = place.bundles() + "/" + bundle.reference().replace(':', '/');
            if (Files.exists(layer.place(folder))) {
                throw new CommandException(bundle.reference() + " is asked for twice");
            }
            copy(bundle.folder(), layer, folder);
        }
        return layer;
    }

    private static void copy(Path folder, Layer layer, String place) throws IOException {
        List<Path> files;
        try (Stream<Path> tree = Files.walk(folder)) {
            files = tree.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            layer.copy(file, place + "/" + folder.relativize(file));
        }
    }

    /** Java's cache of a start of the other layers. */
    Layer start(StartCache cache, List<Layer> others, StartCache.Rehearsal rehearsal)
            throws IOException, InterruptedException {
        Layer layer = new Layer("start", root);
        layer.copy(cache.of(others, models(), rehearsal), place.startCache());
        return layer;
    }
}
