package org.weatherinference.delivery;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A bundle's way to a target, as the templates see it.
 *
 * @param reference of the bundle, with its version
 * @param source what {@code weather container} is told to find it
 * @param pushed the image in a registry, if it goes there
 * @param name of the service or the app
 * @param host that visitors ask, if one is known
 * @param replicas how many servers at least
 * @param folder where the files are, as typed
 */
record Deployment(
        Target target,
        String reference,
        String source,
        Optional<String> pushed,
        String name,
        Optional<String> host,
        int replicas,
        String folder) {
    /** What one server is given: the figures of docs/deployment.md were measured with as many. */
    static final int CORES = 2;

    private static final String EXAMPLE_REGISTRY = "registry.example.org";
    private static final String EXAMPLE_HOST = "weather.example.org";

    /** Each file's text, by its name. */
    Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        target.templates()
                .forEach((name, template) -> files.put(name, TextTemplate.render(template, Map.of("it", this))));
        return files;
    }

    /** The image's name: in a registry, or that which a tar file gives it. */
    String image() {
        return pushed.orElse("weather-inference:" + tag(reference));
    }

    /** Whether whoever types the commands has to choose one first. */
    boolean imageIsExample() {
        return image().startsWith(EXAMPLE_REGISTRY + "/");
    }

    private static String tag(String reference) {
        return reference.replace(':', '-');
    }

    List<DeploymentSetting> settings() {
        return DeploymentSetting.of(this);
    }

    /** Settings that only an operator can give. */
    List<DeploymentSetting> secrets() {
        return DeploymentSetting.secrets(target);
    }

    /** Where they are to be set, in a sentence. */
    String secretsWay() {
        return target.trait().keeps()
                ? "Yours to give, where you want them; take the # away."
                : "Yours to give, as README.md says; here only to try the image at home.";
    }

    /** As arguments of a command. */
    String secretWords() {
        return secrets().stream().map(DeploymentSetting::typed).collect(Collectors.joining(" "));
    }

    /** As a cluster takes them. */
    String secretLiterals() {
        return secrets().stream()
                .map(secret -> "--from-literal=" + secret.typed())
                .collect(Collectors.joining(" "));
    }

    /** As commands of Google's, each with what it is told on its standard input. */
    String secretFiles() {
        return secrets().stream()
                .map(secret -> "printf %s " + secret.typedValue() + " | gcloud secrets create "
                        + secret.name()
                                .replace("WEATHER", name)
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '-')
                        + " --data-file=-")
                .collect(Collectors.joining("\n"));
    }

    /** A command of the program on a machine without containers, as the unit's user and with its settings. */
    String programOfUnit() {
        return "sudo systemd-run --quiet --pipe --wait -p DynamicUser=yes -p User=" + name
                + " -p StateDirectory=weather -p EnvironmentFile=/etc/" + name + ".env " + program();
    }

    /** The store, and what else the server keeps. */
    String store() {
        return Place.STORE;
    }

    /** The command that hands the image on. */
    String build() {
        String command = "./weather container " + quoted(source);
        if (target == Target.SYSTEMD) {
            return command + " --unpack " + path("image");
        }
        return command
                + pushed.map(repository -> " --push " + repository)
                        .orElse(" --name " + image() + " -o " + path("weather.tar"));
    }

    /** A file of the folder, as a shell is to be told. */
    String path(String file) {
        return quoted(folder + "/" + file);
    }

    String quotedFolder() {
        return quoted(folder);
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:@=+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /** A host to show where none is known. */
    String anyHost() {
        return host.orElse(EXAMPLE_HOST);
    }

    int mostReplicas() {
        return Math.max(10, replicas);
    }

    int memory() {
        return target.trait().memory();
    }

    int cores() {
        return CORES;
    }

    int port() {
        return Image.PORT;
    }

    String user() {
        return Image.USER;
    }

    /** The number of the image's user. */
    String uid() {
        return Image.USER.substring(0, Image.USER.indexOf(':'));
    }

    String program() {
        return Place.IMAGE.launcher();
    }

    /** The folder of the program, in an image and on a machine without. */
    String home() {
        return Place.IMAGE.home();
    }

    /** Where the image goes when nobody says. */
    static Optional<String> standardImage(Target target, String reference, String name) {
        String tag = tag(reference);
        return switch (target) {
            case COMPOSE, DIGITALOCEAN, SYSTEMD -> Optional.empty();
            case KUBERNETES, KSERVE, CLOUD_RUN, RENDER -> Optional.of(EXAMPLE_REGISTRY + "/weather-inference:" + tag);
            case FLY -> Optional.of("registry.fly.io/" + name + ":" + tag);
            case HEROKU -> Optional.of("registry.heroku.com/" + name + "/web");
        };
    }
}
