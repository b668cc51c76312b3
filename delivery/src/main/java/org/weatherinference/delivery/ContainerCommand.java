package org.weatherinference.delivery;

import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.weatherinference.command.Progress;
import org.weatherinference.command.ReportFormat;
import org.weatherinference.delivery.BuiltImage.BuiltLayer;
import org.weatherinference.model.Bundle;
import org.weatherinference.model.BundleException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code weather container}: bundles, and the server that answers with them, as an image. */
@Command(
        name = "container",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Builds a container image that serves bundles, without Docker.",
        description = {
            "For this machine's platform. The tar file is for 'docker load -i' and 'podman load -i'; it holds a small"
                    + " Java runtime, the server, its native libraries and the bundles, and needs no base image.",
            ""
        })
public final class ContainerCommand extends BuildCommand {
    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "1..*",
            paramLabel = "REF",
            description = "Bundles to serve: NAME, NAME:VERSION, NAME:latest, NAME:live or a folder. The first answers"
                    + " where a request names none.")
    private List<String> references = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "The tar file to write (default: NAME-VERSION.tar); it must not exist.")
    private @Nullable Path output;

    @Option(
            names = "--push",
            paramLabel = "REPOSITORY",
            description = "Send it to a registry instead, as registry.example.org/weather:1, with the credentials that"
                    + " docker login keeps.")
    private @Nullable String push;

    @Option(
            names = "--unpack",
            paramLabel = "DIR",
            description = "Write its files to a folder instead, for chroot, bwrap or a Dockerfile; it must not exist.")
    private @Nullable Path unpack;

    @Option(
            names = "--dockerfile",
            paramLabel = "DIR",
            description = "Build nothing, but write a Dockerfile and a compose.yaml that build and run the same from a"
                    + " checkout.")
    private @Nullable Path dockerfile;

    @Option(
            names = "--base",
            paramLabel = "IMAGE",
            description = "Build on a registry's image with glibc and libstdc++, such as"
                    + " gcr.io/distroless/cc-debian12 (default: this machine's own libraries).")
    private @Nullable String base;

    @Option(
            names = "--name",
            paramLabel = "NAME[:TAG]",
            description = "What the image in the tar file is called (default: weather-inference:NAME-VERSION).")
    private @Nullable String name;

    @Option(
            names = "--sbom",
            paramLabel = "FILE",
            description = "Also write the bill of materials, which is in the image too (CycloneDX).")
    private @Nullable Path bill;

    @Option(
            names = "--format",
            defaultValue = "text",
            paramLabel = "FORMAT",
            description = "One of ${COMPLETION-CANDIDATES} (default: text); json names digests and sizes.")
    private ReportFormat format;

    @Override
    void build() throws BundleException, IOException, InterruptedException {
        if (Stream.of(output, push, unpack, dockerfile)
                        .filter(target -> target != null)
                        .count()
                > 1) {
            throw new ParameterException(
                    spec.commandLine(), "only one of --output, --push, --unpack and --dockerfile can be given");
        }
        List<Bundle> bundles = bundles(references);
        if (dockerfile != null) {
            new Recipe(models(bundles)).write(dockerfile).forEach(System.out::println);
        } else {
            build(bundles);
        }
    }

    private static String models(List<Bundle> bundles) {
        return String.join(",", bundles.stream().map(Bundle::reference).toList());
    }

    private void build(List<Bundle> bundles) throws BundleException, IOException, InterruptedException {
        String tag = bundles.getFirst().reference().replace(':', '-');
        Path file = output == null ? Path.of(tag + ".tar") : output;
        ImageReference called = Image.reference(push != null ? push : name != null ? name : "weather-inference:" + tag);
        ImageReference below = base == null ? null : Image.reference(base);
        requireLinux(
                "an image holds programs of the machine that builds it, and must be built on Linux: use WSL, or the"
                        + " files of --dockerfile");
        NewFile target = push == null ? NewFile.at(unpack == null ? file : unpack) : null;
        if (bill != null) {
            NewFile.at(bill);
        }
        try (WorkFolder work = WorkFolder.open();
                Progress progress = Progress.start("Building", ServingRoot.STEPS + 1, "steps")) {
            ServingRoot root = new ServingRoot(work.path().toRealPath(), ServingJars.given(), bundles, below == null);
            List<Layer> layers = root.layOut(new StartCache(cache()), progress);
            progress.note(push == null ? "writing" : "sending");
            if (unpack != null) {
                unpack(layers, unpack);
            } else {
                Image image = new Image(
                        called,
                        below,
                        root.models(),
                        root.created(),
                        layers,
                        root.work(),
                        cache().resolve("base-images"));
                report(target == null ? image.push() : image.write(target));
            }
            if (bill != null) {
                Files.copy(root.folder().resolve(Place.IMAGE.bill().substring(1)), bill);
            }
            progress.step(1);
        }
    }

    private static void unpack(List<Layer> layers, Path folder) throws IOException {
        for (Layer layer : layers) {
            for (Map.Entry<String, FilePermissions> path : layer.paths().entrySet()) {
                Path copy = folder.resolve(path.getKey().substring(1));
                Files.createDirectories(copy.resolveSibling(""));
                Files.copy(layer.place(path.getKey()), copy, StandardCopyOption.COPY_ATTRIBUTES);
                Files.setPosixFilePermissions(
                        copy,
                        PosixFilePermissions.fromString(symbols(path.getValue().getPermissionBits())));
            }
        }
    }

    /** As {@code ls} shows them: {@code rwxr-xr-x}. */
    private static String symbols(int bits) {
        StringBuilder symbols = new StringBuilder();
        for (int bit = 8; bit >= 0; bit--) {
            symbols.append((bits >> bit & 1) == 1 ? "xwr".charAt(bit % 3) : '-');
        }
        return symbols.toString();
    }

    private void report(BuiltImage image) {
        switch (format) {
            case JSON -> System.out.println(image.json());
            case TEXT -> text(image).forEach(System.out::println);
        }
    }

    private List<String> text(BuiltImage image) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%s: %s, %.0f MB, unpacked %.0f MB",
                image.place(),
                image.name(),
                image.bytes() / 1e6,
                image.unpacked() / 1e6));
        for (BuiltLayer layer : image.layers()) {
            lines.add(String.format(
                    Locale.ROOT, "  %-10s %6.1f MB  %s", layer.name(), layer.unpacked() / 1e6, layer.digest()));
        }
        if (push == null) {
            lines.add("docker load -i " + image.place() + " && docker run --read-only -p 8080:8080 " + image.name());
        }
        return lines;
    }
}
