package org.weatherinference.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.weatherinference.model.Preparation.Fit;
import org.weatherinference.onnx.NetworkInput.Layout;
import org.weatherinference.onnx.NetworkInput.Numbers;

class DeclaredInputTest {
    @Test
    void wordsInAnyOrder_areUnderstood() {
        DeclaredInput input = DeclaredInput.parse("imagenet, NHWC ,crop,320x240");
        assertThat(input)
                .isEqualTo(new DeclaredInput(
                        new DeclaredInput.Size(320, 240), Fit.CROP, Layout.NHWC, Numbers.imageNet(false)));
    }

    @Test
    void whatIsLeftOut_isSquashedAndAskedOfTheFile() {
        DeclaredInput input = DeclaredInput.parse("0..1");
        assertThat(input.size()).isNull();
        assertThat(input.layout()).isNull();
        assertThat(input.fit()).isEqualTo(Fit.SQUASH);
    }

    @Test
    void numbersOfOnesOwn_areOfUnitValuesUnlessBytesAreSaid() {
        List<Float> one = List.of(1f, 1f, 1f);
        assertThat(DeclaredInput.parse("bgr,0..255,mean=103.939:116.779:123.68,std=1:1:1")
                        .values())
                .isEqualTo(new Numbers(List.of(103.939f, 116.779f, 123.68f), one, true));
        assertThat(DeclaredInput.parse("mean=0:0.5:1,std=1:1:1").values())
                .isEqualTo(new Numbers(List.of(0f, 127.5f, 255f), List.of(255f, 255f, 255f), false));
        assertThat(DeclaredInput.parse("-1..1").values())
                .isEqualTo(new Numbers(List.of(127.5f, 127.5f, 127.5f), List.of(127.5f, 127.5f, 127.5f), false));
    }
}
