package org.example.weatherservice;

import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.weatherinference.model.BundleException;
import org.weatherinference.model.BundleStore;
import org.weatherinference.model.PhotoClassifier;
import org.weatherinference.model.WeatherHome;
import org.weatherinference.photo.PhotoDecoder;
import org.weatherinference.photo.PhotoLimits;

/** Answers with the weather in photos. */
@SpringBootApplication
public class WeatherServiceApplication {
    public static void main(String[] args) {
        SpringApplication.run(WeatherServiceApplication.class, args);
    }

    /** One for all requests; Spring closes it when the last of them is answered. */
    @Bean
    PhotoClassifier classifier(@Value("${weather.bundles}") String bundles, @Value("${weather.model}") String model)
            throws BundleException {
        BundleStore store = BundleStore.open(WeatherHome.folder(), Path.of(bundles));
        return PhotoClassifier.open(store.resolve(model), PhotoDecoder.create(PhotoLimits.DEFAULT));
    }
}
