package org.weatherinference.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** Photos of all kinds and sizes, and a twentieth of bytes that are none, as a public server meets them. */
final class MixedPhotos {
    private static final int GOOD = 95;
    private static final int HOSTILE = 5;

    private final List<Upload> uploads = new ArrayList<>();

    /**
     * What is sent.
     *
     * @param path with its query
     * @param good whether it is a photo, and so to be answered with 200; else with 4xx
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Upload(String path, byte[] body, boolean good) {
        boolean isAnsweredBy(int status) {
            return good ? status == 200 : status >= 400 && status < 500;
        }
    }

    /** A hundred, in an order that is the same each time. */
    static List<Upload> hundred() throws IOException {
        MixedPhotos photos = new MixedPhotos();
        photos.good();
        photos.hostile();
        return photos.uploads;
    }

    private void good() throws IOException {
        List<Path> samples;
        try (Stream<Path> files = Files.list(Checkout.root().resolve("samples"))) {
            samples = files.filter(file -> file.toString().endsWith(".jpg"))
                    .sorted()
                    .toList();
        }
        List<byte[]> kinds = new ArrayList<>();
        for (Path sample : samples) {
            kinds.add(Files.readAllBytes(sample));
        }
        for (String format : List.of("jpg", "png", "gif", "bmp")) {
            kinds.add(drawn(640, 480, format));
        }
        kinds.add(drawn(1280, 960, "jpg"));
        kinds.add(drawn(4000, 3000, "jpg"));
        kinds.add(drawn(40, 9, "png"));
        for (int i = 0; i < GOOD; i++) {
            String query = i % 10 == 3 ? "?explain=true" : "";
            uploads.add(new Upload("/v1/classify" + query, kinds.get(i % kinds.size()), true));
        }
    }

    private void hostile() throws IOException {
        byte[] jpeg = drawn(1280, 960, "jpg");
        byte[] png = drawn(640, 480, "png");
        byte[] huge = png.clone();
        // Of its header's width.
        Arrays.fill(huge, 16, 18, (byte) 0x7f);
        byte[] random = new byte[100_000];
        new Random(1).nextBytes(random);
        List<byte[]> bad = List.of(
                Arrays.copyOf(jpeg, 300),
                Arrays.copyOf(png, 40),
                huge,
                random,
                "<html>no photo</html>".getBytes(UTF_8));
        for (int i = 0; i < HOSTILE; i++) {
            uploads.add((i + 1) * GOOD / HOSTILE, new Upload("/v1/classify", bad.get(i), false));
        }
    }

    private static byte[] drawn(int width, int height, String format) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        Random random = new Random(width);
        for (int i = 0; i < 300; i++) {
            pen.setColor(new Color(random.nextInt(1 << 24)));
            pen.fillOval(random.nextInt(width), random.nextInt(height), width / 9, height / 9);
        }
        pen.dispose();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ImageIO.write(image, format, file);
        return file.toByteArray();
    }
}
