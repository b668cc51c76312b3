package org.weatherinference.spark;

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
 * are not in its jars, so its classes are started without them, with a {@code SPARK_HOME} of nothing but jars.
 */
final class SparkCluster implements AutoCloseable {
    private static final String CLASS_PATH = System.getProperty("java.class.path");

    private final Path folder;
    private final List<Process> processes = new ArrayList<>();
    private final List<Process> workers = new ArrayList<>();
    private final String master;

    SparkCluster(Path folder) throws IOException {
        this.folder = folder;
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
        Path jars = Files.createDirectories(folder.resolve("spark-home/jars"));
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes()
                .put(
                        Attributes.Name.CLASS_PATH,
                        Arrays.stream(CLASS_PATH.split(File.pathSeparator, -1))
                                .map(part -> Path.of(part).toUri().toString())
                                .collect(Collectors.joining(" ")));
        new JarOutputStream(Files.newOutputStream(jars.resolve("all.jar")), manifest).close();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Runs a batch by spark-submit's class. */
    Process submit(Path jar, Path home, String... arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                "--master",
                master,
                "--conf",
                "spark.ui.enabled=false",
                "--conf",
                "spark.driver.host=127.0.0.1",
                "--conf",
                "spark.executor.memory=512m",
                "--conf",
                "spark.driver.extraJavaOptions=-Dweather.home=" + home,
                "--class",
                "org.weatherinference.spark.BatchMain",
                jar.toString()));
        words.addAll(List.of(arguments));
        return start("driver", "org.apache.spark.deploy.SparkSubmit", words.toArray(String[]::new));
    }

    private Process start(String name, String main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m"));
        command.addAll(List.of(System.getProperty("weather.spark.opens", "").split(" ", -1)));
        command.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dweather.home=" + folder.resolve("home"),
                "-cp",
                CLASS_PATH,
                main));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log(name).toFile());
        builder.environment().put("SPARK_HOME", folder.resolve("spark-home").toString());
        builder.environment().put("SPARK_SCALA_VERSION", "2.13");
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    Path log(String name) {
        return folder.resolve(name + ".log");
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
