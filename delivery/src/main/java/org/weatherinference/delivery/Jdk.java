package org.weatherinference.delivery;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.spi.ToolProvider;
import org.weatherinference.command.CommandException;

/** The JDK that runs this, and what it can make. */
record Jdk(Path home) {
    /**
     * What serving needs, found by trying: jdeps stops at modular jars on a class path. It is for {@code serve},
     * {@code health}, {@code classify} and {@code bundles}.
     */
    static final List<String> SERVING = List.of(
            "java.base",
            "java.logging",
            "java.management",
            "java.naming",
            "java.net.http",
            "java.sql",
            "java.xml",
            "jdk.management",
            "jdk.net",
            "jdk.unsupported");

    /** What {@code classify --explain DIR} and {@code dataset sheet} draw with, 14 MB. */
    static final String DRAWING = "java.desktop";

    static Jdk current() {
        return new Jdk(Path.of(System.getProperty("java.home")));
    }

    /** A Java runtime with these modules; the same JDK makes the same. */
    void link(Path runtime, List<String> modules) {
        run(
                "jlink",
                "--add-modules",
                String.join(",", modules),
                "--strip-java-debug-attributes",
                "--no-header-files",
                "--no-man-pages",
                // It and the stripping come in any order, so that its classes have debug attributes at one time and
                // none at
                // another; the start cache holds what it would save.
                "--disable-plugin",
                "generate-jli-classes",
                // Measured: 21 MB smaller than without, and no slower to start, since classes come from the AOT cache.
                "--compress",
                "zip-2",
                "--output",
                runtime.toString());
    }

    /** A folder with a native launcher, as jpackage makes it for an application of that runtime. */
    Path launcher(Path runtime, Path work) throws IOException {
        Path input = Files.createDirectories(work.resolve("launcher-input"));
        Files.createFile(input.resolve("none.jar"));
        Path made = work.resolve("launcher");
        run(
                "jpackage",
                "--type",
                "app-image",
                "--name",
                "weather",
                "--input",
                input.toString(),
                "--main-jar",
                "none.jar",
                "--main-class",
                "none",
                "--runtime-image",
                runtime.toString(),
                "--dest",
                made.toString());
        return made.resolve("weather");
    }

    private void run(String tool, String... arguments) {
        ToolProvider provider = ToolProvider.findFirst(tool)
                .orElseThrow(() -> new CommandException("the Java in " + home + " has no " + tool
                        + ": set JAVA_HOME to a whole JDK 25, such as Temurin's"));
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said, true);
        if (provider.run(out, out, arguments) != 0) {
            throw new CommandException(
                    tool + " of " + home + " failed: " + said.toString().strip());
        }
    }

    /** What its {@code release} file says. */
    Properties release() throws IOException {
        Properties release = new Properties();
        try (var reader = Files.newBufferedReader(home.resolve("release"), StandardCharsets.UTF_8)) {
            release.load(reader);
        }
        release.replaceAll((key, value) -> value.toString().replace("\"", ""));
        return release;
    }
}
