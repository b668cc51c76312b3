package org.weatherinference.cli;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.imageio.ImageIO;
import org.weatherinference.photo.Photo;

/** A heat map laid over its photo. */
final class Overlay {
    private Overlay() {}

    /** At the photo's size. */
    static byte[] png(Photo photo, byte[] heatmap) throws IOException {
        BufferedImage image = image(photo);
        Graphics2D graphics = image.createGraphics();
        graphics.drawImage(ImageIO.read(new ByteArrayInputStream(heatmap)), 0, 0, photo.width(), photo.height(), null);
        graphics.dispose();
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(image, "png", png);
        return png.toByteArray();
    }

    private static BufferedImage image(Photo photo) {
        ByteBuffer rgb = ByteBuffer.allocate(photo.width() * photo.height() * 3);
        photo.copyTo(rgb);
        BufferedImage image = new BufferedImage(photo.width(), photo.height(), BufferedImage.TYPE_INT_RGB);
        int[] row = new int[photo.width()];
        rgb.flip();
        for (int y = 0; y < photo.height(); y++) {
            for (int x = 0; x < row.length; x++) {
                row[x] = (rgb.get() & 0xff) << 16 | (rgb.get() & 0xff) << 8 | (rgb.get() & 0xff);
            }
            image.setRGB(0, y, row.length, 1, row, 0, row.length);
        }
        return image;
    }
}
