package org.weatherinference.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.weatherinference.model.Bundle;
import org.weatherinference.model.BundleException;
import org.weatherinference.model.BundleStore;
import org.weatherinference.model.Spelling;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code weather deploy}: the files by which a bundle gets to a target. */
@Command(
        name = "deploy",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Writes the files that serve a bundle on a host, cloud or cluster.",
        description = {"With a README.md of the three commands to type, and the settings in .env.", ""})
public final class DeployCommand extends BuildCommand {
    private static final String NAME_RULE = "[a-z]([a-z0-9-]{0,28}[a-z0-9])?";
    private static final String HOST_RULE = "([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?";
    private static final int MOST_REPLICAS = 1000;

    @Spec
    private CommandSpec spec;

    /** Help lists the targets, which an annotation could only repeat. */
    @Spec
    void describe(CommandSpec given) {
        given.usageMessage().footerHeading("%nTargets:%n").footer(Target.lines());
    }

    @Parameters(index = "0", paramLabel = "TARGET", description = "Where it shall be served; those there are, below.")
    private String target;

    @Parameters(
            index = "1",
            paramLabel = "REF",
            description =
                    "The bundle: NAME, NAME:VERSION, NAME:latest, NAME:live or a folder. The files name its version.")
    private String reference;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "DIR",
            description = "The folder to write; it must be empty, or not exist.")
    private Path output;

    @Option(
            names = "--image",
            paramLabel = "REPOSITORY",
            description = "What the image is called in its registry (default: a name to be replaced, or what the target"
                    + " prescribes).")
    private @Nullable String image;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "weather-inference",
            description = "Of the service or the app (default: ${DEFAULT-VALUE}).")
    private String name;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            description = "That visitors ask, as weather.example.org: for kubernetes (an Ingress) and digitalocean.")
    private @Nullable String host;

    @Option(
            names = "--replicas",
            paramLabel = "N",
            description =
                    "Servers at least, where there can be several (default: kubernetes 2, cloud-run 0, others 1).")
    private @Nullable Integer replicas;

    @Override
    void build() throws BundleException {
        Target chosen = target();
        checkOptions(chosen);
        NewFolder folder = NewFolder.at(output);
        Deployment deployment = deployment(chosen, BundleStore.standard().resolve(reference));
        Map<String, String> files = deployment.files();
        folder.write(bytes(files));
        System.err.println("weather: " + output + " holds " + String.join(", ", files.keySet()));
        System.err.println("weather: next, as its README.md says: " + deployment.build());
    }

    private static Map<String, byte[]> bytes(Map<String, String> texts) {
        Map<String, byte[]> bytes = new TreeMap<>();
        texts.forEach((name, text) -> bytes.put(name, text.getBytes(UTF_8)));
        return bytes;
    }

    private Target target() {
        return Arrays.stream(Target.values())
                .filter(known -> known.toString().equals(target))
                .findFirst()
                .orElseThrow(() -> wrong("there is no target '" + target + "'; "
                        + Spelling.nearest(target, Target.names())
                                .map(near -> "did you mean " + near + "?")
                                .orElse("there are " + String.join(", ", Target.names()))));
    }

    private void checkOptions(Target chosen) {
        if (!name.matches(NAME_RULE)) {
            throw wrong(
                    "--name is \"" + name + "\", must be 1 to 30 small letters, digits and hyphens, a letter first");
        }
        if (host != null && !chosen.trait().takesHost()) {
            throw wrong("--host is for kubernetes and digitalocean: the files of " + chosen + " name no host");
        }
        if (host != null && !host.matches(HOST_RULE)) {
            throw wrong("--host is \"" + host + "\", must be a name such as weather.example.org");
        }
        if (image != null && chosen == Target.SYSTEMD) {
            throw wrong("--image is for containers: systemd runs the program without one");
        }
        checkReplicas(chosen);
    }

    private void checkReplicas(Target chosen) {
        if (replicas == null) {
            return;
        }
        if (chosen.trait().replicas().isEmpty()) {
            throw wrong("--replicas is for targets with more than one server: " + chosen + " has one");
        }
        int least = chosen.trait().replicas().getAsInt() == 0 ? 0 : 1;
        if (replicas < least || replicas > MOST_REPLICAS) {
            throw wrong("--replicas is " + replicas + ", must be " + least + " to " + MOST_REPLICAS);
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private Deployment deployment(Target chosen, Bundle bundle) {
        Optional<String> given = Optional.ofNullable(image).map(text -> {
            Image.reference(text);
            return text;
        });
        return new Deployment(
                chosen,
                bundle.reference(),
                reference.indexOf('/') >= 0 || reference.indexOf(File.separatorChar) >= 0
                        ? reference
                        : bundle.reference(),
                given.or(() -> Deployment.standardImage(chosen, bundle.reference(), name)),
                name,
                Optional.ofNullable(host),
                replicas == null ? chosen.trait().replicas().orElse(1) : replicas,
                output.toString());
    }
}
