package org.weatherinference.training;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.weatherinference.photo.Photo;
import org.weatherinference.photo.PhotoDecoder;
import org.weatherinference.photo.PhotoEncoder;
import org.weatherinference.photo.PhotoException;
import org.weatherinference.photo.PhotoLimits;

/**
 * Changes a photo in ways that leave its weather alone: another cut-out and shape, left for right, a little more or
 * less light and colour, a coarser camera, a harder compression. Never upside down: the sky is above.
 *
 * <p>Shape and compression vary widely because in gathered photos they go with the source, and the source with the
 * label.
 */
final class Augmentation {
    private final PhotoDecoder decoder = PhotoDecoder.create(PhotoLimits.DEFAULT);
    private final int size;
    private final Augment strength;

    Augmentation(int size, Augment strength) {
        this.size = size;
        this.strength = strength;
    }

    /** How many pixels a side are worth decoding: the smallest cut-out still covers the input. */
    int decodedSize() {
        return (int) Math.ceil(size / Math.sqrt(strength.leastArea));
    }

    /** A changed photo of exactly the input's size. */
    Photo apply(Photo photo, SplittableRandom random) {
        if (strength == Augment.NONE) {
            return photo.resize(size, size);
        }
        Photo cut = cutOut(photo, random);
        Photo mirrored = random.nextBoolean() ? cut.mirror() : cut;
        Photo coarse = random.nextDouble() < strength.coarseShare ? coarse(mirrored, random) : mirrored;
        Photo sized = coarse.resize(size, size);
        Photo lit = light(sized, random);
        return random.nextDouble() < strength.compressedShare ? compressed(lit, random) : lit;
    }

    /**
     * A part of at least {@link Augment#leastArea} whose shape, once it is squashed, stands for anything from narrow to
     * wide.
     */
    private Photo cutOut(Photo photo, SplittableRandom random) {
        double area = random.nextDouble(strength.leastArea, 1);
        double stretch = Math.exp(random.nextDouble(Math.log(strength.narrowest), Math.log(strength.widest)));
        double width = Math.min(1, Math.sqrt(area * stretch));
        double height = Math.min(1, area / width);
        int pixelsWide = Math.max(1, (int) Math.round(width * photo.width()));
        int pixelsHigh = Math.max(1, (int) Math.round(height * photo.height()));
        int x = random.nextInt(photo.width() - pixelsWide + 1);
        int y = random.nextInt(photo.height() - pixelsHigh + 1);
        return photo.crop(x, y, pixelsWide, pixelsHigh);
    }

    private Photo coarse(Photo photo, SplittableRandom random) {
        double scale = random.nextDouble(0.4, 1);
        return photo.resize(Math.max(1, (int) (size * scale)), Math.max(1, (int) (size * scale)));
    }

    private Photo light(Photo photo, SplittableRandom random) {
        float brightness = aroundOne(random);
        float contrast = aroundOne(random);
        float saturation = aroundOne(random);
        byte[] pixels = new byte[photo.width() * photo.height() * 3];
        photo.copyTo(ByteBuffer.wrap(pixels));
        float shift = 127.5f * (brightness - contrast);
        for (int i = 0; i < pixels.length; i += 3) {
            float red = (pixels[i] & 0xff) * contrast + shift;
            float green = (pixels[i + 1] & 0xff) * contrast + shift;
            float blue = (pixels[i + 2] & 0xff) * contrast + shift;
            float grey = 0.299f * red + 0.587f * green + 0.114f * blue;
            pixels[i] = clamped(grey + (red - grey) * saturation);
            pixels[i + 1] = clamped(grey + (green - grey) * saturation);
            pixels[i + 2] = clamped(grey + (blue - grey) * saturation);
        }
        return Photo.of(photo.width(), photo.height(), pixels);
    }

    private float aroundOne(SplittableRandom random) {
        return (float) (1 + random.nextDouble(-strength.light, strength.light));
    }

    private static byte clamped(float value) {
        return (byte) Math.clamp(Math.round(value), 0, 255);
    }

    private Photo compressed(Photo photo, SplittableRandom random) {
        try {
            return decoder.decode(PhotoEncoder.jpeg(photo, random.nextInt(35, 95)));
        } catch (PhotoException e) {
            throw new IllegalStateException("a photo that was just written cannot be read", e);
        }
    }
}
