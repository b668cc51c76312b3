package org.weatherinference.delivery;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.weatherinference.command.CommandException;

/** The processors that something is built for, each on a machine of its own kind. */
enum Processor {
    /** Of Intel and AMD. */
    X64("amd64", "amd64", "linux-x86_64", "linux-x64", "Linux/x86_64"),
    /** Of ARM. */
    ARM64("aarch64", "arm64", "linux-arm64", "linux-aarch64", "Linux/aarch64");

    private final String java;
    private final String image;
    private final String javacpp;
    private final String onnxRuntime;
    private final String sqlite;

    Processor(String java, String image, String javacpp, String onnxRuntime, String sqlite) {
        this.java = java;
        this.image = image;
        this.javacpp = javacpp;
        this.onnxRuntime = onnxRuntime;
        this.sqlite = sqlite;
    }

    /** This machine's. */
    static Processor current() {
        String architecture = System.getProperty("os.arch");
        return Arrays.stream(values())
                .filter(processor -> processor.java.equals(architecture))
                .findFirst()
                .orElseThrow(() -> new CommandException(
                        "this is built for x86-64 and arm64 only, and this machine is " + architecture));
    }

    /** As a distribution's name has it. */
    String plainName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** As images name it. */
    String image() {
        return image;
    }

    /** What the folders of its libraries are called in the jars of JavaCPP, ONNX Runtime and SQLite. */
    Set<String> folders() {
        return Set.of(javacpp, onnxRuntime, sqlite);
    }
}
