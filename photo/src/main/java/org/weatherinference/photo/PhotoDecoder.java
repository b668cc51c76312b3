package org.weatherinference.photo;

import java.util.ArrayList;
import java.util.List;

/**
 * Turns the bytes of a JPEG, PNG, WebP, GIF (first frame) or BMP file into a {@link Photo}. Safe to share between
 * threads; holds nothing that must be closed. All decoders of a process together keep to one budget of about 256 MB for
 * the pixels in decoding: a thread that asks for a very large photo may have to wait for another to be done.
 */
public final class PhotoDecoder {
    private final PhotoLimits limits;

    private PhotoDecoder(PhotoLimits limits) {
        this.limits = limits;
    }

    /** A decoder that refuses what passes the given limits. */
    public static PhotoDecoder create(PhotoLimits limits) {
        return new PhotoDecoder(limits);
    }

    /** The limits this decoder keeps. */
    public PhotoLimits limits() {
        return limits;
    }

    /**
     * Reads the header alone, and checks it against the limits.
     *
     * @throws MalformedPhotoException when the bytes are no picture, or their structure is broken
     * @throws UnsupportedPhotoException when they are a picture of a kind that is not read
     * @throws PhotoTooLargeException when it passes a limit
     */
    public PhotoHeader header(byte[] file) throws PhotoException {
        return outline(file).header();
    }

    private Outline outline(byte[] file) throws PhotoException {
        limits.requireBytes(file.length);
        Outline outline = switch (Signature.formatOf(file)) {
            case JPEG -> JpegOutline.read(file);
            case PNG -> PngOutline.read(file);
            case WEBP -> WebpOutline.read(file);
            case GIF -> GifOutline.read(file);
            case BMP -> BmpOutline.read(file).outline();
        };
        limits.require(outline.header());
        return outline;
    }

    /**
     * Decodes at full size.
     *
     * @throws PhotoException as {@link #header}, and where the picture data does not decode as a whole
     */
    public Photo decode(byte[] file) throws PhotoException {
        return decode(file, Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    /**
     * Decodes at the smallest scale that the format offers (JPEG: 1/2, 1/4, 1/8) at which the upright photo is still at
     * least {@code width} wide and {@code height} high; at full size where there is none.
     *
     * @throws PhotoException as {@link #header}, and where the picture data does not decode as a whole
     */
    public Photo decode(byte[] file, int width, int height) throws PhotoException {
        Outline outline = outline(file);
        int reduction = reduction(outline.header(), width, height);
        try (PixelBudget.Share _ = PixelBudget.take(outline, reduction);
                Pixels pixels = outline.decoding().decode(reduction)) {
            return draw(outline, pixels);
        }
    }

    private static int reduction(PhotoHeader header, int width, int height) {
        if (header.format() == PhotoFormat.JPEG) {
            for (int reduction = 8; reduction > 1; reduction /= 2) {
                if (Math.ceilDiv(header.uprightWidth(), reduction) >= width
                        && Math.ceilDiv(header.uprightHeight(), reduction) >= height) {
                    return reduction;
                }
            }
        }
        return 1;
    }

    private static Photo draw(Outline outline, Pixels pixels) throws MalformedPhotoException {
        Canvas canvas = canvas(outline, pixels);
        canvas.draw(pixels, outline.frame().left(), outline.frame().top());
        List<Adjustment> applied = new ArrayList<>(outline.adjustments());
        if (canvas.showsWhite()) {
            applied.add(Adjustment.ALPHA_ON_WHITE);
        }
        int orientation = outline.header().orientation();
        if (orientation > 1) {
            applied.add(Adjustment.ofOrientation(orientation));
        }
        return new Photo(canvas.uprightWidth(), canvas.uprightHeight(), canvas.pixels(), applied);
    }

    /** As large as the pixels, which may be scaled down, unless they are but a part of it. */
    private static Canvas canvas(Outline outline, Pixels pixels) {
        PhotoHeader header = outline.header();
        if (outline.fillsCanvas()) {
            return new Canvas(pixels.width(), pixels.height(), header.orientation());
        }
        Canvas canvas = new Canvas(header.width(), header.height(), header.orientation());
        canvas.paintWhite();
        return canvas;
    }
}
