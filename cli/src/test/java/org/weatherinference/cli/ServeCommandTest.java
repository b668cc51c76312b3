package org.weatherinference.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weatherinference.server.ServerSettings;
import org.weatherinference.server.Setting;
import org.weatherinference.server.WeatherServer;

/** What the command line adds to the server: its options, and the probe. */
class ServeCommandTest {
    @TempDir
    private Path folder;

    private Scene scene;

    @BeforeEach
    void start() throws Exception {
        scene = Scene.withBundle(folder);
    }

    @Test
    void help_listsEverySetting() {
        assertThat(scene.run("serve", "--help")).isZero();
        for (Setting setting : Setting.values()) {
            assertThat(scene.out()).contains("--" + setting.key());
        }
    }

    @Test
    void wrongValue_isWrongUsageAndNamesTheRule() {
        assertThat(scene.run("serve", "--port", "http")).isEqualTo(2);
        assertThat(scene.err()).startsWith("weather: --port is \"http\", must be a whole number from 0 to 65535");
    }

    @Test
    void unknownOption_isNamedWithTheNearest() {
        assertThat(scene.run("serve", "--prot", "80")).isEqualTo(2);
        assertThat(scene.err()).startsWith("weather: there is no option '--prot'; did you mean --port?");
    }

    @Test
    void unknownBundle_isSaid() {
        assertThat(scene.run("serve", "--port", "0", "--model", "sun-rian")).isEqualTo(1);
        assertThat(scene.err()).contains("there is no bundle \"sun-rian\"; did you mean sun-rain?");
    }

    @Test
    void takenPort_isSaid() throws Exception {
        try (WeatherServer server = serving()) {
            String port = String.valueOf(server.port());
            assertThat(scene.run("serve", "--port", port)).isEqualTo(2);
            assertThat(scene.err()).startsWith("weather: cannot listen at 127.0.0.1 port " + port);
        }
    }

    @Test
    void health_tellsWhetherAServerIsReady() throws Exception {
        String address;
        try (WeatherServer server = serving()) {
            address = "http://127.0.0.1:" + server.port();
            assertThat(scene.run("health", address)).isZero();
            assertThat(scene.out()).isEqualTo("{\"status\":\"ready\"}\n");
        }
        assertThat(scene.run("health", address)).isEqualTo(1);
        assertThat(scene.err()).startsWith("weather: no server answers at " + address);
        assertThat(scene.run("health", "ftp://x")).isEqualTo(2);
    }

    @Test
    void spec_isTheContractOfTheBundle() {
        assertThat(scene.run("bundles", "spec", "sun-rain")).isZero();
        assertThat(scene.out()).contains("\"openapi\": \"3.1.0\"", "[\"red\",\"blue\"]", "sun-rain:1");
    }

    private WeatherServer serving() throws Exception {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        ServerSettings settings = ServerSettings.of(Map.of(Setting.PORT, "0"), Map.of(), null);
        return WeatherServer.start(settings, scene.store(), nowhere, nowhere);
    }
}
