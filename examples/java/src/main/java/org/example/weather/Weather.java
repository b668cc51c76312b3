package org.example.weather;

import module java.base;
import module org.weatherinference.model;

/** Tells the weather in photos: a bundle, by reference or folder, and the photos' files. */
final class Weather {
    static void main(String... args) throws Exception {
        var bundle = BundleStore.standard().resolve(args[0]);
        try (var classifier = PhotoClassifier.open(bundle, PhotoDecoder.create(PhotoLimits.DEFAULT))) {
            for (var photo : List.of(args).subList(1, args.length)) {
                IO.println(switch (classifier.classify(Files.readAllBytes(Path.of(photo)), photo, false)) {
                    case Answer.Classified it -> photo + ": " + it.label() + ", " + it.verdict() + ", " + it.confidence();
                    case Answer.Failed it -> photo + ": " + it.error().detail();
                });
            }
        }
    }
}
