package org.weatherinference.photo;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Tells formats apart by their leading bytes, those that are read as well as those that are only named. */
final class Signature {
    private static final String READ = "JPEG, PNG, WebP, GIF and BMP are read";

    /** Formats that are not read: a name, and what a file of it starts with, {@code ?} standing for any byte. */
    private record Named(String name, String start) {}

    // The order counts: a more telling start stands before a less telling one.
    private static final List<Named> NAMED = List.of(
            new Named("CR2 (camera raw)", "II*\0????CR"),
            new Named("TIFF or camera raw", "II*\0"),
            new Named("TIFF or camera raw", "MM\0*"),
            new Named("BigTIFF", "II+\0"),
            new Named("BigTIFF", "MM\0+"),
            new Named("RW2 (camera raw)", "IIU\0"),
            new Named("ORF (camera raw)", "IIRO"),
            new Named("RAF (camera raw)", "FUJIFILMCCD-RAW"),
            new Named("JPEG XL", "\u00ff\n"),
            new Named("JPEG XL", "\0\0\0\fJXL "),
            new Named("JPEG 2000", "\0\0\0\fjP  "),
            new Named("JPEG 2000", "\u00ffO\u00ffQ"),
            new Named("JPEG XR", "II\u00bc"),
            new Named("PDF", "%PDF"),
            new Named("PostScript", "%!PS"),
            new Named("PSD (Photoshop)", "8BPS"),
            new Named("ICO (icon)", "\0\0\u0001\0"),
            new Named("CUR (cursor)", "\0\0\u0002\0"),
            new Named("ZIP", "PK\u0003\u0004"),
            new Named("ZIP", "PK\u0005\u0006"),
            new Named("GZIP", "\u001f\u008b"),
            new Named("RAR", "Rar!"),
            new Named("7-Zip", "7z\u00bc\u00af"),
            new Named("QOI", "qoif"),
            new Named("OpenEXR", "v/1\u0001"),
            new Named("Radiance HDR", "#?RADIANCE"),
            new Named("XCF (GIMP)", "gimp xcf"),
            new Named("FLIF", "FLIF"),
            new Named("Matroska or WebM video", "\u001aE\u00df\u00a3"),
            new Named("AVI video", "RIFF????AVI "),
            new Named("WAV sound", "RIFF????WAVE"),
            new Named("MP3 sound", "ID3"),
            new Named("Ogg", "OggS"));

    private Signature() {}

    /**
     * The format of a file.
     *
     * @throws UnsupportedPhotoException when it is of a known format that is not read
     * @throws MalformedPhotoException when it is nothing known
     */
    static PhotoFormat formatOf(byte[] file) throws PhotoException {
        String start = new String(file, 0, Math.min(file.length, 512), StandardCharsets.ISO_8859_1);
        for (PhotoFormat format : PhotoFormat.values()) {
            if (matches(start, format.start())) {
                return format;
            }
        }
        if (file.length == 0) {
            throw new MalformedPhotoException("not a picture: the file is empty");
        }
        String name = name(start);
        if (name.isEmpty()) {
            throw new MalformedPhotoException(
                    "not a picture: it starts with none of the bytes of a known format; " + READ);
        }
        throw new UnsupportedPhotoException(name, name + " is not read: " + READ);
    }

    private static boolean matches(String start, String expected) {
        if (start.length() < expected.length()) {
            return false;
        }
        for (int i = 0; i < expected.length(); i++) {
            if (expected.charAt(i) != '?' && expected.charAt(i) != start.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static String name(String start) {
        for (Named named : NAMED) {
            if (matches(start, named.start())) {
                return named.name();
            }
        }
        return matches(start, "????ftyp????") ? boxed(start.substring(8, 12)) : text(start);
    }

    /** By the major brand of an ISO base media file. */
    private static String boxed(String brand) {
        return switch (brand) {
            case "avif", "avis" -> "AVIF";
            case "heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1" -> "HEIC";
            case "crx " -> "CR3 (camera raw)";
            case "jxl " -> "JPEG XL";
            case "jp2 ", "jpx " -> "JPEG 2000";
            default -> "MP4 or QuickTime video";
        };
    }

    /** Markup; empty when it is none. */
    private static String text(String start) {
        String text = start.replaceFirst("^\u00ef\u00bb\u00bf", "").strip().toLowerCase(Locale.ROOT);
        if (text.contains("<svg")) {
            return "SVG";
        }
        boolean html =
                List.of("<!doctype html", "<html", "<head", "<body").stream().anyMatch(text::startsWith);
        return html ? "HTML" : text.startsWith("<?xml") ? "XML" : "";
    }
}
