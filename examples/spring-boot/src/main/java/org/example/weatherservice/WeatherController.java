package org.example.weatherservice;

import java.io.IOException;
import java.net.URI;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import org.weatherinference.model.PhotoClassifier;
import org.weatherinference.model.ProblemType;
import org.weatherinference.photo.PhotoException;

@RestController
class WeatherController {
    private final PhotoClassifier classifier;

    WeatherController(PhotoClassifier classifier) {
        this.classifier = classifier;
    }

    @PostMapping(path = "/weather", produces = MediaType.APPLICATION_JSON_VALUE)
    String weather(@RequestPart MultipartFile photo) throws IOException, PhotoException {
        String id = UUID.randomUUID().toString();
        return classifier.classify(id, photo.getBytes(), false).toJson();
    }

    @ExceptionHandler
    ProblemDetail refused(PhotoException refusal) {
        ProblemType type = ProblemType.of(refusal);
        ProblemDetail problem = ProblemDetail.forStatus(type.status());
        problem.setType(URI.create(type.word()));
        problem.setTitle(type.title());
        problem.setDetail(refusal.getMessage());
        return problem;
    }
}
