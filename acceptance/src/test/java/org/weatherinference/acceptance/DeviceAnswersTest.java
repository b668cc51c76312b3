package org.weatherinference.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.weatherinference.dataset.Dataset;
import org.weatherinference.dataset.Split;
import org.weatherinference.model.Bundle;
import org.weatherinference.model.PhotoClassifier;
import org.weatherinference.photo.PhotoDecoder;
import org.weatherinference.photo.PhotoLimits;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the page's own scripts answer in a real browser, held against what a server answers of the same bytes. */
class DeviceAnswersTest {
    private static final boolean PROOF = Boolean.getBoolean("weather.proof");
    private static final int SAMPLE = 60;
    private static final double NEAR = 0.02;
    /** What a picture of a few pixels, the hardest of all to tell, may be off by. */
    private static final double FAR = 0.03;

    private static final double MOST_MILLIS = 150;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final String CREATE = """
            async ([scripts, bundle, runtime]) => {
              const { createDevice } = await import(`${scripts}/device.js`);
              window.told = [];
              window.device = createDevice({ bundle, runtime, onProgress: (progress) => told.push(progress) });
            }""";
    private static final String CLASSIFY = """
            async (explain) => {
              const file = document.querySelector("input").files[0];
              const begun = performance.now();
              const words = ({ type, title, status, detail }) => ({ error: { type, title, status, detail } });
              const answer = await device.classify(file, { explain }).catch(words);
              return JSON.stringify({ ...answer, seen: performance.now() - begun });
            }""";
    private static final String AS_WEBP = """
            async () => {
              const picture = await createImageBitmap(document.querySelector("input").files[0]);
              const canvas = new OffscreenCanvas(picture.width, picture.height);
              canvas.getContext("2d").drawImage(picture, 0, 0);
              const reader = new FileReader();
              reader.readAsDataURL(await canvas.convertToBlob({ type: "image/webp", quality: 0.9 }));
              await new Promise((resolve) => reader.onload = resolve);
              return reader.result.replace(/.*,/, "");
            }""";

    @TempDir
    private static Path folder;

    private static DeviceHost host;
    private static DeviceHost.Engine engine;
    private static Browser browser;
    private static Page page;
    private static PhotoClassifier server;

    @BeforeAll
    static void start() throws Exception {
        host = DeviceHost.open(folder);
        browser = Browser.open();
        server = server("weather:3");
        engine = host.add("weather/3");
        page = device(engine, true);
    }

    private static PhotoClassifier server(String reference) throws Exception {
        Bundle bundle = Checkout.shipped(folder.resolve("home")).resolve(reference);
        return PhotoClassifier.open(bundle, PhotoDecoder.create(PhotoLimits.DEFAULT));
    }

    private static Page device(DeviceHost.Engine of, boolean isolated) {
        Page opened = host.page(browser, isolated);
        opened.evaluate(CREATE, List.of(of.scripts(), of.bundle(), of.runtime()));
        return opened;
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        if (browser != null) {
            browser.close();
        }
        if (host != null) {
            host.close();
        }
    }

    @AfterEach
    void nothingWentWrong() {
        browser.assertNoFaults();
    }

    private static Path network() {
        return host.file(engine.bundle() + "/model.onnx");
    }

    private static Path runtime(String file) {
        return host.file(engine.runtime() + "/" + file);
    }

    private static JsonNode onDevice(byte[] file, boolean explain) {
        return onDevice(page, new FilePayload("photo", "application/octet-stream", file), explain);
    }

    private static JsonNode onDevice(Page asked, FilePayload file, boolean explain) {
        asked.setInputFiles("input", file);
        return JSON.readTree((String) asked.evaluate(CLASSIFY, explain));
    }

    private static JsonNode onServer(byte[] file, boolean explain) {
        return JSON.readTree(server.classify(file, null, explain).toJson());
    }

    /** One photo's two answers. */
    private record Pair(String name, JsonNode server, JsonNode device) {
        /** The largest difference of a label's probability. */
        double difference() {
            return server.get("probabilities")
                    .propertyStream()
                    .mapToDouble(one -> Math.abs(one.getValue().asDouble()
                            - device.get("probabilities").get(one.getKey()).asDouble()))
                    .max()
                    .orElseThrow();
        }

