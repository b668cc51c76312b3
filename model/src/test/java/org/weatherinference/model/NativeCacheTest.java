package org.weatherinference.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NativeCacheTest {
    @ParameterizedTest
    @CsvSource({
        "Linux,amd64,linux-x64",
        "Linux,aarch64,linux-aarch64",
        "Mac OS X,aarch64,osx-aarch64",
        "Mac OS X,x86_64,",
        "Windows 11,amd64,win-x64",
        "Windows 11,aarch64,"
    })
    void platform_isNamedAsInTheJar(String system, String processor, String platform) {
        assertThat(NativeCache.platform(system, processor)).isEqualTo(platform);
    }

    @Test
    void environment_loadsFromTheCache() {
        assertThat(OnnxRuntime.environment().getVersion()).isNotEmpty();
        assertThat(System.getProperty("onnxruntime.native.path"))
                .startsWith(WeatherHome.cache().toAbsolutePath().toString());
    }
}
