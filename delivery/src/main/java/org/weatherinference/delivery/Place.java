package org.weatherinference.delivery;

import java.util.ArrayList;
import java.util.List;

/**
 * Where the program lies, in an image or anywhere else: the folders of a jpackage application, whose launcher needs no
 * shell, and ours beside them.
 *
 * @param home as the options of Java shall name it
 */
record Place(String home) {
    /** In an image. */
    static final Place IMAGE = new Place("/opt/weather");
    /** A store of further bundles in an image: empty, for an operator to mount one there. */
    static final String STORE = "/var/lib/weather";

    /** As the launcher's own file of options names it. */
    private static final Place LAUNCHER = new Place("$ROOTDIR");

    private static final String MAIN = "org.weatherinference.cli.Main";

    String launcher() {
        return home + "/bin/weather";
    }

    String launcherLibrary() {
        return home + "/lib/libapplauncher.so";
    }

    String launcherOptions() {
        return jars() + "/weather.cfg";
    }

    String jars() {
        return home + "/lib/app";
    }

    String startCache() {
        return jars() + "/weather.aot";
    }

    String runtime() {
        return home + "/lib/runtime";
    }

    String natives() {
        return home + "/lib/native";
    }

    String bundles() {
        return home + "/bundles";
    }

    /** ONNX Runtime's own copies of the bundles' networks. */
    String fused() {
        return home + "/fused";
    }

    String bill() {
        return home + "/sbom.cdx.json";
    }

    /** What the launcher reads when it starts. */
    static String launcherFile(List<String> jars) {
        StringBuilder file = new StringBuilder("[Application]\napp.mainclass=" + MAIN + "\n");
        jars.forEach(jar -> file.append("app.classpath=")
                .append(LAUNCHER.jars())
                .append('/')
                .append(jar)
                .append('\n'));
        file.append("\n[JavaOptions]\njava-options=-XX:AOTCache=")
                .append(LAUNCHER.startCache())
                .append('\n');
        LAUNCHER.options()
                .forEach(option -> file.append("java-options=").append(option).append('\n'));
        return file.toString();
    }

    /** How Java is to be started in an image: docs/decisions/076 has the measurements. */
    List<String> options() {
        List<String> options = new ArrayList<>(List.of(
                "-XX:+UseSerialGC",
                "-Xms128m",
                "-Xmn64m",
                "-XX:SurvivorRatio=1",
                "-XX:TargetSurvivorRatio=95",
                "-XX:MaxRAMPercentage=50",
                "-XX:-UsePerfData",
                // The compiler that optimises would hold up the first answer and gives no more photos a second: what is
                // hot is native.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:ArchiveRelocationMode=0",
                "-XX:-AOTReplayTraining",
                "-Xlog:disable",
                "-Xlog:all=warning,aot*=off,cds*=off:stderr",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dstdout.encoding=UTF-8",
                "-Dstderr.encoding=UTF-8",
                "-Djava.awt.headless=true",
                // Jetty would load Java's management to find it out.
                "-Dorg.eclipse.jetty.util.referencesPerCacheLine=16"));
        // ONNX Runtime makes an empty temporary folder that it does not need; this is the one place that can be written
        // to in every container whose root is read-only.
        options.add("-Djava.io.tmpdir=/dev/shm");
        options.addAll(whereFilesLie());
        options.add("-Dweather.fused=" + fused());
        options.add("-Dweather.sealed=true");
        return options;
    }

    /** The options that tell Java and the program where native libraries and bundles lie, unpacked. */
    List<String> whereFilesLie() {
        return List.of(
                "-Djava.library.path=" + natives(),
                "-Dorg.bytedeco.javacpp.pathsFirst=true",
                "-Donnxruntime.native.path=" + natives(),
                "-Dweather.shipped=" + bundles());
    }
}
