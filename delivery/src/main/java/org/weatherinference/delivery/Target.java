package org.weatherinference.delivery;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Where a bundle can be served, and the files that it takes there. Each stands for itself: none builds on another. */
enum Target {
    /** One machine. */
    COMPOSE(
            "Docker Compose",
            "one machine with Docker",
            "compose.yaml hands them to the container; `docker compose up -d` takes up what changed."),
    /** A cluster. */
    KUBERNETES(
            "Kubernetes",
            "a cluster: probes, scaling, no private egress",
            "Kustomize makes a ConfigMap of them; `kubectl apply -k` replaces the pods when one changed."),
    /** A cluster with KServe. */
    KSERVE(
            "KServe",
            "a cluster with KServe: an InferenceService",
            "Kustomize makes a ConfigMap of them; `kubectl apply -k` makes a new revision when one changed."),
    /** Google's containers on demand. */
    CLOUD_RUN(
            "Google Cloud Run",
            "containers on demand, none while nobody asks",
            "Cloud Run takes those of service.yaml; these are the same, to try the image with at home."),
    /** Fly's small machines. */
    FLY(
            "Fly.io",
            "small machines near the visitors",
            "Fly takes those of fly.toml; these are the same, to try the image with at home."),
    /** Render's web services. */
    RENDER(
            "Render",
            "a web service from a Blueprint",
            "Render takes those of render.yaml; these are the same, to try the image with at home."),
    /** Heroku's dynos. */
    HEROKU("Heroku", "dynos from the container registry", "release.sh sets them as the app's config vars."),
    /** A machine of DigitalOcean's, or any with Debian or Ubuntu. */
    DIGITALOCEAN(
            "a droplet",
            "a droplet, or any Debian or Ubuntu, with nginx in front",
            "setup.sh hands them to the container."),
    /** A machine without containers. */
    SYSTEMD(
            "systemd",
            "one machine without containers: a hardened unit",
            "install.sh copies them to where only root can read them.");

    private static final int WIDEST_NAME = 12;

    private final String title;
    private final String purpose;
    private final String settingsWay;

    Target(String title, String purpose, String settingsWay) {
        this.title = title;
        this.purpose = purpose;
        this.settingsWay = settingsWay;
    }

    /**
     * What sets a target apart.
     *
     * @param memory megabytes that one server is given there
     * @param replicas how many servers at least where nobody says; empty where there is always one
     * @param takesHost whether its files name a host
     * @param keeps whether the server has a folder there that outlives it
     */
    record Trait(int memory, OptionalInt replicas, boolean takesHost, boolean keeps) {}

    /** In a title. */
    String title() {
        return title;
    }

    /** How the settings of {@code .env} get there, in a sentence. */
    String settingsWay() {
        return settingsWay;
    }

    Trait trait() {
        return switch (this) {
            case COMPOSE, SYSTEMD -> new Trait(1024, OptionalInt.empty(), false, true);
            case KUBERNETES -> new Trait(1024, OptionalInt.of(2), true, false);
            case KSERVE, FLY -> new Trait(1024, OptionalInt.of(1), false, false);
            case CLOUD_RUN -> new Trait(1024, OptionalInt.of(0), false, false);
            // What the smallest plan that is paid for gives.
            case RENDER, HEROKU -> new Trait(512, OptionalInt.of(1), false, false);
            case DIGITALOCEAN -> new Trait(1024, OptionalInt.empty(), true, true);
        };
    }

    /** The template of each file, in the order of their names. */
    Map<String, String> templates() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put(".env", "environment");
        all.put("README.md", camel() + "Readme");
        all.putAll(new TreeMap<>(ownTemplates()));
        return all;
    }

    private Map<String, String> ownTemplates() {
        return switch (this) {
            case COMPOSE -> Map.of("compose.yaml", "compose");
            case KUBERNETES ->
                Map.of(
                        "kustomization.yaml", "kubernetesKustomization",
                        "deployment.yaml", "kubernetesDeployment",
                        "service.yaml", "kubernetesService",
                        "scaling.yaml", "kubernetesScaling",
                        "network-policy.yaml", "kubernetesNetworkPolicy");
            case KSERVE ->
                Map.of(
                        "kustomization.yaml", "kserveKustomization",
                        "inference-service.yaml", "kserveService",
                        "name-reference.yaml", "kserveNameReference");
            case CLOUD_RUN -> Map.of("service.yaml", "cloudRunService");
            case FLY -> Map.of("fly.toml", "fly");
            case RENDER -> Map.of("render.yaml", "render", "publish.sh", "renderPublish");
            case HEROKU -> Map.of("release.sh", "herokuRelease");
            case DIGITALOCEAN -> Map.of("setup.sh", "digitaloceanSetup", "nginx.conf", "digitaloceanNginx");
            case SYSTEMD -> Map.of("weather-inference.service", "systemdUnit", "install.sh", "systemdInstall");
        };
    }

    private String camel() {
        return this == CLOUD_RUN ? "cloudRun" : toString();
    }

    /** As typed. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static List<String> names() {
        return Arrays.stream(values()).map(Target::toString).toList();
    }

    /** A line each, for help. */
    static String[] lines() {
        return Arrays.stream(values())
                .map(target -> "  " + target
                        + " ".repeat(WIDEST_NAME + 2 - target.toString().length()) + target.purpose)
                .toArray(String[]::new);
    }
}
