package org.weatherinference.dataset;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.weatherinference.photo.Photo;
import org.weatherinference.photo.PhotoEncoder;

/** A contact sheet as a PNG: thumbnails in a grid about as wide as it is high, each with its label below. */
final class SheetPicture {
    private static final int GAP = 8;
    private static final int CAPTION = 20;
    private static final int CELL_WIDTH = ContactSheet.SIDE + GAP;
    private static final int CELL_HEIGHT = ContactSheet.SIDE + CAPTION + GAP;
    private static final int FONT = 13;
    private static final byte PAPER = (byte) 255;
    private static final byte EMPTY = (byte) 210;

    private final int columns;
    private final int width;
    private final int height;
    private final byte[] rgb;

    private SheetPicture(int tiles) {
        columns = (int) Math.ceil(Math.sqrt(tiles * (double) CELL_HEIGHT / CELL_WIDTH));
        width = columns * CELL_WIDTH + GAP;
        height = Math.ceilDiv(tiles, columns) * CELL_HEIGHT + GAP;
        rgb = new byte[width * height * 3];
        Arrays.fill(rgb, PAPER);
    }

    /**
     * The picture's bytes.
     *
     * @param drawing called on many threads
     */
    static byte[] png(List<Entry> entries, Function<Entry, Tile> drawing) {
        SheetPicture sheet = new SheetPicture(entries.size());
        IntStream.range(0, entries.size()).parallel().forEach(place -> {
            Photo photo = drawing.apply(entries.get(place)).photo();
            sheet.draw(photo == null ? blank() : photo, place);
        });
        sheet.caption(entries);
        return PhotoEncoder.png(Photo.of(sheet.width, sheet.height, sheet.rgb));
    }

    private static Photo blank() {
        byte[] grey = new byte[ContactSheet.SIDE * ContactSheet.SIDE * 3];
        Arrays.fill(grey, EMPTY);
        return Photo.of(ContactSheet.SIDE, ContactSheet.SIDE, grey);
    }

    private int left(int tile) {
        return GAP + tile % columns * CELL_WIDTH;
    }

    private int top(int tile) {
        return GAP + tile / columns * CELL_HEIGHT;
    }

    private void draw(Photo photo, int tile) {
        byte[] pixels = new byte[photo.width() * photo.height() * 3];
        photo.copyTo(ByteBuffer.wrap(pixels));
        int left = left(tile) + (ContactSheet.SIDE - photo.width()) / 2;
        int top = top(tile) + ContactSheet.SIDE - photo.height();
        for (int row = 0; row < photo.height(); row++) {
            System.arraycopy(pixels, row * photo.width() * 3, rgb, ((top + row) * width + left) * 3, photo.width() * 3);
        }
    }

    private void caption(List<Entry> entries) {
        Graphics2D graphics = image().createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setColor(Color.BLACK);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, FONT));
        for (int i = 0; i < entries.size(); i++) {
            String label = entries.get(i).label();
            int spare =
                    Math.max(0, ContactSheet.SIDE - graphics.getFontMetrics().stringWidth(label));
            graphics.setClip(left(i), top(i), ContactSheet.SIDE, CELL_HEIGHT);
            graphics.drawString(label, left(i) + spare / 2, top(i) + ContactSheet.SIDE + FONT + 1);
        }
        graphics.dispose();
    }

    /** Java's view of the very same bytes. */
    private BufferedImage image() {
        var colours = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_sRGB),
                false,
                false,
                ComponentColorModel.OPAQUE,
                DataBuffer.TYPE_BYTE);
        WritableRaster raster = Raster.createInterleavedRaster(
                new DataBufferByte(rgb, rgb.length), width, height, width * 3, 3, new int[] {0, 1, 2}, null);
        return new BufferedImage(colours, raster, false, null);
    }
}
