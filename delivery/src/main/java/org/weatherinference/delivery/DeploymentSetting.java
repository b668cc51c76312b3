package org.weatherinference.delivery;

import java.util.ArrayList;
import java.util.List;

/**
 * A variable that a deployed server finds in its environment.
 *
 * @param value empty for a random one
 * @param reason for it, in a sentence
 */
record DeploymentSetting(String name, String value, String reason) {
    private static final int SMALL = 512;
    private static final String PRIVATE_NETWORKS = "10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,100.64.0.0/10,fc00::/7";

    /** Those of a target, in the order in which they are written. */
    static List<DeploymentSetting> of(Deployment deployment) {
        List<DeploymentSetting> all = new ArrayList<>();
        all.add(new DeploymentSetting("WEATHER_MODEL", deployment.reference(), "The bundle, as it is in the image."));
        all.add(new DeploymentSetting(
                "WEATHER_THREADS",
                String.valueOf(Deployment.CORES),
                "Photos worked on at once: one a core. Each may take 150 MB of Java's heap while it is decoded."));
        if (deployment.target().trait().memory() == SMALL) {
            all.addAll(small());
        } else {
            all.add(new DeploymentSetting(
                    "WEATHER_MEMORY_BYTES", "134217728", "A quarter of Java's heap, which is half of the memory."));
        }
        all.addAll(ofTarget(deployment));
        all.addAll(remembering(deployment.target()));
        return all;
    }

    /** What the server remembers goes to a folder of its own, or else to a database that only an operator can name. */
    private static List<DeploymentSetting> remembering(Target target) {
        List<DeploymentSetting> all = new ArrayList<>();
        if (target.trait().keeps()) {
            all.add(new DeploymentSetting("WEATHER_FEEDBACK", "true", "Visitors may say what an answer should be."));
        } else {
            all.add(new DeploymentSetting(
                    "WEATHER_FEEDBACK", "false", "Visitors may say what an answer should be: needs a database."));
            all.add(new DeploymentSetting(
                    "WEATHER_KEEP_PHOTOS",
                    "0",
                    "How long their photos are kept, as 90d: needs a bucket (WEATHER_PHOTO_STORE)."));
        }
        all.add(new DeploymentSetting(
                "WEATHER_REQUIRE_KEY",
                "false",
                "Whether the API asks for a key" + (target.trait().keeps() ? "." : ": needs a database.")));
        return all;
    }

    /** Those that only an operator can give, and what they look like; none of them may stand in an image. */
    static List<DeploymentSetting> secrets(Target target) {
        boolean keeps = target.trait().keeps();
        return List.of(
                new DeploymentSetting(
                        "WEATHER_DATABASE",
                        "jdbc:postgresql://HOST/NAME?user=USER&password=PASSWORD",
                        "For keys, feedback and training jobs"
                                + (keeps ? "; without it they are in a file that outlives the server." : ".")),
                new DeploymentSetting(
                        "WEATHER_SECRET",
                        "",
                        keeps
                                ? "What answers are signed with; without it the server makes one and keeps it."
                                : "What answers are signed with, the same for all servers; else a restart forgets it."));
    }

    private static List<DeploymentSetting> small() {
        return List.of(
                new DeploymentSetting(
                        "WEATHER_PHOTO_PIXELS",
                        "16000000",
                        "What two threads can decode in 512 MB. With 1 GB take this and the next two away."),
                new DeploymentSetting("WEATHER_MEMORY_BYTES", "67108864", "A quarter of Java's heap."),
                new DeploymentSetting("WEATHER_REQUEST_BYTES", "52428800", "Less than all requests together."));
    }

    private static List<DeploymentSetting> ofTarget(Deployment deployment) {
        return switch (deployment.target()) {
            case COMPOSE -> List.of();
            case KUBERNETES ->
                deployment.host().isEmpty() ? List.of() : List.of(proxies(PRIVATE_NETWORKS, "The ingress controller."));
            case KSERVE -> List.of(proxies("127.0.0.0/8," + PRIVATE_NETWORKS, "The gateway and KServe's own proxy."));
            case CLOUD_RUN -> List.of(proxies("169.254.0.0/16", "Google's front end."));
            case FLY, RENDER -> together();
            case HEROKU ->
                List.of(
                        proxies("10.0.0.0/8", "Heroku's router."),
                        new DeploymentSetting(
                                "JAVA_TOOL_OPTIONS", "-Xmx256m", "A dyno shows Java the memory of the whole machine."));
            case DIGITALOCEAN -> List.of(proxies("172.16.0.0/12", "nginx, as a container sees it."));
            case SYSTEMD ->
                List.of(
                        new DeploymentSetting(
                                "WEATHER_HOST", "127.0.0.1", "This machine alone; 0.0.0.0 for all that can reach it."),
                        new DeploymentSetting("WEATHER_PORT", String.valueOf(Image.PORT), "Where it listens."),
                        proxies("127.0.0.1", "A proxy on this machine."),
                        new DeploymentSetting(
                                "WEATHER_HOME", Place.STORE, "Further bundles may lie in bundles/NAME/VERSION there."));
        };
    }

    /** As a shell is to be told. */
    String typed() {
        return name + "=" + typedValue();
    }

    String typedValue() {
        return value.isEmpty() ? "$(openssl rand -hex 32)" : "'" + value + "'";
    }

    /** As a file shows it. */
    String line() {
        return name + "=" + (value.isEmpty() ? "WHAT_OPENSSL_RAND_-HEX_32_SAYS" : value);
    }

    private static DeploymentSetting proxies(String blocks, String who) {
        return new DeploymentSetting(
                "WEATHER_TRUSTED_PROXIES", blocks, who + " Without it all visitors share one limit.");
    }

    /** Where the last address that the proxies name is one of theirs, clients cannot be told apart. */
    private static List<DeploymentSetting> together() {
        return List.of(
                new DeploymentSetting(
                        "WEATHER_RATE",
                        "6000",
                        "Requests a minute of all visitors together: here all come by a proxy."),
                new DeploymentSetting("WEATHER_URL_RATE", "300", "Of these, requests that have a URL fetched."));
    }
}
