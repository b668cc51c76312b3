package org.weatherinference.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.weatherinference.fetch.FetchRules;
import org.weatherinference.model.Device;
import org.weatherinference.model.WeatherHome;
import org.weatherinference.photo.PhotoLimits;
import org.weatherinference.state.Database;
import org.weatherinference.state.DatasetShelf;
import org.weatherinference.state.Lifetime;
import org.weatherinference.state.PhotoFolder;
import org.weatherinference.state.PhotoStorage;
import org.weatherinference.state.StateException;

/**
 * How a server is to run, all of it checked. {@link Setting} says what each component means.
 *
 * @param models references, possibly none
 * @param host address or name of this machine's interface
 * @param port 0 for a free one
 * @param managementPort empty for none, 0 for a free one
 * @param basePath {@code /}, or with a slash in front and none at the end
 * @param trustedProxies believed addresses
 * @param corsOrigins allowed origins, or {@code *}
 * @param tls empty for plain http
 * @param work how much is done at once, and for how long
 * @param limits of what a request may hold
 * @param rates how often one address may ask
 * @param fetching empty where web addresses are not fetched
 * @param entry who may ask
 * @param state where what is remembered is kept
 * @param training what training jobs learn from, and who does them
 * @param reload how often to look for new versions; zero for never
 * @param log whether requests are logged
 */
