package org.weatherinference.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.FilePayload;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntBinaryOperator;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.weatherinference.server.ServerSettings;
import org.weatherinference.server.Setting;
import org.weatherinference.server.WeatherServer;

/** What the page's {@code shrink.js} makes of photos, in a real browser, on a bare page of the server's own origin. */
class ShrunkPhotosTest {
    private static final int SHORT_SIDE = 224;
    private static final int SMALL_BYTES = 128 * 1024;
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; img-src 'self' data: blob:;" + " connect-src 'self'; worker-src ";
    private static final String BARE_PAGE = "<!doctype html><link rel='icon' href='data:,'><input type='file'>";
    private static final String SHRINK = """
            async (shortSide) => {
              const { shrink } = await import("/assets/test/shrink.js");
              const { blob, preview, shrunk } = await shrink(document.querySelector("input").files[0], shortSide);
              const reader = new FileReader();
              reader.readAsDataURL(blob);
              await new Promise((resolve) => reader.onload = resolve);
              return [reader.result.replace(/.*,/, ""), shrunk, preview !== null];
            }""";
    private static final String GIVE_UP = """
            async (shortSide) => {
              const { shrink } = await import("/assets/test/shrink.js");
              const file = document.querySelector("input").files[0];
              const controller = new AbortController();
              const late = shrink(file, shortSide, { signal: controller.signal }).catch((reason) => reason.name);
              const early = shrink(file, shortSide, { signal: AbortSignal.abort() }).catch((reason) => reason.name);
              controller.abort();
              return [await late, await early, (await shrink(file, shortSide)).shrunk];
            }""";
    private static final String BOTH_LABELS = """
            async (shortSide) => {
              const { shrink } = await import("/assets/test/shrink.js");
              const label = async (body) => {
                const headers = { "Content-Type": "image/jpeg" };
                return (await (await fetch("/v1/classify", { method: "POST", headers, body })).json()).label;
              };
              const file = document.querySelector("input").files[0];
              return [await label(file), await label((await shrink(file, shortSide)).blob)];
            }""";

    @TempDir
    private static Path home;

    private static WeatherServer server;
    private static Browser browser;

    private Page page;

    /** What came of a photo; {@code shown} tells whether there is a preview. */
    private record Result(String base64, boolean shrunk, boolean shown) {
        byte[] bytes() {
            return Base64.getDecoder().decode(base64);
        }

        BufferedImage image() throws IOException {
            return ImageIO.read(new ByteArrayInputStream(bytes()));
        }
    }