        boolean sameLabel() {
            return server.get("label").equals(device.get("label"));
        }

        void assertAlike() {
            assertThat(device.get("applied")).as(name).isEqualTo(server.get("applied"));
            assertThat(difference()).as(name).isLessThanOrEqualTo(FAR);
        }
    }

    private static Pair pair(PhotoClassifier server, Page device, String name, byte[] file) {
        FilePayload payload = new FilePayload("photo", "application/octet-stream", file);
        return new Pair(
                name, JSON.readTree(server.classify(file, null, false).toJson()), onDevice(device, payload, false));
    }

    @Test
    void answer_hasTheServersWords() throws IOException {
        byte[] file = Files.readAllBytes(ServedPage.sample("sun.jpg"));
        JsonNode expected = onServer(file, true);
        JsonNode found = onDevice(file, true);
        List<String> words = new ArrayList<>(expected.propertyNames());
        words.add("seen");
        assertThat(found.propertyNames()).containsExactlyInAnyOrderElementsOf(words);
        assertThat(found.get("model")).isEqualTo(expected.get("model"));
        assertThat(found.get("verdict").asString()).isEqualTo("sunny");
        assertThat(found.get("probabilities").propertyNames())
                .containsExactlyElementsOf(expected.get("probabilities").propertyNames());
        assertThat(found.get("confidence").asString()).hasSizeLessThan(13);
    }

    @ParameterizedTest
    @CsvSource({"sun", "rain", "clouds", "snow", "fog", "room"})
    void heatMapAndRegion_areTheServers(String sample) throws IOException {
        byte[] file = Files.readAllBytes(ServedPage.sample(sample + ".jpg"));
        JsonNode expected = onServer(file, true).get("explanation");
        JsonNode found = onDevice(file, true).get("explanation");
        for (String side : List.of("x", "y", "width", "height")) {
            assertThat(found.get("region").get(side).asInt())
                    .isCloseTo(expected.get("region").get(side).asInt(), within(15));
        }
        assertThat(opacityDifference(picture(found), picture(expected))).isLessThan(2);
    }

