package org.weatherinference.training;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.weatherinference.model.Preparation;
import org.weatherinference.onnx.Graph;
import org.weatherinference.onnx.Outputs;
import org.weatherinference.onnx.PixelInput;
import org.weatherinference.photo.Photo;
import org.weatherinference.photo.PhotoDecoder;
import org.weatherinference.photo.PhotoLimits;

/** A MobileNetV2 as its exporter left it, on a real photo. */
class BackboneTest {
    private static final int SIZE = 160;
    private static final Path SHARED = Path.of(System.getProperty("weather.shared", ""));
    private static final Path BACKBONE = SHARED.resolve("backbone/mobilenetv2-imagenet.onnx");

    @BeforeEach
    void needPhotos() {
        assumeTrue(
                Files.exists(BACKBONE) && Files.isDirectory(SHARED.resolve("photos")),
                "no -Dweather.shared with backbone and photos");
    }

    private static Graph body() throws Exception {
        return Head.cut(PixelInput.of(Graph.read(Files.readAllBytes(BACKBONE))));
    }

    private static byte[] pixels(String name) throws Exception {
        byte[] file = Files.readAllBytes(SHARED.resolve("photos").resolve(name));
        Preparation preparation = new Preparation(SIZE, SIZE, Preparation.Fit.SQUASH);
        Photo photo = preparation.decode(PhotoDecoder.create(PhotoLimits.DEFAULT), file);
        ByteBuffer pixels = ByteBuffer.allocate(SIZE * SIZE * 3);
        preparation.prepare(photo).copyTo(pixels);
        return pixels.array();
    }

    @Test
    void featuresOfARealPhoto_agreeWithOnnxRuntime() throws Exception {
        byte[] photo = pixels("sunny/mwd-0001.jpg");
        Numbers expected = Numbers.byOnnxRuntime(body(), photo, 1, SIZE, Outputs.FEATURES);
        Numbers.byPyTorch(body(), photo, 1, SIZE, Outputs.FEATURES).assertNear(expected, 1e-4);
    }
}
