package org.weatherinference.photo;

import static org.weatherinference.photo.Fixtures.be16;
import static org.weatherinference.photo.Fixtures.bytes;
import static org.weatherinference.photo.Fixtures.indexOf;
import static org.weatherinference.photo.Fixtures.insert;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** JPEG files made by the JDK's own writer and by hand. */
final class JpegFiles {
    private JpegFiles() {}

    static byte[] baseline(Photo photo) {
        return PhotoEncoder.jpeg(photo, 95);
    }

    static byte[] progressive(Photo photo) {
        return write(new IIOImage(image(photo), null, null), true);
    }

    static byte[] grey(Photo photo) {
        BufferedImage grey = new BufferedImage(photo.width(), photo.height(), BufferedImage.TYPE_BYTE_GRAY);
        grey.getRaster().setSamples(0, 0, photo.width(), photo.height(), 0, Drawings.reds(photo));
        return write(new IIOImage(grey, null, null), false);
    }

    /** Four components of even colour as Adobe's programs store them, with their marker. */
    static byte[] fourComponents(int transform, int... stored) {
        byte[] file = fourComponentsWithoutMarker(stored);
        return insert(file, 2, bytes(0xff, 0xee, be16(14), "Adobe", be16(100), be16(0), be16(0), transform));
    }

    static byte[] fourComponentsWithoutMarker(int... stored) {
        WritableRaster raster = Raster.createInterleavedRaster(0, 16, 16, 4, null);
        for (int band = 0; band < 4; band++) {
            int[] samples = new int[256];
            Arrays.fill(samples, stored[band]);
            raster.setSamples(0, 0, 16, 16, band, samples);
        }
        return write(new IIOImage(raster, null, null), false);
    }

    static byte[] withExif(byte[] jpeg, byte[] exif) {
        return insert(jpeg, 2, bytes(0xff, 0xe1, be16(exif.length + 8), "Exif\0\0", exif));
    }

    /** A progressive file whose last scan stands there so many times more. */
    static byte[] withRepeatedScans(byte[] progressive, int more) {
        int last = lastScan(progressive);
        byte[] scan = Arrays.copyOfRange(progressive, last, progressive.length - 2);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(progressive, 0, progressive.length - 2);
        for (int i = 0; i < more; i++) {
            file.writeBytes(scan);
        }
        file.writeBytes(new byte[] {(byte) 0xff, (byte) 0xd9});
        return file.toByteArray();
    }

    private static int lastScan(byte[] jpeg) {
        int at = jpeg.length - 2;
        while (jpeg[at] != (byte) 0xff || jpeg[at + 1] != (byte) 0xda) {
            at--;
        }
        return at;
    }

    /** The same file with another kind of frame header and another depth. */
    static byte[] withFrame(byte[] baseline, int marker, int bits) {
        byte[] changed = baseline.clone();
        int frame = frameHeader(baseline);
        changed[frame + 1] = (byte) marker;
        changed[frame + 4] = (byte) bits;
        return changed;
    }

    static byte[] withSize(byte[] baseline, int width, int height) {
        byte[] changed = baseline.clone();
        byte[] size = bytes(be16(height), be16(width));
        System.arraycopy(size, 0, changed, frameHeader(baseline) + 5, size.length);
        return changed;
    }

    private static int frameHeader(byte[] baseline) {
        return indexOf(baseline, bytes(0xff, 0xc0));
    }

    private static BufferedImage image(Photo photo) {
        BufferedImage image = new BufferedImage(photo.width(), photo.height(), BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < photo.width() * photo.height(); i++) {
            image.setRGB(i % photo.width(), i / photo.width(), photo.pixels()[i] >>> 8);
        }
        return image;
    }

    private static byte[] write(IIOImage image, boolean progressive) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam settings = writer.getDefaultWriteParam();
        settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        settings.setCompressionQuality(0.95f);
        settings.setProgressiveMode(progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(file)) {
            writer.setOutput(out);
            writer.write(null, image, settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return file.toByteArray();
    }
}