    private static BufferedImage picture(JsonNode explanation) throws IOException {
        String uri = explanation.get("heatmap").asString();
        assertThat(uri).startsWith("data:image/png;base64,");
        return ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(uri.substring(uri.indexOf(',') + 1))));
    }

    /** The mean over all pixels, of 255. */
    private static double opacityDifference(BufferedImage one, BufferedImage other) {
        assertThat(List.of(one.getWidth(), one.getHeight())).isEqualTo(List.of(other.getWidth(), other.getHeight()));
        long sum = 0;
        for (int y = 0; y < one.getHeight(); y++) {
            for (int x = 0; x < one.getWidth(); x++) {
                sum += Math.abs((one.getRGB(x, y) >>> 24) - (other.getRGB(x, y) >>> 24));
            }
        }
        return (double) sum / one.getWidth() / one.getHeight();
    }

    @Test
    void everyFormat_isPreparedAsTheServerDoes() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        BufferedImage scene = ImageIO.read(ServedPage.sample("rain.jpg").toFile());
        files.put("PNG", encoded(scene, BufferedImage.TYPE_INT_RGB, "png"));
        files.put("transparent PNG", halfTransparent(scene));
        files.put("palette PNG", encoded(scene, BufferedImage.TYPE_BYTE_INDEXED, "png"));
        files.put("16-bit grey PNG", encoded(scene, BufferedImage.TYPE_USHORT_GRAY, "png"));
        files.put("GIF", encoded(scene, BufferedImage.TYPE_BYTE_INDEXED, "gif"));
        files.put("BMP", encoded(scene, BufferedImage.TYPE_INT_RGB, "bmp"));
        files.put("grey JPEG", encoded(scene, BufferedImage.TYPE_BYTE_GRAY, "jpg"));
        files.put("WebP", webp(encoded(scene, BufferedImage.TYPE_INT_RGB, "png")));
        files.put("transparent WebP", webp(halfTransparent(scene)));
        byte[] stored = Files.readAllBytes(ServedPage.sample("snow.jpg"));
        for (int orientation = 1; orientation <= 8; orientation++) {
            files.put("EXIF orientation " + orientation, withOrientation(stored, orientation));
        }
        files.forEach((name, file) -> pair(server, page, name, file).assertAlike());
    }

    private static byte[] encoded(BufferedImage scene, int type, String format) throws IOException {
        BufferedImage picture = new BufferedImage(scene.getWidth(), scene.getHeight(), type);
        Graphics2D graphics = picture.createGraphics();
        graphics.drawImage(scene, 0, 0, Color.WHITE, null);
        graphics.dispose();
        return file(picture, format);
    }

    private static byte[] halfTransparent(BufferedImage scene) throws IOException {
        BufferedImage picture = new BufferedImage(scene.getWidth(), scene.getHeight(), BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < scene.getHeight(); y++) {
            for (int x = 0; x < scene.getWidth(); x++) {
                int opacity = x * 255 / scene.getWidth();
                picture.setRGB(x, y, (scene.getRGB(x, y) & 0xffffff) | (opacity << 24));
            }
        }
        return file(picture, "png");
    }

    private static byte[] file(BufferedImage picture, String format) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        assertThat(ImageIO.write(picture, format, file)).isTrue();
        return file.toByteArray();
    }

    private static byte[] webp(byte[] png) {
        page.setInputFiles("input", new FilePayload("photo", "image/png", png));
        return Base64.getDecoder().decode((String) page.evaluate(AS_WEBP));
    }

    /** With an EXIF block behind the JPEG's first marker that holds this one entry. */
    private static byte[] withOrientation(byte[] jpeg, int orientation) {
        byte[] exif = ("\377\341\0\42Exif\0\0MM\0*\0\0\0\b\0\1\1\22\0\3\0\0\0\1\0"
                        + (char) orientation
                        + "\0\0\0\0\0\0")
                .getBytes(ISO_8859_1);
        return joined(Arrays.copyOf(jpeg, 2), exif, Arrays.copyOfRange(jpeg, 2, jpeg.length));
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        Stream.of(parts).forEach(whole::writeBytes);
        return whole.toByteArray();
    }

    @Test
    void whatIsNoPhoto_isRefusedInTheServersWords() throws IOException {
        byte[] jpeg = Files.readAllBytes(ServedPage.sample("sun.jpg"));
        byte[] png = encoded(new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB), BufferedImage.TYPE_INT_RGB, "png");
        byte[] huge = png.clone();
        huge[16] = 1;
        CRC32 sum = new CRC32();
        sum.update(huge, 12, 17);
        ByteBuffer.wrap(huge).putInt(29, (int) sum.getValue());
        byte[] wrongSum = png.clone();
        wrongSum[29] ^= 1;
        byte[] bmp = encoded(new BufferedImage(9, 9, BufferedImage.TYPE_INT_RGB), BufferedImage.TYPE_INT_RGB, "bmp");
        byte[] packed = bmp.clone();
        packed[30] = 1;
        List<byte[]> files = List.of(
                new byte[0],
                "no picture at all".getBytes(UTF_8),
                "\ufeff <!DOCTYPE html><p>".getBytes(UTF_8),
                "<?xml version='1.0'?><svg>".getBytes(UTF_8),
                "\0\0\0\30ftypheic".getBytes(ISO_8859_1),
                "\0\0\0\30ftypavif".getBytes(ISO_8859_1),
                "MM\0*".getBytes(ISO_8859_1),
                Arrays.copyOf(jpeg, jpeg.length / 2),
                Arrays.copyOf(png, png.length - 5),
                huge,
                wrongSum,
                Arrays.copyOf(bmp, bmp.length - 1),
                packed,
                "GIF89a\1\0\1\0\0\0\0;".getBytes(ISO_8859_1),
                "RIFF\100\0\0\0WEBPVP8 ".getBytes(ISO_8859_1),
                manyScans());
        for (byte[] file : files) {
            assertThat(onDevice(file, false).get("error"))
                    .isNotNull()
                    .isEqualTo(onServer(file, false).get("error"));
        }
    }

    /** Made where it is read: to send it to the browser takes half a minute. */
    @Test
    void fileThatIsTooLarge_isRefusedInTheServersWords() {
        int size = PhotoLimits.DEFAULT.maxBytes() + 1;
        Object error = page.evaluate("""
                async (size) => {
                  const words = ({ type, title, status, detail }) => ({ type, title, status, detail });
                  const answer = await device.classify(new File([new Uint8Array(size)], "photo")).catch(words);
                  return JSON.stringify(answer);
                }""", size);
        assertThat(JSON.readTree((String) error))
                .isEqualTo(onServer(new byte[size], false).get("error"));
    }

    /** A small JPEG whose one scan is there 101 times. */
    private static byte[] manyScans() throws IOException {
        byte[] jpeg = encoded(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), BufferedImage.TYPE_INT_RGB, "jpg");
        int scan = new String(jpeg, ISO_8859_1).lastIndexOf("\u00ff\u00da");
        byte[] one = Arrays.copyOfRange(jpeg, scan, jpeg.length - 2);
        byte[] all = Arrays.copyOf(jpeg, jpeg.length - 2);
        for (int more = 0; more < 100; more++) {
            all = joined(all, one);
        }
        return joined(all, new byte[] {(byte) 0xff, (byte) 0xd9});
    }

    @Test
    void progress_countsNetworkAndRuntimeTogether() throws IOException {
        onDevice(Files.readAllBytes(ServedPage.sample("fog.jpg")), false);
        JsonNode told = JSON.readTree((String) page.evaluate("JSON.stringify(told)"));
        long bytes = Files.size(network()) + Files.size(runtime("ort-wasm-simd-threaded.wasm"));
        assertThat(told.size()).isGreaterThan(2);
        assertThat(told.get(told.size() - 1).get("loaded").asLong()).isEqualTo(bytes);
        assertThat(told).allSatisfy(one -> assertThat(one.get("total").asLong()).isEqualTo(bytes));
    }

    @Test
    void networkThatCannotBeLoaded_isAskedForAgain() throws IOException {
        Path kept = network();
        Path away = folder.resolve("model.away");
        FilePayload file = new FilePayload("p", "image/jpeg", Files.readAllBytes(ServedPage.sample("sun.jpg")));
        Files.move(kept, away);
        try (Page other = device(engine, false)) {
            JsonNode error = onDevice(other, file, false).get("error");
            assertThat(error.get("type").asString()).isEqualTo("offline");
            assertThat(error.get("detail").asString()).contains(engine.bundle() + "/model.onnx: status 404");
            browser.forgetFailedRequests();
            Files.move(away, kept);
            assertThat(onDevice(other, file, false).get("label").asString()).isEqualTo("sunny");
        }
    }

    /** Without isolation there is one thread; with it, as all other tests have it, as many as there are cores. */
    @Test
    void hostWithoutIsolation_getsTheSameAnswers() throws IOException {
        byte[] photo = Files.readAllBytes(ServedPage.sample("clouds.jpg"));
        try (Page other = device(engine, false)) {
            assertThat(page.evaluate("crossOriginIsolated")).isEqualTo(true);
            assertThat(other.evaluate("crossOriginIsolated")).isEqualTo(false);
            JsonNode alone = onDevice(other, new FilePayload("p", "image/jpeg", photo), false);
            new Pair("one thread", alone, onDevice(photo, false)).assertAlike();
        }
    }

    @Test
    void givenUp_rejects_andTheNextPhotoIsAnswered() throws IOException {
        byte[] photo = Files.readAllBytes(ServedPage.sample("rain.jpg"));
        page.setInputFiles("input", new FilePayload("photo", "image/jpeg", photo));
        assertThat(page.evaluate("""
                        async () => {
                          const file = document.querySelector("input").files[0];
                          const controller = new AbortController();
                          const name = (reason) => reason.name;
                          const late = device.classify(file, { signal: controller.signal }).catch(name);
                          const early = device.classify(file, { signal: AbortSignal.abort() }).catch(name);
                          controller.abort();
                          return [await late, await early, (await device.classify(file)).label];
                        }""")).isEqualTo(List.of("AbortError", "AbortError", "raining"));
    }

    @Test
    void whatIsLoaded_isSmall() throws IOException {
        byte[] network = Files.readAllBytes(network());
        byte[] code = Files.readAllBytes(runtime("ort.wasm.bundle.min.js"));
        byte[] runtime = Files.readAllBytes(runtime("ort-wasm-simd-threaded.wasm"));
        assertThat(network).hasSizeLessThan(5_000_000);
        assertThat(packed(network) + packed(code) + packed(runtime)).isLessThan(12_000_000);
    }

    private static int packed(byte[] file) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(file);
        }
        return packed.size();
    }

    @Test
    void validPhotos_getTheServersAnswers() throws Exception {
        List<Path> photos = valid(List.of("cloudy", "foggy", "other", "raining", "snowy", "sunny"));
        compare("weather", server, page, PROOF ? photos : everyNth(photos, photos.size() / SAMPLE));
    }

    @Test
    void sunAndRain_getTheServersAnswersToo() throws Exception {
        if (PROOF) {
            try (PhotoClassifier sunRain = server("sun-rain:4");
                    Page other = device(host.add("sun-rain/4"), true)) {
                compare("sun-rain", sunRain, other, valid(List.of("raining", "sunny")));
            }
        }
    }

    /** Photos of cameras, which are scaled while they are decoded. */
    @Test
    void largePhotos_getTheServersAnswers() throws Exception {
        List<Path> photos = files(SharedPhotos.folder("large"));
        compare("weather, large photos", server, page, PROOF ? photos : everyNth(photos, 7));
    }

    @Test
    void testPictures_areReadOrRefusedAsTheServerDoes() throws Exception {
        if (PROOF) {
            for (Path file : files(SharedPhotos.folder("corpus"))) {
                Pair pair = pair(server, page, file.toString(), Files.readAllBytes(file));
                if (pair.server().has("error")) {
                    assertThat(pair.device().path("error").path("status"))
                            .as(pair.name())
                            .isEqualTo(pair.server().get("error").get("status"));
                } else {
                    pair.assertAlike();
                }
            }
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> path.toString().matches(".*\\.(jpg|png)"))
                    .sorted()
                    .toList();
        }
    }

    private static List<Path> valid(List<String> labels) throws Exception {
        Dataset valid = Dataset.read(SharedPhotos.folder("photos")).only(Split.VALID);
        return valid.entries().stream()
                .filter(entry -> labels.contains(entry.label()))
                .map(valid::file)
                .toList();
    }

    private static List<Path> everyNth(List<Path> photos, int step) {
        List<Path> some = new ArrayList<>();
        for (int i = 0; i < photos.size(); i += step) {
            some.add(photos.get(i));
        }
        return some;
    }

    private static void compare(String bundle, PhotoClassifier server, Page device, List<Path> photos)
            throws IOException {
        List<Pair> pairs = new ArrayList<>();
        for (Path photo : photos) {
            pairs.add(pair(server, device, photo.toString(), Files.readAllBytes(photo)));
        }
        long same = pairs.stream().filter(Pair::sameLabel).count();
        long near = pairs.stream().filter(pair -> pair.difference() <= NEAR).count();
        double worst = pairs.stream().mapToDouble(Pair::difference).max().orElseThrow();
        double millis =
                median(pairs.stream().mapToDouble(it -> it.device().get("seen").asDouble()));
        System.out.printf(
                Locale.ROOT,
                "On a device, %s: %d photos, the same label for %.2f %%, probabilities within %.2f for %.2f %%,"
                        + " the largest difference %.3f, %.0f ms a photo%n",
                bundle,
                pairs.size(),
                100.0 * same / pairs.size(),
                NEAR,
                100.0 * near / pairs.size(),
                worst,
                millis);
        assertThat((double) same / pairs.size()).isGreaterThanOrEqualTo(0.997);
        assertThat((double) near / pairs.size()).isGreaterThanOrEqualTo(0.99);
        if (PROOF) {
            assertThat(millis).isLessThanOrEqualTo(MOST_MILLIS);
        }
    }

    private static double median(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