    @BeforeAll
    static void start() throws Exception {
        browser = Browser.open();
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        ServerSettings settings = ServerSettings.of(Map.of(Setting.PORT, "0"), Map.of(), null);
        server = WeatherServer.start(settings, Checkout.shipped(home), nowhere, nowhere);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
            browser.close();
        }
    }

    @BeforeEach
    void open() {
        page = open(browser, "'self'", "");
    }

    @AfterEach
    void checkAndClose() {
        browser.assertNoFaults();
        page.close();
    }

    private static Page open(Browser browser, String workers, String before) {
        String address = "http://127.0.0.1:" + server.port();
        Page page = browser.page(address);
        page.addInitScript(before);
        page.route(
                address + "/bare",
                route -> route.fulfill(new Route.FulfillOptions()
                        .setContentType("text/html")
                        .setHeaders(Map.of("Content-Security-Policy", POLICY + workers))
                        .setBody(BARE_PAGE)));
        page.route(address + "/assets/test/*", ShrunkPhotosTest::module);
        page.navigate(address + "/bare");
        return page;
    }

    private static void module(Route route) {
        Path folder = Checkout.root().resolve("server/src/main/resources/org/weatherinference/server/page");
        String url = route.request().url();
        route.fulfill(new Route.FulfillOptions()
                .setContentType("text/javascript")
                .setHeaders(Map.of("Content-Security-Policy", POLICY + "'self'"))
                .setPath(folder.resolve(url.substring(url.lastIndexOf('/') + 1))));
    }

    /** The orientation says where the stored corners a, b, c and d, row by row, belong. */
    @ParameterizedTest
    @CsvSource({"1, abcd", "2, badc", "3, dcba", "4, cdab", "5, acbd", "6, cadb", "7, dbca", "8, bdac"})
    void exifOrientation_isTurnedUpright(int orientation, String corners) throws IOException {
        byte[] stored = file(noisy(1200, 900, (x, y) -> colour((char) ('a' + x * 2 / 1200 + y * 2 / 900 * 2))), "jpg");
        Result result = shrink(withOrientation(stored, orientation));
        BufferedImage upright = result.image();
        assertThat(result.shrunk()).isTrue();
        assertThat(upright.getWidth() > upright.getHeight()).isEqualTo(orientation < 5);
        int right = upright.getWidth() - 20;
        int bottom = upright.getHeight() - 20;
        int[][] places = {{20, 20}, {right, 20}, {20, bottom}, {right, bottom}};
        for (int i = 0; i < places.length; i++) {
            assertThat(differenceAt(upright, places[i][0], places[i][1], colour(corners.charAt(i))))
                    .as("corner %d", i)
                    .isLessThan(100);
        }
    }

    private static int colour(char corner) {
        return switch (corner) {
            case 'a' -> 0xc02020;
            case 'b' -> 0x20c020;
            case 'c' -> 0x2020c0;
            default -> 0xc0c0c0;
        };
    }

    @Test
    void transparentPng_isOnWhite() throws IOException {
        BufferedImage picture = new BufferedImage(900, 700, BufferedImage.TYPE_INT_ARGB);
        BufferedImage noise = noisy(900, 700, (_, _) -> 0x204060);
        for (int y = 0; y < 700; y++) {
            for (int x = 0; x < 900; x++) {
                picture.setRGB(x, y, x < 450 ? noise.getRGB(x, y) : 0);
            }
        }
        Result result = shrink(file(picture, "png"));
        assertThat(result.shrunk()).isTrue();
        BufferedImage flat = result.image();
        assertThat(differenceAt(flat, flat.getWidth() - 50, 50, 0xffffff)).isLessThan(6);
    }

    @Test
    void smallJpeg_isSentAsItIs() throws IOException {
        byte[] small = file(new BufferedImage(3000, 2000, BufferedImage.TYPE_INT_RGB), "jpg");
        assertThat(small).hasSizeBetween(31 * 1024, SMALL_BYTES);
        assertSentAsItIs(small, true);
    }

    @Test
    void unreadableFiles_areSentAsTheyAre() throws IOException {
        byte[] photo = file(noisy(1500, 1000, (_, _) -> 0x808080), "jpg");
        assertThat(photo).hasSizeGreaterThan(SMALL_BYTES);
        assertSentAsItIs(Arrays.copyOf(photo, photo.length / 2), false);
        assertSentAsItIs("no picture at all ".repeat(20_000).getBytes(UTF_8), false);
        byte[] heic = new byte[300_000];
        System.arraycopy("\0\0\0\30ftypheic".getBytes(UTF_8), 0, heic, 0, 12);
        assertSentAsItIs(heic, false);
        assertSentAsItIs(new byte[0], false);
    }

    private void assertSentAsItIs(byte[] file, boolean shown) {
        Result result = shrink(file);
        assertThat(result.bytes()).isEqualTo(file);
        assertThat(result.shrunk()).isFalse();
        assertThat(result.shown()).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({"3000, 2000, jpg", "900, 1600, png", "250, 900, png"})
    void largePhoto_becomesSmallButNotTooSmall(int width, int height, String format) throws IOException {
        byte[] original = file(noisy(width, height, (x, y) -> ((x * 200 / width) << 16) | (y * 200 / height)), format);
        assertThat(original).hasSizeGreaterThan(SMALL_BYTES);
        Result result = shrink(original);
        assertThat(result.shown()).isTrue();
        assertThat(result.bytes()).hasSizeBetween(40_000, SMALL_BYTES);
        BufferedImage small = result.image();
        assertThat(Math.min(small.getWidth(), small.getHeight()))
                .isBetween(SHORT_SIDE, Math.min(Math.min(width, height), 3 * SHORT_SIDE));
    }

    @Test
    void panorama_staysSane() throws IOException {
        Result result = shrink(file(noisy(10_000, 300, (x, _) -> x % 256), "jpg"));
        assertThat(result.bytes()).hasSizeLessThan(SMALL_BYTES);
        assertThat(result.image().getHeight()).isEqualTo(SHORT_SIDE);
        assertThat(result.image().getWidth()).isEqualTo(Math.round(10_000 * SHORT_SIDE / 300f));
    }

    @ParameterizedTest
    @ValueSource(strings = {"delete window.Worker", "delete window.OffscreenCanvas"})
    void browserWithoutWorkers_doesTheSame(String before) throws IOException {
        byte[] photo = file(noisy(1500, 1000, (x, y) -> x * y), "jpg");
        Result expected = shrink(photo);
        assertThat(expected.shrunk()).isTrue();
        assertThat(page.workers()).hasSize(1);
        page = open(browser, "'self'", before);
        assertThat(shrink(photo).bytes()).isEqualTo(expected.bytes());
        assertThat(page.workers()).isEmpty();
    }

    @Test
    void workerThatCannotLoad_isDoneWithout() throws IOException {
        byte[] photo = file(noisy(1500, 1000, (x, y) -> x * y), "jpg");
        Result expected = shrink(photo);
        Page usual = page;
        // The browser complains of it in its console, so this one is not asked for faults.
        try (Browser complaining = Browser.open()) {
            page = open(complaining, "'none'", "");
            assertThat(shrink(photo).bytes()).isEqualTo(expected.bytes());
            assertThat(page.workers()).isEmpty();
        } finally {
            page = usual;
        }
    }

    @Test
    void givenUp_rejects_andTheNextPhotoIsNotKeptWaiting() throws IOException {
        byte[] photo = file(noisy(3000, 2000, (x, y) -> x * y), "jpg");
        page.setInputFiles("input", new FilePayload("photo", "image/jpeg", photo));
        assertThat(page.evaluate(GIVE_UP, SHORT_SIDE)).isEqualTo(List.of("AbortError", "AbortError", true));
    }

    @Test
    void realPhotos_getTheSameLabel() throws IOException {
        List<Path> photos = files(SharedPhotos.folder("large"));
        assertThat(photos).hasSize(50);
        int same = 0;
        for (Path photo : photos) {
            page.setInputFiles("input", photo);
            List<?> labels = (List<?>) page.evaluate(BOTH_LABELS, SHORT_SIDE);
            same += labels.get(0).equals(labels.get(1)) ? 1 : 0;
        }
        assertThat(same).isGreaterThanOrEqualTo(49);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> path.toString().endsWith(".jpg")).sorted().toList();
        }
    }

    /** The name and type tell nothing of the format, since neither is to be believed. */
    private Result shrink(byte[] file) {
        page.setInputFiles("input", new FilePayload("photo", "application/octet-stream", file));
        List<?> result = (List<?>) page.evaluate(SHRINK, SHORT_SIDE);
        return new Result((String) result.get(0), (Boolean) result.get(1), (Boolean) result.get(2));
    }

    private static BufferedImage noisy(int width, int height, IntBinaryOperator colour) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(1);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, colour.applyAsInt(x, y) ^ (random.nextInt() & 0x1f1f1f));
            }
        }
        return image;
    }

    private static byte[] file(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, file)).isTrue();
        return file.toByteArray();
    }

    /** With an EXIF block behind the JPEG's first marker that holds this one entry. */
    private static byte[] withOrientation(byte[] jpeg, int orientation) {
        byte[] exif = ("\377\341\0\42Exif\0\0MM\0*\0\0\0\b\0\1\1\22\0\3\0\0\0\1\0"
                        + (char) orientation
                        + "\0\0\0\0\0\0")
                .getBytes(ISO_8859_1);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(jpeg, 0, 2);
        file.writeBytes(exif);
        file.write(jpeg, 2, jpeg.length - 2);
        return file.toByteArray();
    }

    /** The sum over the channels. */
    private static int differenceAt(BufferedImage image, int x, int y, int expected) {
        int found = image.getRGB(x, y);
        int sum = 0;
        for (int shift = 0; shift < 24; shift += 8) {
            sum += Math.abs((found >> shift & 0xff) - (expected >> shift & 0xff));
        }
        return sum;
    }
}
