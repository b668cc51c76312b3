package org.weatherinference.server;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Everything about a server that can be set: by flag ({@code --port}), by environment ({@code WEATHER_PORT}) or in a
 * file ({@code port=8080}), the former before the latter.
 */
public enum Setting {
    /** Bundles served. */
    MODEL(
            "REF,…",
            "",
            "Bundles to serve, separated by commas; the first answers where a request names none"
                    + " (default: the standard bundle). Without a version: the live one, else the newest, as they change."),
    /** Address to listen on. */
    HOST("ADDRESS", "127.0.0.1", "Address to listen on; 0.0.0.0 lets every machine in that can reach this one."),
    /** Port to listen on. */
    PORT("N", "8080", "Port to listen on; 0 takes a free one."),
    /** Second port. */
    MANAGEMENT_PORT(
            "N",
            "",
            "Port for /metrics and /health, which the main port then does not show; 0 takes a free"
                    + " one (default: none)."),
    /** Path in front of all others. */
    BASE_PATH("/PATH", "/", "Path in front of all others, as a reverse proxy passes it on."),
    /** Addresses whose forwarded headers are believed. */
    TRUSTED_PROXIES(
            "ADDRESS,…",
            "",
            "Addresses or blocks (10.0.0.0/8) of reverse proxies, whose X-Forwarded-For is" + " believed."),
    /** Origins that browsers may call from. */
    CORS("ORIGIN,…", "", "Web origins whose pages may call the API, such as https://example.org; * for all."),
    /** Certificate chain. */
    TLS_CERTIFICATE("FILE", "", "Certificate chain in PEM; with --tls-key, the server speaks https."),
    /** Private key. */
    TLS_KEY("FILE", "", "Private key to it, in PEM (PKCS #8), not encrypted."),
    /** What runs networks. */
    DEVICE("NAME", "cpu", "What runs networks: cpu, or cuda for a GPU of NVIDIA's, which takes many photos at once."),
    /** Worker threads. */
    THREADS("N", "", "Photos worked on at once (default: one a core; with --device cuda 32 more, which wait for it)."),
    /** Waiting line. */
    LINE("N", "64", "Requests that may wait for a thread; further ones get 503."),
    /** Longest wait. */
    DEADLINE("SECONDS", "30", "Longest time from a request's last byte to its answer."),
    /** Slowest upload. */
    UPLOAD_TIME("SECONDS", "30", "Longest time for a request's body to arrive; its head gets at most twice that."),
    /** Idle connections. */
    IDLE_TIME("SECONDS", "15", "Longest silence on a connection."),
    /** Connections at once. */
    CONNECTIONS("N", "1024", "Connections open at once; further ones wait."),
    /** Bytes of a photo. */
    PHOTO_BYTES("N", "20971520", "Most bytes of one photo."),
    /** Pixels of a photo. */
    PHOTO_PIXELS("N", "50000000", "Most pixels of one photo."),
    /** Scans of a JPEG. */
    PHOTO_SCANS("N", "100", "Most scans of a progressive JPEG."),
    /** Photos of a request. */
    PHOTOS("N", "100", "Most photos of one request."),
    /** Bytes of a request. */
    REQUEST_BYTES("N", "104857600", "Most bytes of one request."),
    /** Bytes of all requests. */
    MEMORY_BYTES("N", "268435456", "Most bytes of all requests' bodies together; while they are taken, 503."),
    /** Requests a minute. */
    RATE("N", "600", "Requests a minute from one address; 0 for no limit. This machine's own are not counted."),
    /** URL requests a minute. */
    URL_RATE("N", "30", "Of these, requests that have a URL fetched; 0 for no limit."),
    /** URL photos. */
    URLS("BOOLEAN", "true", "Whether photos are fetched from web addresses."),
    /** Slowest URL. */
    URL_TIME("SECONDS", "10", "Longest time for a photo to come from a web address."),
    /** Hosts allowed though not public. */
    ALLOW_HOSTS("HOST,…", "", "Hosts that web addresses may point to though they are not public."),
    /** Keys for all. */
    REQUIRE_KEY("BOOLEAN", "false", "Whether the API asks for a key; training and managing need one in any case."),
    /** Page for all. */
    OPEN_PAGE("BOOLEAN", "false", "With --require-key, whether the page still answers everybody."),
    /** Where keys are kept. */
    DATABASE(
            "ADDRESS",
            "",
            "Where keys, feedback and training jobs are kept: jdbc:sqlite:FILE or"
                    + " jdbc:postgresql://HOST/NAME?user=USER&password=PASSWORD (default: state.db in $WEATHER_HOME)."),
    /** Corrections. */
    FEEDBACK("BOOLEAN", "true", "Whether visitors may say what an answer should have been."),
    /** Longest time for a visitor's photo. */
    KEEP_PHOTOS(
            "TIME",
            "90d",
            "How long a photo is kept at most that a visitor gave along with what it shows, such as 12h, 90d or 4w; 0"
                    + " for never."),
    /** Place for visitors' photos. */
    PHOTO_STORE(
            "PLACE",
            "",
            "Where those photos are kept: a folder, or a bucket that speaks S3, as"
                    + " s3://BUCKET/PREFIX?endpoint=URL&region=REGION (default: the folder feedback in $WEATHER_HOME)."),
    /** What answers are signed with. */
    SECRET(
            "TEXT",
            "",
            "What answers are signed with, at least 32 characters, the same for all replicas (default: the file"
                    + " signing-key in $WEATHER_HOME, made when it is first needed)."),
    /** Folder of datasets. */
    DATASETS("DIR", "", "Folder whose sub-folders training jobs may learn from (default: datasets in $WEATHER_HOME)."),
    /** Bytes of a dataset. */
    UPLOAD_BYTES("N", "1073741824", "Most bytes of a dataset that is sent with a training job, packed or not."),
    /** Worker beside the server. */
    WORKER("BOOLEAN", "false", "Whether a worker for training jobs runs beside the server, and ends with it."),
    /** Look-up of new versions. */
    RELOAD("SECONDS", "2", "How often to look for a new version of a served bundle; 0 for never."),
    /** Request log. */
    LOG("BOOLEAN", "true", "Whether each request is logged, as a line of JSON on standard output.");

    private static final String ENVIRONMENT = "WEATHER_";

    private final String value;
    private final String standard;
    private final String description;

    Setting(String value, String standard, String description) {
        this.value = value;
        this.standard = standard;
        this.description = description;
    }

    /** As in a file, and after {@code --}: lower case, with hyphens. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** As an environment variable. */
    public String variable() {
        return ENVIRONMENT + name();
    }

    /** What kind of value it takes, for help texts. */
    public String value() {
        return value;
    }

    /** Its default; empty where there is none. */
    public String standard() {
        return standard;
    }

    /** What it does, in a sentence or two. */
    public String description() {
        return description;
    }

    /** The setting of a key, as in a file. */
    static Optional<Setting> ofKey(String key) {
        return Arrays.stream(values())
                .filter(setting -> setting.key().equals(key))
                .findFirst();
    }

    /** The setting of an environment variable. */
    static Optional<Setting> ofVariable(String variable) {
        return Arrays.stream(values())
                .filter(setting -> setting.variable().equals(variable))
                .findFirst();
    }

    /** All keys. */
    static List<String> keys() {
        return Arrays.stream(values()).map(Setting::key).toList();
    }
}
