package org.weatherinference.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weatherinference.command.CommandException;

class NpmPackageTest {
    private static final String ARCHIVE_PATH = "/npm/tiny/-/tiny-1.2.3.tgz";

    @TempDir
    private Path cache;

    private HttpServer server;
    private final List<String> asked = new ArrayList<>();
    private byte[] archive;

    @BeforeEach
    void start() throws IOException {
        archive = archive("package/dist/code.js", "code");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().getPath());
            boolean there = exchange.getRequestURI().getPath().equals(ARCHIVE_PATH);
            exchange.sendResponseHeaders(there ? 200 : 404, there ? archive.length : -1);
            if (there) {
                exchange.getResponseBody().write(archive);
            }
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static byte[] archive(String name, String content) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
            TarArchiveEntry entry = new TarArchiveEntry(name);
            entry.setSize(content.length());
            tar.putArchiveEntry(entry);
            tar.write(content.getBytes(UTF_8));
            tar.closeArchiveEntry();
        }
        return bytes.toByteArray();
    }

    private static NpmPackage pinned(byte[] archive) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-512").digest(archive);
        return new NpmPackage("tiny", "1.2.3", Base64.getEncoder().encodeToString(digest));
    }

    private URI registry(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    @Test
    void archive_isFetchedOnce_andKept() throws Exception {
        NpmPackage tiny = pinned(archive);
        Path file = tiny.fetch(registry("/npm/"), cache);
        assertThat(tiny.fetch(registry("/npm/"), cache)).isEqualTo(file).hasBinaryContent(archive);
        assertThat(asked).containsExactly(ARCHIVE_PATH);
        assertThat(tiny.files(file, Set.of("dist/code.js")).get("dist/code.js"))
                .asString()
                .isEqualTo("code");
    }

    @Test
    void spoiltArchiveInTheCache_isFetchedAnew() throws Exception {
        NpmPackage tiny = pinned(archive);
        Path file = tiny.fetch(registry("/npm/"), cache);
        Files.writeString(file, "spoilt");
        assertThat(tiny.fetch(registry("/npm/"), cache)).hasBinaryContent(archive);
        assertThat(asked).hasSize(2);
    }

    @Test
    void otherBytesThanWerePinned_areRefused_andNotKept() throws Exception {
        NpmPackage other = pinned(archive("package/dist/code.js", "what was published"));
        assertThatThrownBy(() -> other.fetch(registry("/npm/"), cache))
                .isInstanceOf(CommandException.class)
                .hasMessageStartingWith(
                        registry(ARCHIVE_PATH) + " is not tiny@1.2.3 as it was published: its SHA-512 is ")
                .hasMessageEndingWith("must be " + other.integrity());
        assertThat(cache).isEmptyDirectory();
    }

    @Test
    void otherFileThanWasPinned_isRefused() throws Exception {
        Path file = Files.writeString(cache.resolve("mine.tgz"), "no archive");
        assertThatThrownBy(() -> pinned(archive).check(file))
                .isInstanceOf(CommandException.class)
                .hasMessageStartingWith(file + " is not tiny@1.2.3");
    }

    @Test
    void missingPackage_isSaidWithTheWaysOut() throws Exception {
        assertThatThrownBy(() -> pinned(archive).fetch(registry("/elsewhere/"), cache))
                .isInstanceOf(CommandException.class)
                .hasMessage("tiny@1.2.3 cannot be fetched from " + registry("/elsewhere/tiny/-/tiny-1.2.3.tgz")
                        + ": the answer is 404; name another registry with --registry, or type"
                        + " `npm pack tiny@1.2.3` where there is one and give the file with --runtime");
        assertThat(cache).isEmptyDirectory();
    }

    @Test
    void unreachableRegistry_isSaidWithTheWaysOut() throws Exception {
        URI gone = registry("/npm/");
        server.stop(0);
        assertThatThrownBy(() -> pinned(archive).fetch(gone, cache))
                .isInstanceOf(CommandException.class)
                .hasMessageStartingWith("tiny@1.2.3 cannot be fetched from " + gone)
                .hasMessageContaining(": nothing answers there; ")
                .hasMessageEndingWith("give the file with --runtime");
        assertThat(cache).isEmptyDirectory();
    }

    @Test
    void archiveWithoutAFile_isSaid() throws Exception {
        NpmPackage tiny = pinned(archive);
        Path file = tiny.fetch(registry("/npm/"), cache);
        assertThatThrownBy(() -> tiny.files(file, Set.of("dist/other.js")))
                .isInstanceOf(CommandException.class)
                .hasMessage(file + " has no dist/other.js");
    }
}
