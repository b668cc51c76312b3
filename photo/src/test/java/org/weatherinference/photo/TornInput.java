package org.weatherinference.photo;

import static org.weatherinference.photo.Fixtures.bytes;
import static org.weatherinference.photo.Fixtures.cut;
import static org.weatherinference.photo.Fixtures.exif;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Decodes broken files, for {@link TornInputTest}; prints a line a fixture: its name and how many were decoded. */
final class TornInput {
    private static final Photo SMALL = Drawings.landscape(19, 13);

    private TornInput() {}

    static Map<String, byte[]> fixtures() {
        Map<String, byte[]> fixtures = new TreeMap<>();
        fixtures.put("jpeg", JpegFiles.withExif(JpegFiles.baseline(SMALL), exif(6)));
        fixtures.put("jpeg-progressive", JpegFiles.progressive(SMALL));
        fixtures.put("jpeg-cmyk", JpegFiles.fourComponents(0, 255, 128, 0, 204));
        fixtures.put("png", PngFiles.withExif(PhotoEncoder.png(SMALL), exif(6)));
        fixtures.put("png-interlaced", interlacedPalette());
        fixtures.put("webp-lossy", WebpFiles.lossy(SMALL));
        fixtures.put("webp-lossless", WebpFiles.lossless(SMALL));
        fixtures.put("webp-alpha", WebpFiles.translucent(SMALL, 99));
        fixtures.put("webp-animated", WebpFiles.file(WebpFiles.canvas(2, 19, 13), WebpFiles.frame(0, 0, SMALL)));
        fixtures.put("gif", GifFiles.written(Drawings.grey(19, 13, (x, y) -> x * y)));
        fixtures.put("bmp", BmpFiles.small());
        fixtures.put("bmp-palette", BmpFiles.file(3, 1, 4, 0, bytes(new byte[12]), bytes(0x21, 0x00, 0, 0)));
        return fixtures;
    }

    private static byte[] interlacedPalette() {
        byte[] chunks = bytes(PngFiles.chunk("PLTE", new byte[12]), PngFiles.chunk("tRNS", bytes(7)));
        return PngFiles.file(5, 2, 2, 3, 1, chunks, new byte[12]);
    }

    /** The first argument is {@code cut}, or else {@code mutate}, followed by how often a fixture. */
    public static void main(String[] arguments) {
        fixtures().forEach((name, file) -> {
            int decoded = arguments[0].equals("cut") ? cuts(file) : mutations(file, Integer.parseInt(arguments[1]));
            System.out.println(name + " " + decoded);
        });
    }

    private static int cuts(byte[] file) {
        int decoded = 0;
        for (int length = 0; length < file.length; length++) {
            decoded += decode(cut(file, length));
        }
        return decoded;
    }

    private static int mutations(byte[] file, int times) {
        Random random = new Random(20);
        int decoded = 0;
        for (int i = 0; i < times; i++) {
            byte[] mutated = file.clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                mutated[random.nextInt(file.length)] = (byte) random.nextInt(256);
            }
            decoded += decode(mutated);
        }
        return decoded;
    }

    /** 1 for a photo, 0 for a photo's exception; anything else ends the run. */
    private static int decode(byte[] file) {
        try {
            Fixtures.DECODER.decode(file, 5, 5);
            return 1;
        } catch (PhotoException expected) {
            return 0;
        }
    }
}
