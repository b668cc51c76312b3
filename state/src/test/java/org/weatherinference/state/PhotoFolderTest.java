package org.weatherinference.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhotoFolderTest {
    private static final String HASH = "a".repeat(64);

    @TempDir
    private Path folder;

    @Test
    void photo_isAFileNamedByItsHash() throws IOException {
        new PhotoFolder(folder).put(HASH, new byte[] {1, 2});
        assertThat(folder.resolve("aa/" + HASH + ".jpg")).hasBinaryContent(new byte[] {1, 2});
        assertThat(folder.resolve("aa")).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void nobodyElseReadsPhotos() throws IOException {
        Path root = folder.resolve("photos");
        new PhotoFolder(root).put(HASH, new byte[] {1, 2});
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root)))
                .isEqualTo("rwx------");
    }

    @Test
    void whatAKilledProcessLeftHalfWritten_isListedAndDeleted() throws IOException {
        PhotoFolder photos = new PhotoFolder(folder);
        Path half =
                Files.createFile(Files.createDirectories(folder.resolve("aa")).resolve("." + HASH + ".jpg.new"));
        Instant now = Instant.now();
        Files.setLastModifiedTime(half, FileTime.from(now.minus(Duration.ofHours(2))));
        assertThat(photos.putBefore(now.minus(Duration.ofHours(1)))).containsExactly(HASH);
        photos.delete(HASH);
        assertThat(half).doesNotExist();
    }
}
