package org.weatherinference.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.weatherinference.server.ServerSettings;

/** {@code weather deploy}: what it writes is checked by the programs that read it, as far as they run here. */
class DeployTest {
    private static final int SECONDS = 30;

    /** A tenth of what {@code systemd-analyze security} gives; below 2.0 little is left to harden. */
    private static final String MOST_EXPOSURE = "20";

    @TempDir
    private Path folder;

    private Path deploy(String target, String... options) throws Exception {
        Path out = folder.resolve("deployment");
        List<String> arguments = new ArrayList<>(List.of("deploy", target, "sun-rain", "-o", out.toString()));
        arguments.addAll(List.of(options));
        CommandLine.Result result = FreshClone.weather().run(arguments.toArray(String[]::new));
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("deployment holds .env, README.md", "./weather container sun-rain:");
        return out;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "compose",
                "kubernetes",
                "kserve",
                "cloud-run",
                "fly",
                "render",
                "heroku",
                "digitalocean",
                "systemd"
            })
    void settings_areThoseOfTheServer(String target) throws Exception {
        Map<String, String> environment = environment(deploy(target).resolve(".env"));
        ServerSettings settings = ServerSettings.of(Map.of(), environment, null);
        assertThat(settings.models()).singleElement().asString().startsWith("sun-rain:");
        assertThat(settings.limits().requestBytes())
                .isLessThanOrEqualTo(settings.limits().memoryBytes());
    }

    private static Map<String, String> environment(Path file) throws IOException {
        Map<String, String> environment = new HashMap<>();
        for (String line : Files.readAllLines(file)) {
            if (!line.isEmpty() && !line.startsWith("#")) {
                String[] parts = line.split("=", 2);
                environment.put(parts[0], parts[1]);
            }
        }
        return environment;
    }

    @Test
    void droplet_nginxTakesItsConfiguration_whichDoesAsTheSampleDoes() throws Exception {
        Optional<Path> nginx = Nginx.program();
        assumeTrue(nginx.isPresent(), "left out: the droplet's nginx.conf needs nginx on this machine");
        Path site = deploy("digitalocean", "--host", "weather.example.org").resolve("nginx.conf");
        Path whole = Files.writeString(
                folder.resolve("whole.conf"),
                "pid " + folder + "/pid;\nevents {\n}\nhttp {\n  access_log off;\n  include " + site + ";\n}\n");
        Process check = new ProcessBuilder(
                        nginx.get().toString(), "-t", "-p", folder.toString(), "-e", "stderr", "-c", whole.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(check.getInputStream().readAllBytes(), UTF_8);
        assertThat(check.waitFor()).as(said).isZero();
        List<String> sample = Files.readAllLines(Checkout.root().resolve("docs/nginx.conf")).stream()
                .map(String::strip)
                .filter(line -> line.matches("(proxy_(http|set|request|read)|client_|keepalive).*"))
                .toList();
        assertThat(Files.readAllLines(site)).map(String::strip).containsAll(sample);
    }

    @Test
    void systemd_unitIsHardened_itsProgramIsInstalledAnswersAndEndsWhenTold() throws Exception {
        assumeTrue(UnpackedImage.canRun(), "left out: to install in a sandbox needs bubblewrap");
        Path out = deploy("systemd");
        CommandLine.Result unpacked = FreshClone.weather()
                .run("container", "sun-rain", "--unpack", out.resolve("image").toString());
        assertThat(unpacked.exitCode()).as(unpacked.err()).isZero();
        layOutMachine();
        run("sh", out.resolve("install.sh").toString());
        assertThat(folder.resolve("systemctl.log")).content().contains("restart weather-inference.service");
        checkUnit();
        serve();
    }

    /** Where the script writes, and a systemd that only notes what it is told. */
    private void layOutMachine() throws IOException {
        Files.createDirectories(folder.resolve("opt"));
        Files.createDirectories(folder.resolve("state"));
        Files.createDirectories(folder.resolve("etc/systemd/system"));
        Path systemctl = Files.createDirectories(folder.resolve("bin")).resolve("systemctl");
        Files.writeString(systemctl, "#!/bin/sh\necho \"$@\" >>" + folder.resolve("systemctl.log") + "\n");
        assertThat(systemctl.toFile().setExecutable(true)).isTrue();
    }

    private void checkUnit() throws Exception {
        String unit = "/etc/systemd/system/weather-inference.service";
        if (Files.isExecutable(Path.of("/usr/bin/systemd-analyze"))) {
            assertThat(run("systemd-analyze", "verify", unit)).isEmpty();
            run("systemd-analyze", "security", "--offline=true", "--threshold=" + MOST_EXPOSURE, unit);
        } else {
            System.err.println("left out: the unit's own check needs systemd-analyze on this machine");
        }
    }

    /** By the unit's very command line, with its settings. */
    private void serve() throws Exception {
        Path unit = folder.resolve("etc/systemd/system/weather-inference.service");
        String start = Files.readAllLines(unit).stream()
                .filter(line -> line.startsWith("ExecStart="))
                .map(line -> line.substring("ExecStart=".length()))
                .findFirst()
                .orElseThrow();
        int port = freePort();
        ProcessBuilder builder = sandbox(start.split(" "));
        builder.environment().putAll(environment(folder.resolve("etc/weather-inference.env")));
        builder.environment().put("WEATHER_PORT", String.valueOf(port));
        builder.environment().put("LC_ALL", "C.UTF-8");
        Path err = folder.resolve("server.txt");
        Process server =
                builder.redirectErrorStream(true).redirectOutput(err.toFile()).start();
        try {
            String answer = answer(port, server, err);
            assertThat(answer).contains("\"label\":\"raining\"");
            assertThat(HttpAnswer.agree("http://127.0.0.1:" + port, answer)).contains("\"given\":\"raining\"");
            assertThat(folder.resolve("state/state.db")).exists();
            server.descendants()
                    .filter(process -> process.info().command().orElse("").endsWith("/opt/weather/bin/weather"))
                    .findFirst()
                    .orElseThrow()
                    .destroy();
            assertThat(server.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(server.exitValue()).as(Files.readString(err)).isZero();
        } finally {
            server.descendants().forEach(ProcessHandle::destroyForcibly);
        }
    }

    /** To a photo, as soon as the server is ready. */
    private static String answer(int port, Process server, Path err) throws Exception {
        Path photo = FreshClone.weather().checkout().resolve("samples/rain.jpg");
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        Optional<String> answer = classify(port, photo);
        while (answer.isEmpty()) {
            assertThat(server.isAlive() && System.nanoTime() < end)
                    .as(Files.readString(err))
                    .isTrue();
            Thread.sleep(50);
            answer = classify(port, photo);
        }
        return answer.get();
    }

    /** Empty where nobody listens yet, or not for photos yet. */
    private static Optional<String> classify(int port, Path photo) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/classify"))
                .header("Content-Type", "image/jpeg")
                .POST(HttpRequest.BodyPublishers.ofFile(photo))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            return Optional.of(answer).filter(one -> one.statusCode() != 503).map(HttpResponse::body);
        } catch (ConnectException _) {
            return Optional.empty();
        }
    }

    /** What it said. */
    private String run(String... command) throws Exception {
        Process process = sandbox(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor())
                .as("%s%n%s", String.join(" ", command), said)
                .isZero();
        return said;
    }

    /** This machine, read only, with the test's own /opt and /etc, as root of nothing else. */
    private ProcessBuilder sandbox(String... command) {
        List<String> whole =
                new ArrayList<>(List.of("bwrap", "--ro-bind", "/", "/", "--proc", "/proc", "--dev", "/dev"));
        whole.addAll(List.of("--tmpfs", "/tmp", "--bind", folder.toString(), folder.toString()));
        whole.addAll(List.of("--bind", folder.resolve("opt").toString(), "/opt"));
        whole.addAll(List.of("--bind", folder.resolve("etc").toString(), "/etc"));
        whole.addAll(
                List.of("--tmpfs", "/var/lib", "--bind", folder.resolve("state").toString(), "/var/lib/weather"));
        whole.addAll(List.of("--unshare-user", "--unshare-pid", "--uid", "0", "--gid", "0", "--die-with-parent"));
        whole.addAll(List.of("--setenv", "PATH", folder.resolve("bin") + ":/usr/sbin:/usr/bin:/bin", "--"));
        whole.addAll(List.of(command));
        return new ProcessBuilder(whole);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
