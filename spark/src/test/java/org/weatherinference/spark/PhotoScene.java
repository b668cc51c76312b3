package org.weatherinference.spark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.weatherinference.command.Progress;
import org.weatherinference.model.Bundle;
import org.weatherinference.model.BundleException;
import org.weatherinference.model.BundleStore;
import org.weatherinference.model.RedOrBlue;

/** A folder with a bundle that tells red from blue, photos drawn on demand, and batches over them. */
final class PhotoScene {
    private final Path folder;
    private final Bundle bundle;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private WebPhotos web = new WebPhotos(List.of());

    PhotoScene(Path folder) throws BundleException {
        this.folder = folder;
        bundle = store().add(RedOrBlue.draft("sun-rain"));
    }

    BundleStore store() {
        return BundleStore.open(folder.resolve("home"));
    }

    Bundle bundle() {
        return bundle;
    }

    /** A host that is fetched from though it is not public. */
    void allow(String host) {
        web = new WebPhotos(List.of(host));
    }

    Path red(String name) throws IOException {
        return file(name, RedOrBlue.png(255, 0, 0));
    }

    Path blue(String name) throws IOException {
        return file(name, RedOrBlue.png(0, 0, 255));
    }

    Path file(String name, byte[] content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, content);
    }

    /** Red ones, so large that each takes some hundredths of a second, and long there. */
    void slow(String folderName, int count) throws IOException {
        var picture = new BufferedImage(2000, 1500, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.setPaint(new GradientPaint(0, 0, Color.RED, 2000, 1500, Color.ORANGE));
        graphics.fillRect(0, 0, 2000, 1500);
        graphics.dispose();
        Path first = folder.resolve("slow.png");
        ImageIO.write(picture, "png", first.toFile());
        Files.setLastModifiedTime(first, FileTime.from(Instant.EPOCH));
        Path photos = Files.createDirectories(folder.resolve(folderName));
        for (int i = 0; i < count; i++) {
            Files.createLink(photos.resolve("%04d.png".formatted(i)), first);
        }
    }

    Path zip(String name, String... entries) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipArchiveOutputStream(bytes)) {
            for (String entry : entries) {
                zip.putArchiveEntry(new ZipArchiveEntry(entry));
                zip.write(content(entry));
                zip.closeArchiveEntry();
            }
        }
        return file(name, bytes.toByteArray());
    }

    Path tar(String name, String... entries) throws IOException {
        var bytes = new ByteArrayOutputStream();
        OutputStream packed = name.endsWith("gz") ? new GZIPOutputStream(bytes) : bytes;
        try (var tar = new TarArchiveOutputStream(packed)) {
            for (String entry : entries) {
                var header = new TarArchiveEntry(entry);
                header.setSize(content(entry).length);
                tar.putArchiveEntry(header);
                tar.write(content(entry));
                tar.closeArchiveEntry();
            }
        }
        return file(name, bytes.toByteArray());
    }

    private static byte[] content(String name) {
        return name.contains("red") ? RedOrBlue.png(255, 0, 0) : RedOrBlue.png(0, 0, 255);
    }

    String path(String name) {
        return folder.resolve(name).toString();
    }

    /** The exit code of a batch in the test's own process. */
    int batch(String input, BatchFormat format, @Nullable String column) throws BundleException, InterruptedException {
        WeatherSpark weather = WeatherSpark.of(LocalSpark.session(), bundle, web);
        try (Progress progress = progress()) {
            return begun(weather, format, progress).run(Rounds.of(weather, path(input), column));
        }
    }

    /** The exit code of a stream that ends when no photo is left. */
    int stream(String input) throws BundleException, IOException {
        WeatherSpark weather = WeatherSpark.of(LocalSpark.session(), bundle, web);
        try (Progress progress = progress()) {
            return Following.run(
                    begun(weather, BatchFormat.PARQUET, progress), LocalSpark.session(), path(input), true);
        }
    }

    private Progress progress() {
        said.reset();
        return Progress.none(new PrintStream(said, true, UTF_8));
    }

    private Batch begun(WeatherSpark weather, BatchFormat format, Progress progress) {
        var output = new BatchOutput(LocalSpark.session(), path("answers"), format);
        output.check();
        return new Batch(weather, bundle, output, progress);
    }

    int batch(String input) throws BundleException, InterruptedException {
        return batch(input, BatchFormat.PARQUET, null);
    }

    /** What the last batch said. */
    String said() {
        return said.toString(UTF_8);
    }

    /** What batches have written, in the order of the photos. */
    List<Row> rows() {
        return LocalSpark.session()
                .read()
                .parquet(path("answers"))
                .orderBy("photo")
                .collectAsList();
    }

    /** Photo and label, or photo and kind of error, of each row. */
    List<String> outcomes() {
        List<String> outcomes = new ArrayList<>();
        for (Row row : rows()) {
            Row error = row.getAs("error");
            String outcome = error == null ? row.getAs("label") : error.getAs("type");
            outcomes.add(row.<String>getAs("photo").replace(folder + "/", "") + " " + outcome);
        }
        return outcomes;
    }
}
