package org.weatherinference.photo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weatherinference.photo.Fixtures.bytes;
import static org.weatherinference.photo.Fixtures.insert;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Small files that would cost much memory or time; Linux tells a process's peak. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class HostileFileTest {
    private static final int MEGABYTES = 200;
    private static final int MILLIS = 2000;

    @TempDir
    Path folder;

    @Test
    void hundredLargeFrames_giveTheFirst() throws Exception {
        byte[] frame = GifFiles.written(Drawings.grey(4000, 4000, (x, y) -> x / 500 * 30));
        assertThat(outcome(GifFiles.repeated(frame, 100))).isEqualTo("4000 x 4000 [FIRST_FRAME, PALETTE_TO_RGB]");
    }

    @Test
    void manyScans_areNotDecoded() throws Exception {
        byte[] progressive = JpegFiles.progressive(Drawings.grey(2000, 1500, (x, y) -> x & 128));
        assertThat(outcome(JpegFiles.withRepeatedScans(progressive, 873))).endsWith("scans, the limit is 100");
    }

    @Test
    void twentyThousandSquare_isNotDecoded() throws Exception {
        byte[] png = bytes(
                PngFiles.SIGNATURE,
                PngFiles.header(20000, 20000, 8, 2, 0),
                PngFiles.chunk("IDAT", PngFiles.deflate(new byte[60001], 2000)),
                PngFiles.chunk("IEND", new byte[0]));
        assertThat(outcome(png)).isEqualTo("20000 x 20000 is 400000000 pixels, the limit is 50000000");
    }

    @Test
    void compressedText_isNotInflated() throws Exception {
        assertThat(outcome(withBomb("zTXt", bytes("Comment", 0, 0)))).isEqualTo("19 x 13 []");
    }

    @Test
    void compressedColourProfile_isNotInflated() throws Exception {
        assertThat(outcome(withBomb("iCCP", bytes("icc", 0, 0)))).isEqualTo("19 x 13 []");
    }

    private static byte[] withBomb(String chunk, byte[] start) {
        byte[] content = bytes(start, PngFiles.deflate(new byte[1 << 20], 256));
        byte[] png = PhotoEncoder.png(Drawings.landscape(19, 13));
        return insert(png, PngFiles.AFTER_HEADER, PngFiles.chunk(chunk, content));
    }

    private String outcome(byte[] file) throws IOException, InterruptedException {
        Path path = Files.write(folder.resolve("hostile"), file);
        List<String> lines =
                ChildJvm.run(PeakMemory.class, path.toString()).lines().toList();
        assertThat(Long.parseLong(lines.get(1))).as("milliseconds").isLessThan(MILLIS);
        assertThat(Long.parseLong(lines.get(2))).as("megabytes").isLessThan(MEGABYTES);
        return lines.get(0);
    }
}