public record ServerSettings(
        List<String> models,
        String host,
        int port,
        OptionalInt managementPort,
        String basePath,
        TrustedProxies trustedProxies,
        List<String> corsOrigins,
        Optional<Tls> tls,
        Work work,
        Limits limits,
        Rates rates,
        Optional<FetchRules> fetching,
        Entry entry,
        State state,
        Training training,
        Duration reload,
        boolean log) {
    private static final int MOST = Integer.MAX_VALUE - 8;
    private static final int HIGHEST_PORT = 65_535;
    private static final int DAY = 86_400;
    private static final int SHORTEST_SECRET = 32;
    /** Threads that have decoded a photo each, so that many can be classified at once. */
    private static final int WAITING_FOR_A_GPU = 32;

    /** Files in PEM. */
    public record Tls(Path certificate, Path key) {}

    /**
     * How much is done at once, and for how long.
     *
     * @param device that runs networks
     * @param threads that decode and classify
     * @param line requests that may wait for one
     * @param deadline from a request's last byte to its answer
     * @param uploadTime for a body to arrive
     * @param idleTime of silence on a connection
     * @param connections open at once
     */
    public record Work(
            Device device,
            int threads,
            int line,
            Duration deadline,
            Duration uploadTime,
            Duration idleTime,
            int connections) {}

    /**
     * What a request may hold.
     *
     * @param photo of each photo
     * @param photos in one request
     * @param requestBytes of one request
     * @param memoryBytes of all requests together
     */
    public record Limits(PhotoLimits photo, int photos, int requestBytes, int memoryBytes) {}

    /**
     * Requests a minute from one address; 0 for no limit.
     *
     * @param requests of any kind
     * @param urls that have a URL fetched
     */
    public record Rates(int requests, int urls) {}

    /**
     * Who may ask.
     *
     * @param requireKey whether the API asks for a key
     * @param openPage whether the page answers those who have none, all the same
     */
    public record Entry(boolean requireKey, boolean openPage) {}

    /**
     * What is remembered.
     *
     * @param database its address
     * @param photoStore where visitors' photos are kept
     * @param feedback whether visitors may say what an answer should have been
     * @param keepPhotos how long their photos are kept at most; zero for never
     * @param secret that answers are signed with; empty for the one in the user's folder
     */
    public record State(
            String database, String photoStore, boolean feedback, Duration keepPhotos, Optional<String> secret) {
        /** Without the secret, and without the password that the address may have. */
        @Override
        public String toString() {
            return "State";
        }
    }

    /**
     * What training jobs learn from, and who does them.
     *
     * @param datasets folder of datasets; need not exist
     * @param uploadBytes of one that is sent
     * @param worker whether one runs beside the server
     */
    public record Training(Path datasets, int uploadBytes, boolean worker) {}

    /**
     * Settings from flags, environment and file; what is set in more than one place is taken from the first.
     *
     * @param flags values as typed
     * @param environment all of the process's variables; those that begin with {@code WEATHER_} must be known
     * @param file of {@code key=value} lines; null for none
     * @throws SettingException naming the first that cannot be used
     */
    public static ServerSettings of(Map<Setting, String> flags, Map<String, String> environment, @Nullable Path file)
            throws SettingException {
        SettingValues values = SettingValues.of(flags, environment, file);
        return new ServerSettings(
                values.strings(Setting.MODEL),
                values.string(Setting.HOST).orElseThrow(() -> values.wrong(Setting.HOST, "must be an address")),
                values.number(Setting.PORT, 0, HIGHEST_PORT),
                managementPort(values),
                basePath(values),
                trustedProxies(values),
                corsOrigins(values),
                tls(values),
                work(values),
                limits(values),
                new Rates(values.number(Setting.RATE, 0, MOST), values.number(Setting.URL_RATE, 0, MOST)),
                fetching(values),
                new Entry(values.truth(Setting.REQUIRE_KEY), values.truth(Setting.OPEN_PAGE)),
                state(values),
                training(values),
                values.seconds(Setting.RELOAD, 0, DAY),
                values.truth(Setting.LOG));
    }

    private static OptionalInt managementPort(SettingValues values) throws SettingException {
        return values.string(Setting.MANAGEMENT_PORT).isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(values.number(Setting.MANAGEMENT_PORT, 0, HIGHEST_PORT));
    }

    private static String basePath(SettingValues values) throws SettingException {
        String path = values.string(Setting.BASE_PATH).orElse("/");
        if (!path.matches("/|(/(?!\\.{1,2}(/|$))[A-Za-z0-9._~-]+)+/?")) {
            throw values.wrong(Setting.BASE_PATH, "must be a plain path such as /weather");
        }
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private static TrustedProxies trustedProxies(SettingValues values) throws SettingException {
        try {
            return TrustedProxies.of(values.strings(Setting.TRUSTED_PROXIES));
        } catch (IllegalArgumentException wrong) {
            throw values.wrong(Setting.TRUSTED_PROXIES, String.valueOf(wrong.getMessage()));
        }
    }

    private static List<String> corsOrigins(SettingValues values) throws SettingException {
        List<String> origins = values.strings(Setting.CORS);
        for (String origin : origins) {
            if (!origin.equals("*") && !origin.matches("https?://[A-Za-z0-9.\\[\\]:-]+")) {
                throw values.wrong(Setting.CORS, "must list origins such as https://example.org, or be *");
            }
        }
        return origins;
    }

    private static Optional<Tls> tls(SettingValues values) throws SettingException {
        Optional<Path> certificate = values.file(Setting.TLS_CERTIFICATE);
        Optional<Path> key = values.file(Setting.TLS_KEY);
        if (certificate.isPresent() != key.isPresent()) {
            throw values.wrong(
                    certificate.isPresent() ? Setting.TLS_CERTIFICATE : Setting.TLS_KEY,
                    "but needs " + (certificate.isPresent() ? Setting.TLS_KEY : Setting.TLS_CERTIFICATE).key()
                            + " beside it");
        }
        return certificate.flatMap(chain -> key.map(secret -> new Tls(chain, secret)));
    }

    private static Work work(SettingValues values) throws SettingException {
        Device device = device(values);
        int threads = values.string(Setting.THREADS).isEmpty()
                ? standardThreads(device)
                : values.number(Setting.THREADS, 1, 1024);
        return new Work(
                device,
                threads,
                values.number(Setting.LINE, 0, 1_000_000),
                values.seconds(Setting.DEADLINE, 1, DAY),
                values.seconds(Setting.UPLOAD_TIME, 1, DAY),
                values.seconds(Setting.IDLE_TIME, 1, DAY),
                values.number(Setting.CONNECTIONS, 1, 1_000_000));
    }

    private static Device device(SettingValues values) throws SettingException {
        return values.string(Setting.DEVICE)
                .flatMap(Device::named)
                .orElseThrow(() -> values.wrong(Setting.DEVICE, "must be cpu or cuda"));
    }

    private static int standardThreads(Device device) {
        int cores = Runtime.getRuntime().availableProcessors();
        return device == Device.CPU ? cores : cores + WAITING_FOR_A_GPU;
    }

    private static Limits limits(SettingValues values) throws SettingException {
        return new Limits(
                new PhotoLimits(
                        values.number(Setting.PHOTO_BYTES, 1, MOST),
                        values.number(Setting.PHOTO_PIXELS, 1, Integer.MAX_VALUE / 3),
                        values.number(Setting.PHOTO_SCANS, 1, MOST)),
                values.number(Setting.PHOTOS, 1, 10_000),
                values.number(Setting.REQUEST_BYTES, 1, MOST),
                values.number(Setting.MEMORY_BYTES, 1, MOST));
    }

    private static State state(SettingValues values) throws SettingException {
        Optional<String> address = values.string(Setting.DATABASE);
        Optional<String> secret = values.string(Setting.SECRET);
        if (secret.isPresent() && secret.get().length() < SHORTEST_SECRET) {
            throw values.wrongSecret(Setting.SECRET, "must have at least " + SHORTEST_SECRET + " characters");
        }
        if (address.isPresent()) {
            checkAddress(address.get());
        }
        return new State(
                address.orElseGet(() -> Database.standardAddress(WeatherHome.folder())),
                photoStore(values),
                values.truth(Setting.FEEDBACK),
                keepPhotos(values),
                secret);
    }

    /** Checked here, so that no visitor is the first to find a fault; nothing is connected. */
    private static String photoStore(SettingValues values) throws SettingException {
        Optional<String> place = values.string(Setting.PHOTO_STORE);
        if (place.isEmpty()) {
            return PhotoFolder.standardPath(WeatherHome.folder()).toString();
        }
        try {
            var _ = PhotoStorage.at(place.get());
            return place.get();
        } catch (StateException.Invalid wrong) {
            throw new SettingException(Setting.PHOTO_STORE.key() + ": " + wrong.getMessage());
        }
    }

    private static Duration keepPhotos(SettingValues values) throws SettingException {
        String text = values.string(Setting.KEEP_PHOTOS).orElse("0");
        try {
            return text.equals("0") ? Duration.ZERO : Lifetime.parse(text);
        } catch (StateException.Invalid wrong) {
            throw values.wrong(Setting.KEEP_PHOTOS, "but " + wrong.getMessage());
        }
    }

    /** The standard one needs no check, and a start without a database none of its classes. */
    private static void checkAddress(String address) throws SettingException {
        try (Database _ = Database.at(address)) {
            // Only made: nothing is opened yet.
        } catch (StateException.Invalid wrong) {
            throw new SettingException(Setting.DATABASE.key() + ": " + wrong.getMessage());
        }
    }

    private static Training training(SettingValues values) throws SettingException {
        return new Training(
                values.string(Setting.DATASETS)
                        .map(Path::of)
                        .orElseGet(() ->
                                DatasetShelf.standard(WeatherHome.folder()).root()),
                values.number(Setting.UPLOAD_BYTES, 1, MOST),
                values.truth(Setting.WORKER));
    }

    private static Optional<FetchRules> fetching(SettingValues values) throws SettingException {
        if (!values.truth(Setting.URLS)) {
            return Optional.empty();
        }
        try {
            return Optional.of(FetchRules.DEFAULT
                    .withTimeout(values.seconds(Setting.URL_TIME, 1, DAY))
                    .withMaxBytes(Math.min(values.number(Setting.PHOTO_BYTES, 1, MOST), 1 << 30))
                    .withAllowedHosts(values.strings(Setting.ALLOW_HOSTS)));
        } catch (IllegalArgumentException wrong) {
            throw values.wrong(Setting.ALLOW_HOSTS, "but " + wrong.getMessage());
        }
    }
}
