package org.weatherinference.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

class ServingJarsTest {
    @TempDir
    private Path folder;

    private ServingJars jars;

    @BeforeEach
    void makeJars() throws IOException {
        jars = new ServingJars(List.of(
                jar("server.jar", "org/weatherinference/", "org/weatherinference/A.class"),
                jar(
                        "runtime.jar",
                        "ai/A.class",
                        "ai/linux-x64/liba.so",
                        "ai/linux-aarch64/liba.so",
                        "ai/win-x64/a.dll",
                        "db/Linux/x86_64/libc.so",
                        "db/Linux-Musl/x86_64/libc.so"),
                jar("natives.jar", "module-info.class", "org/linux-x86_64/libb.so.6"),
                jar("page.jar", "page.css")));
    }

    @Test
    void jarsWithNothingButLibraries_areLeftOut() throws IOException {
        assertThat(jars.names()).containsExactly("server.jar", "runtime.jar", "page.jar");
    }

    @Test
    void librariesOfAnyPlatform_areTakenOutOfJars() throws IOException {
        Layer layer = new Layer("libraries", folder.resolve("root"));
        jars.put(layer, "/lib", false);
        assertThat(layer.paths().keySet()).containsExactly("/lib/page.jar", "/lib/runtime.jar");
        try (ZipFile stripped = new ZipFile(layer.place("/lib/runtime.jar").toFile())) {
            assertThat(stripped.stream().map(ZipEntry::getName)).containsExactly("ai/A.class");
        }
        assertThat(layer.place("/lib/page.jar")).hasSameBinaryContentAs(folder.resolve("page.jar"));
    }

    @Test
    @EnabledIfSystemProperty(named = "os.arch", matches = "amd64", disabledReason = "its libraries are of x86-64")
    void librariesOfThisPlatformAlone_areUnpacked() throws IOException {
        Layer layer = new Layer("libraries", folder.resolve("root"));
        jars.putNatives(layer, "/native");
        assertThat(layer.paths().keySet()).containsExactly("/native/liba.so", "/native/libb.so.6", "/native/libc.so");
        assertThat(layer.place("/native/liba.so")).hasContent("ai/linux-x64/liba.so");
        assertThat(layer.place("/native/libc.so")).hasContent("db/Linux/x86_64/libc.so");
    }

    private Path jar(String name, String... entries) throws IOException {
        Path jar = folder.resolve(name);
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(file)) {
            for (String entry : entries) {
                zip.putNextEntry(new ZipEntry(entry));
                if (!entry.endsWith("/")) {
                    zip.write(entry.getBytes(UTF_8));
                }
            }
        }
        return jar;
    }
}
