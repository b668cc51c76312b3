package org.weatherinference.acceptance;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A standalone cluster of one master and two workers of one core each, as processes of this machine. Spark's scripts
 * are not in its jars, so its classes are started without them, with a {@code SPARK_HOME} of nothing but jars: those of
 * a checkout's {@code weather batch}, without what {@code weather-batch.jar} is to bring.
 */
final class SparkCluster implements AutoCloseable {
    /** What Spark's script would open to it. */
    private static final List<String> OPENED = List.of(
            "java.lang",
            "java.lang.invoke",
            "java.io",
            "java.net",
            "java.nio",
            "java.util",
            "java.util.concurrent",
            "java.util.concurrent.atomic",
            "jdk.internal.ref",
            "sun.nio.ch",
            "sun.nio.cs",
            "sun.util.calendar");

    /** For a driver that stays on this machine. */
    static final List<String> SETTINGS = List.of(
            "spark.ui.enabled=false",
            "spark.driver.host=127.0.0.1",
            "spark.driver.bindAddress=127.0.0.1",
            "spark.executor.memory=512m");

    private final Path folder;
    private final List<String> jars;
    private final List<Process> processes = new ArrayList<>();
    private final List<Process> workers = new ArrayList<>();
    private final String master;

    /** @param checkout where {@code ./weather batch} has been built */
    SparkCluster(Path checkout, Path folder) throws IOException {
        this.folder = folder;
        jars = Arrays.stream(Files.readString(checkout.resolve("spark/target/class-path"))
                        .strip()
                        .split(File.pathSeparator, -1))
                .filter(jar -> !jar.startsWith(checkout.toString()) && !jar.matches(".*/(bytedeco|onnxruntime)/.*"))
                .toList();
        makeHome();
        int port = freePort();
        master = "spark://127.0.0.1:" + port;
        start(
                "master",
                "org.apache.spark.deploy.master.Master",
                "--host",
                "127.0.0.1",
                "--port",
                "" + port,
                "--webui-port",
                "0");
        for (String name : List.of("worker-1", "worker-2")) {
            workers.add(start(
                    name,
                    "org.apache.spark.deploy.worker.Worker",
                    "--host",
                    "127.0.0.1",
                    "--webui-port",
                    "0",
                    "--cores",
                    "1",
                    "--memory",
                    "1g",
                    "--work-dir",
                    folder.resolve(name).toString(),
                    master));
        }
    }

    /** One jar that names all the others. */
    private void makeHome() throws IOException {
        Path home = Files.createDirectories(folder.resolve("spark-home/jars"));
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes()
                .put(
                        Attributes.Name.CLASS_PATH,
                        jars.stream()
                                .map(part -> Path.of(part).toUri().toString())
                                .collect(Collectors.joining(" ")));
        new JarOutputStream(Files.newOutputStream(home.resolve("all.jar")), manifest).close();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    String master() {
        return master;
    }

    /** What {@code spark-submit} does. */
    Process submit(String... arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of("--master", master));
        SETTINGS.forEach(setting -> words.addAll(List.of("--conf", setting)));
        words.addAll(List.of(arguments));
        return start("driver", "org.apache.spark.deploy.SparkSubmit", words.toArray(String[]::new));
    }

    private Process start(String name, String main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(OrdinaryRights.PREFIX);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1"));
        OPENED.forEach(opened -> command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED"));
        command.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                String.join(File.pathSeparator, jars),
                main));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log(name).toFile());
        builder.environment().put("WEATHER_HOME", folder.resolve("home").toString());
        builder.environment().put("SPARK_HOME", folder.resolve("spark-home").toString());
        builder.environment().put("SPARK_SCALA_VERSION", "2.13");
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    private Path log(String name) {
        return folder.resolve(name + ".log");
    }

    /** What a process has said so far. */
    String said(String name) throws IOException {
        return Files.readString(log(name));
    }

    /** Those that run, of all workers. */
    List<ProcessHandle> executors() {
        return workers.stream().flatMap(Process::descendants).toList();
    }

    @Override
    public void close() {
        Stream.concat(executors().stream(), processes.stream().map(Process::toHandle))
                .forEach(ProcessHandle::destroyForcibly);
    }
}
