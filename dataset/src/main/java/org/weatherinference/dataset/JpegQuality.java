package org.weatherinference.dataset;

/**
 * How strongly a JPEG is compressed, on the scale of the IJG's library: its quantisation table is compared with the one
 * in ISO/IEC 10918-1, annex K, which that library scales.
 */
final class JpegQuality {
    private static final int TABLE = 0xDB;
    private static final int SCAN = 0xDA;
    private static final int VALUES = 64;
    private static final int STANDARD_SUM = 3688;

    private JpegQuality() {}

    /** 1 to 100, roughly; 0 where the file has no such table where a JPEG has it. */
    static int of(byte[] file) {
        int at = 2;
        while (at + 4 < file.length && u8(file, at) == 0xFF && u8(file, at + 1) != SCAN) {
            int length = u8(file, at + 2) << 8 | u8(file, at + 3);
            if (u8(file, at + 1) == TABLE) {
                return quality(file, at + 4);
            }
            at += 2 + length;
        }
        return 0;
    }

    private static int quality(byte[] file, int at) {
        int bytes = u8(file, at) >> 4 == 0 ? 1 : 2;
        if (at + 1 + VALUES * bytes > file.length) {
            return 0;
        }
        int sum = 0;
        for (int i = at + 1; i < at + 1 + VALUES * bytes; i += bytes) {
            sum += bytes == 1 ? u8(file, i) : u8(file, i) << 8 | u8(file, i + 1);
        }
        double percent = 100.0 * sum / STANDARD_SUM;
        double quality = percent > 100 ? 5000 / percent : (200 - percent) / 2;
        return Math.clamp(Math.round(quality), 1, 100);
    }

    private static int u8(byte[] file, int at) {
        return file[at] & 0xFF;
    }
}
