package org.weatherinference.cli;

import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.weatherinference.command.PhotoStoreOption;
import org.weatherinference.state.Database;
import org.weatherinference.state.Feedback;
import org.weatherinference.state.RemarkFilter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which of the feedback is wanted, and where it is. */
final class FeedbackOptions {
    @Option(
            names = "--model",
            paramLabel = "NAME:VERSION",
            description = "Only what is about answers of this version of a bundle.")
    private @Nullable String model;

    @Option(names = "--label", paramLabel = "LABEL", description = "Only what says this label.")
    private @Nullable String label;

    @Mixin
    private PhotoStoreOption photos;

    Feedback of(Database database) {
        return new Feedback(database, photos.open(), InstantSource.system());
    }

    RemarkFilter filter() {
        return new RemarkFilter(model, label);
    }
}
