package org.weatherinference.delivery;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.LogEvent;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import com.google.cloud.tools.jib.api.buildplan.Port;
import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.weatherinference.command.CommandException;

/**
 * An image of laid out layers, written by Jib.
 *
 * @param name with its tag
 * @param base a registry's image; null for none
 * @param models references of its bundles, separated by commas
 * @param created when it is said to have been made: the hour at which it is made would change nothing but its digest
 * @param layers from what changes least to what changes most
 * @param work a folder that the caller removes at the end
 * @param cache where a base image's layers are kept
 */
record Image(
        ImageReference name,
        @Nullable ImageReference base,
        String models,
        Instant created,
        List<Layer> layers,
        Path work,
        Path cache) {
    /** A user that no machine has, by number, so that Kubernetes can see that it is not root. */
    static final String USER = "10001:10001";

    static final int PORT = 8080;
    private static final String TOOL = "weather";

    /** What the image's programs find in their environment. */
    static SortedMap<String, String> environment(String models) {
        return sorted(Map.of(
                "PATH",
                Place.IMAGE.home() + "/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                "LC_ALL",
                "C.UTF-8",
                // What visitors say needs a volume or a database, which only whoever runs the image can give.
                "WEATHER_FEEDBACK",
                "false",
                "WEATHER_HOME",
                Place.STORE,
                "WEATHER_HOST",
                "0.0.0.0",
                "WEATHER_MODEL",
                models));
    }

    /** In one order, since the digest tells the order too, and Java's small maps have another one in each process. */
    private static SortedMap<String, String> sorted(Map<String, String> entries) {
        return new TreeMap<>(entries);
    }

    /** Writes it as a tar file, whole or not at all. */
    BuiltImage write(NewFile file) throws IOException, InterruptedException {
        Archive archive = archive();
        file.write(unfinished -> archive.copyForDocker(unfinished, name.toString()));
        return built(archive, file.path().toString());
    }

    /** Sends it to the registry that its name begins with; layers that are there already are not sent again. */
    BuiltImage push() throws IOException, InterruptedException {
        Archive archive = archive();
        containerize(Containerizer.to(registry(name)).setAllowInsecureRegistries(isLocal(name)));
        return built(archive, name.toString());
    }

    private BuiltImage built(Archive archive, String place) throws IOException {
        return new BuiltImage(name.toString(), archive.digest(), place, archive.layers(layers));
    }

    private Archive archive() throws IOException, InterruptedException {
        Path file = work.resolve("image.tar");
        containerize(Containerizer.to(TarImage.at(file).named(name)).setOfflineMode(base == null));
        return Archive.open(file);
    }

    private void containerize(Containerizer target) throws IOException, InterruptedException {
        // Not kept: the folder that layers come from is another one each time, so Jib would not know them again.
        target.setApplicationLayersCache(work.resolve("layers"))
                .setBaseImageLayersCache(cache)
                .setToolName(TOOL)
                .setAllowInsecureRegistries(isLocal(name) || (base != null && isLocal(base)));
        try {
            builder().containerize(target);
        } catch (RegistryException | CacheDirectoryCreationException fault) {
            throw failed(fault);
        } catch (ExecutionException fault) {
            throw failed(Objects.requireNonNullElse(fault.getCause(), fault));
        }
    }

    private static CommandException failed(Throwable fault) {
        Throwable root = fault;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String said = String.valueOf(fault.getMessage());
        String cause = String.valueOf(root.getMessage());
        return new CommandException(
                "the image cannot be made or sent: " + (said.contains(cause) ? said : said + ": " + cause), fault);
    }

    private JibContainerBuilder builder() {
        JibContainerBuilder builder = base == null ? Jib.fromScratch() : Jib.from(registry(base));
        layers.forEach(layer -> builder.addFileEntriesLayer(layer.entries()));
        return builder.setFormat(ImageFormat.OCI)
                .setPlatforms(Set.of(new Platform(Processor.current().image(), "linux")))
                .setCreationTime(created)
                .setUser(USER)
                .setEnvironment(environment(models))
                .setWorkingDirectory(AbsoluteUnixPath.get("/"))
                .addExposedPort(Port.tcp(PORT))
                .setEntrypoint(Place.IMAGE.launcher())
                .setProgramArguments("serve")
                .setLabels(labels());
    }

    private Map<String, String> labels() {
        String version = Objects.requireNonNullElse(Image.class.getPackage().getImplementationVersion(), "unknown");
        String prefix = "org.opencontainers.image.";
        return sorted(Map.of(
                prefix + "title",
                "Weather Inference",
                prefix + "description",
                "Tells the weather in photos, with " + models,
                prefix + "version",
                version,
                prefix + "created",
                created.toString(),
                prefix + "licenses",
                "Apache-2.0",
                prefix + "base.name",
                base == null ? "scratch" : base.toString(),
                "org.weatherinference.bundles",
                models));
    }

    /** With the credentials that docker or podman would use. */
    private static RegistryImage registry(ImageReference reference) {
        RegistryImage image = RegistryImage.named(reference);
        CredentialRetrieverFactory credentials = CredentialRetrieverFactory.forImage(reference, (LogEvent event) -> {});
        try {
            image.addCredentialRetriever(credentials.dockerConfig())
                    .addCredentialRetriever(credentials.wellKnownCredentialHelpers());
            return image;
        } catch (RuntimeException fault) {
            throw failed(fault);
        }
    }

    /** One on this machine needs no TLS. */
    private static boolean isLocal(ImageReference reference) {
        return reference.getRegistry().matches("(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d+)?");
    }

    /** @throws CommandException when the text is none */
    static ImageReference reference(String text) {
        try {
            return ImageReference.parse(text);
        } catch (InvalidImageReferenceException _) {
            throw new CommandException("\"" + text + "\" names no image: it must be such as"
                    + " registry.example.org/weather:1, in lower case");
        }
    }
}
