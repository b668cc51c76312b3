package org.weatherinference.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.weatherinference.fetch.FetchRules;
import org.weatherinference.model.Device;
import org.weatherinference.photo.PhotoLimits;

class ServerSettingsTest {
    private static final String SECRET = "a secret of more than 32 characters";

    @TempDir
    private Path folder;

    private Path certificate;
    private Path key;

    @BeforeEach
    void writeFiles() throws Exception {
        certificate = Files.writeString(folder.resolve("chain.pem"), "certificate");
        key = Files.writeString(folder.resolve("key.pem"), "key");
    }

    private static ServerSettings flag(Setting setting, String value) throws SettingException {
        return ServerSettings.of(Map.of(setting, value), Map.of(), null);
    }

    private ServerSettings file(String text) throws Exception {
        return ServerSettings.of(Map.of(), Map.of(), Files.writeString(folder.resolve("weather.conf"), text));
    }

    @Test
    void withNothingSet_defaultsHold() throws Exception {
        ServerSettings settings = ServerSettings.of(Map.of(), Map.of("PATH", "/bin"), null);
        assertThat(settings.models()).isEmpty();
        assertThat(settings.host()).isEqualTo("127.0.0.1");
        assertThat(settings.port()).isEqualTo(8080);
        assertThat(settings.managementPort()).isEmpty();
        assertThat(settings.basePath()).isEqualTo("/");
        assertThat(settings.trustedProxies().isEmpty()).isTrue();
        assertThat(settings.corsOrigins()).isEmpty();
        assertThat(settings.tls()).isEmpty();
        assertThat(settings.work())
                .isEqualTo(new ServerSettings.Work(
                        Device.CPU,
                        Runtime.getRuntime().availableProcessors(),
                        64,
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(15),
                        1024));
        assertThat(settings.limits())
                .isEqualTo(new ServerSettings.Limits(
                        new PhotoLimits(20_971_520, 50_000_000, 100), 100, 104_857_600, 268_435_456));
        assertThat(settings.rates()).isEqualTo(new ServerSettings.Rates(600, 30));
        assertThat(settings.fetching()).contains(FetchRules.DEFAULT.withMaxBytes(20_971_520));
        assertThat(settings.entry()).isEqualTo(new ServerSettings.Entry(false, false));
        assertThat(settings.state().database()).startsWith("jdbc:sqlite:").endsWith("state.db");
        assertThat(settings.state().feedback()).isTrue();
        assertThat(settings.state().keepPhotos()).isEqualTo(Duration.ofDays(90));
        assertThat(settings.state().secret()).isEmpty();
        assertThat(settings.training().datasets()).endsWithRaw(Path.of("datasets"));
        assertThat(settings.training().uploadBytes()).isEqualTo(1 << 30);
        assertThat(settings.training().worker()).isFalse();
        assertThat(settings.reload()).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.log()).isTrue();
    }

    /** A value for every setting that is not its default. */
    private Map<Setting, String> all() {
        Map<Setting, String> all = new EnumMap<>(Setting.class);
        all.put(Setting.MODEL, "sun-rain:1, other");
        all.put(Setting.HOST, "0.0.0.0");
        all.put(Setting.PORT, "8081");
        all.put(Setting.MANAGEMENT_PORT, "9090");
        all.put(Setting.BASE_PATH, "/weather");
        all.put(Setting.TRUSTED_PROXIES, "10.0.0.0/8");
        all.put(Setting.CORS, "https://example.org, http://localhost:3000");
        all.put(Setting.TLS_CERTIFICATE, certificate.toString());
        all.put(Setting.TLS_KEY, key.toString());
        all.put(Setting.DEVICE, "cuda");
        all.put(Setting.THREADS, "3");
        all.put(Setting.LINE, "4");
        all.put(Setting.DEADLINE, "5");
        all.put(Setting.UPLOAD_TIME, "6");
        all.put(Setting.IDLE_TIME, "7");
        all.put(Setting.CONNECTIONS, "8");
        all.put(Setting.PHOTO_BYTES, "9");
        all.put(Setting.PHOTO_PIXELS, "10");
        all.put(Setting.PHOTO_SCANS, "11");
        all.put(Setting.PHOTOS, "12");
        all.put(Setting.REQUEST_BYTES, "13");
        all.put(Setting.MEMORY_BYTES, "14");
        all.put(Setting.RATE, "15");
        all.put(Setting.URL_RATE, "16");
        all.put(Setting.URLS, "true");
        all.put(Setting.URL_TIME, "18");
        all.put(Setting.ALLOW_HOSTS, "nas.local");
        all.put(Setting.REQUIRE_KEY, "true");
        all.put(Setting.OPEN_PAGE, "true");
        all.put(Setting.DATABASE, "jdbc:sqlite:/tmp/state.db");
        all.put(Setting.FEEDBACK, "false");
        all.put(Setting.KEEP_PHOTOS, "19d");
        all.put(Setting.PHOTO_STORE, "/tmp/photos");
        all.put(Setting.SECRET, SECRET);
        all.put(Setting.DATASETS, "/srv/photos");
        all.put(Setting.UPLOAD_BYTES, "19");
        all.put(Setting.WORKER, "true");
        all.put(Setting.RELOAD, "17");
        all.put(Setting.LOG, "false");
        assertThat(all).containsOnlyKeys(Setting.values());
        return all;
    }

    private void assertAll(ServerSettings settings) {
        assertThat(settings.models()).containsExactly("sun-rain:1", "other");
        assertThat(settings.host()).isEqualTo("0.0.0.0");
        assertThat(settings.port()).isEqualTo(8081);
        assertThat(settings.managementPort()).isEqualTo(OptionalInt.of(9090));
        assertThat(settings.basePath()).isEqualTo("/weather");
        assertThat(settings.trustedProxies().trusts("10.1.2.3")).isTrue();
        assertThat(settings.corsOrigins()).containsExactly("https://example.org", "http://localhost:3000");
        assertThat(settings.tls()).contains(new ServerSettings.Tls(certificate, key));
        assertThat(settings.work())
                .isEqualTo(new ServerSettings.Work(
                        Device.CUDA, 3, 4, Duration.ofSeconds(5), Duration.ofSeconds(6), Duration.ofSeconds(7), 8));
        assertThat(settings.limits()).isEqualTo(new ServerSettings.Limits(new PhotoLimits(9, 10, 11), 12, 13, 14));
        assertThat(settings.rates()).isEqualTo(new ServerSettings.Rates(15, 16));
        assertThat(settings.fetching())
                .contains(FetchRules.DEFAULT
                        .withTimeout(Duration.ofSeconds(18))
                        .withMaxBytes(9)
                        .withAllowedHosts(List.of("nas.local")));
        assertThat(settings.entry()).isEqualTo(new ServerSettings.Entry(true, true));
        assertThat(settings.state())
                .isEqualTo(new ServerSettings.State(
                        "jdbc:sqlite:/tmp/state.db", "/tmp/photos", false, Duration.ofDays(19), Optional.of(SECRET)));
        assertThat(settings.toString()).doesNotContain(SECRET);
        assertThat(settings.reload()).isEqualTo(Duration.ofSeconds(17));
        assertThat(settings.log()).isFalse();
    }

    @Test
    void shortSecret_isRefused_andNotShown() {
        assertThatThrownBy(() -> ServerSettings.of(Map.of(Setting.SECRET, "hunter2"), Map.of(), null))
                .hasMessage("--secret must have at least 32 characters");
    }

    @Test
    void databaseOfAnotherKind_isRefused() {
        assertThatThrownBy(() -> ServerSettings.of(Map.of(Setting.DATABASE, "mysql://h"), Map.of(), null))
                .hasMessageContaining("the database is \"mysql://h\", must be jdbc:sqlite:FILE or jdbc:postgresql:");
    }

    @Test
    void wrongPlaceForPhotos_isRefused_withItsForm() {
        assertThatThrownBy(() -> flag(Setting.PHOTO_STORE, "https://minio.example.org/photos"))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("photo-store: the place for photos begins with \"https:\"; the place must be a"
                        + " folder or s3://BUCKET/PREFIX?endpoint=URL&region=REGION, such as ");
    }

    @Test
    void everySetting_canBeAFlag() throws Exception {
        assertAll(ServerSettings.of(all(), Map.of(), null));
    }

    @Test
    void everySetting_canBeInTheEnvironment() throws Exception {
        Map<String, String> environment = all().entrySet().stream()
                .collect(Collectors.toMap(entry -> "WEATHER_" + entry.getKey().name(), Map.Entry::getValue));
        assertAll(ServerSettings.of(Map.of(), environment, null));
    }

    @Test
    void everySetting_canBeInAFile() throws Exception {
        String lines = all().entrySet().stream()
                .map(entry -> entry.getKey().key() + " = " + entry.getValue().replace("\\", "\\\\"))
                .collect(Collectors.joining("\n"));
        assertAll(file("# ours\n" + lines));
    }

    @Test
    void keys_areInLowerCaseWithHyphens() {
        assertThat(Setting.TLS_CERTIFICATE.key()).isEqualTo("tls-certificate");
        assertThat(Setting.TLS_CERTIFICATE.variable()).isEqualTo("WEATHER_TLS_CERTIFICATE");
    }

    @Test
    void flag_goesBeforeEnvironment_andThatBeforeFile() throws Exception {
        Path file = Files.writeString(folder.resolve("weather.conf"), "port=1\nline=1\nphotos=1\n");
        Map<String, String> environment = Map.of("WEATHER_PORT", "2", "WEATHER_LINE", "2");
        ServerSettings settings = ServerSettings.of(Map.of(Setting.PORT, "3"), environment, file);
        assertThat(settings.port()).isEqualTo(3);
        assertThat(settings.work().line()).isEqualTo(2);
        assertThat(settings.limits().photos()).isEqualTo(1);
    }

    @Test
    void portOfThePlatform_isTakenWhereNothingElseNamesOne() throws Exception {
        Path file = Files.writeString(folder.resolve("weather.conf"), "port=1\n");
        Map<String, String> platform = Map.of("PORT", "4711");
        assertThat(ServerSettings.of(Map.of(), platform, null).port()).isEqualTo(4711);
        assertThat(ServerSettings.of(Map.of(), platform, file).port()).isEqualTo(1);
        assertThat(ServerSettings.of(Map.of(), Map.of("PORT", "4711", "WEATHER_PORT", "2"), null)
                        .port())
                .isEqualTo(2);
        assertThatThrownBy(() -> ServerSettings.of(Map.of(), Map.of("PORT", "http"), null))
                .hasMessage("PORT is \"http\", must be a whole number from 0 to 65535");
    }

    @Test
    void unknownKey_isRefusedWithTheNearest() {
        assertThatThrownBy(() -> file("prot=8080"))
                .isInstanceOf(SettingException.class)
                .hasMessageContainingAll("\"prot\"", "weather.conf", "is no setting; did you mean port?");
    }

    @Test
    void keyUnlikeAny_isRefusedWithoutAGuess() {
        assertThatThrownBy(() -> file("telephone-number=1"))
                .hasMessageContaining("is no setting")
                .hasMessageNotContaining("did you mean");
    }

    @Test
    void unknownVariable_isRefusedWithTheNearest() {
        assertThatThrownBy(() -> ServerSettings.of(Map.of(), Map.of("WEATHER_MODLE", "x"), null))
                .isInstanceOf(SettingException.class)
                .hasMessage("environment variable WEATHER_MODLE is no setting; did you mean WEATHER_MODEL?");
    }

    @Test
    void misspelledHome_isRefusedToo() {
        assertThatThrownBy(() -> ServerSettings.of(Map.of(), Map.of("WEATHER_HOEM", "x"), null))
                .hasMessageContaining("did you mean WEATHER_HOME?");
    }

    @Test
    void variablesOfTheProgram_areNoSettings() throws Exception {
        Map<String, String> others = Map.of("WEATHER_HOME", "/h", "WEATHER_CONFIG", "/c", "WEATHERMAN", "x");
        assertThat(ServerSettings.of(Map.of(), others, null).port()).isEqualTo(8080);
    }

    @Test
    void variablesThatKubernetesSets_areNoSettings() throws Exception {
        Map<String, String> links = Map.of(
                "WEATHER_SERVICE_HOST", "10.3.2.1",
                "WEATHER_SERVICE_PORT", "80",
                "WEATHER_SERVICE_PORT_HTTP", "80",
                "WEATHER_PORT_80_TCP", "tcp://10.3.2.1:80",
                "WEATHER_PORT_80_TCP_ADDR", "10.3.2.1");
        assertThat(ServerSettings.of(Map.of(), links, null).port()).isEqualTo(8080);
    }

    @Test
    void portThatKubernetesSets_isRefusedWithTheWayOut() {
        assertThatThrownBy(() -> ServerSettings.of(Map.of(), Map.of("WEATHER_PORT", "tcp://10.3.2.1:80"), null))
                .hasMessageContainingAll("WEATHER_PORT is \"tcp://10.3.2.1:80\"", "enableServiceLinks");
    }

    @Test
    void missingFile_isNamed() {
        assertThatThrownBy(() -> ServerSettings.of(Map.of(), Map.of(), folder.resolve("gone.conf")))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("gone.conf");
    }

    @Test
    void fileThatIsNoText_isNamed() throws Exception {
        Path file = Files.write(folder.resolve("weather.conf"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertThatThrownBy(() -> ServerSettings.of(Map.of(), Map.of(), file))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("weather.conf");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PORT | 65536 | must be a whole number from 0 to 65535",
                "PORT | -1 | must be a whole number from 0 to 65535",
                "PORT | http | must be a whole number",
                "MANAGEMENT_PORT | 1e3 | must be a whole number from 0 to 65535",
                "HOST | '' | must be an address",
                "BASE_PATH | weather | must be a plain path such as /weather",
                "BASE_PATH | /a b | must be a plain path such as /weather",
                "BASE_PATH | //host | must be a plain path such as /weather",
                "BASE_PATH | /a/../b | must be a plain path such as /weather",
                "TRUSTED_PROXIES | proxy.local | must list addresses such as 10.0.0.7 or blocks such as 10.0.0.0/8",
                "TRUSTED_PROXIES | 10.0.0.0/33 | must list addresses",
                "TRUSTED_PROXIES | 10.0.0.0/-1 | must list addresses",
                "TRUSTED_PROXIES | 10.0.0.0/ | must list addresses",
                "CORS | example.org | must list origins such as https://example.org, or be *",
                "CORS | https://example.org/page | must list origins",
                "TLS_KEY | /no/such/key.pem | must be a file that can be read",
                "DEVICE | gpu | must be cpu or cuda",
                "THREADS | 0 | must be a whole number from 1 to 1024",
                "LINE | -1 | must be a whole number from 0 to 1000000",
                "DEADLINE | 0 | must be a whole number from 1 to 86400",
                "UPLOAD_TIME | 30s | must be a whole number from 1 to 86400",
                "IDLE_TIME | 0.5 | must be a whole number from 1 to 86400",
                "CONNECTIONS | 0 | must be a whole number from 1",
                "PHOTO_BYTES | 3000000000 | must be a whole number from 1",
                "PHOTO_PIXELS | 0 | must be a whole number from 1",
                "PHOTO_SCANS | 0 | must be a whole number from 1",
                "PHOTOS | 10001 | must be a whole number from 1 to 10000",
                "REQUEST_BYTES | 20M | must be a whole number from 1",
                "MEMORY_BYTES | 0 | must be a whole number from 1",
                "RATE | -1 | must be a whole number from 0",
                "URL_RATE | many | must be a whole number from 0",
                "URLS | yes | must be true or false",
                "ALLOW_HOSTS | http://nas/ | but ",
                "RELOAD | -1 | must be a whole number from 0 to 86400",
                "LOG | 1 | must be true or false",
            })
    void wrongValue_isRefusedWithPlaceValueAndRule(Setting setting, String value, String rule) {
        assertThatThrownBy(() -> flag(setting, value))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("--" + setting.key() + " is \"" + value + "\", " + rule);
        assertThatThrownBy(() -> ServerSettings.of(Map.of(), Map.of(setting.variable(), value), null))
                .hasMessageStartingWith(setting.variable() + " is \"" + value + "\", " + rule);
        assertThatThrownBy(() -> file(setting.key() + "=" + value))
                .hasMessageStartingWith(setting.key() + " in ")
                .hasMessageContaining("weather.conf is \"" + value + "\", " + rule);
    }

    @ParameterizedTest
    @EnumSource(
            value = Setting.class,
            names = {"MODEL", "MANAGEMENT_PORT", "TRUSTED_PROXIES", "CORS", "THREADS", "ALLOW_HOSTS"})
    void emptyValue_isAsIfNotSetWhereThereIsNoDefault(Setting setting) throws Exception {
        assertThat(flag(setting, " "))
                .usingRecursiveComparison()
                .isEqualTo(ServerSettings.of(Map.of(), Map.of(), null));
    }

    @Test
    void certificateWithoutKey_isRefused_andTheOtherWayRound() {
        assertThatThrownBy(() -> flag(Setting.TLS_CERTIFICATE, certificate.toString()))
                .isInstanceOf(SettingException.class)
                .hasMessageContainingAll("--tls-certificate", certificate.toString(), "needs tls-key beside it");
        assertThatThrownBy(() -> flag(Setting.TLS_KEY, key.toString()))
                .hasMessageContainingAll("--tls-key", "needs tls-certificate beside it");
    }

    @Test
    void certificateAndKey_mayComeFromDifferentPlaces() throws Exception {
        ServerSettings settings = ServerSettings.of(
                Map.of(Setting.TLS_CERTIFICATE, certificate.toString()),
                Map.of("WEATHER_TLS_KEY", key.toString()),
                null);
        assertThat(settings.tls()).contains(new ServerSettings.Tls(certificate, key));
    }

    @ParameterizedTest
    @CsvSource({"/, /", "/weather, /weather", "/weather/, /weather", "/a/b/, /a/b", "'', /"})
    void basePath_hasASlashInFrontAndNoneAtTheEnd(String given, String taken) throws Exception {
        assertThat(flag(Setting.BASE_PATH, given).basePath()).isEqualTo(taken);
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "TRUE", " True "})
    void truth_isTrueInAnyCase(String value) throws Exception {
        assertThat(flag(Setting.LOG, value).log()).isTrue();
    }

    @Test
    void withoutUrls_nothingIsFetched() throws Exception {
        assertThat(flag(Setting.URLS, "false").fetching()).isEmpty();
    }

    @Test
    void enumAndKeys_areEachOthersInverse() {
        assertThat(Arrays.stream(Setting.values())
                        .map(setting -> Setting.ofKey(setting.key()).orElseThrow()))
                .containsExactly(Setting.values());
        assertThat(Arrays.stream(Setting.values())
                        .map(setting -> Setting.ofVariable(setting.variable()).orElseThrow()))
                .containsExactly(Setting.values());
    }
}
