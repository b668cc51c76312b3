package org.weatherinference.training;

import java.nio.file.Path;
import org.weatherinference.dataset.Dataset;
import org.weatherinference.dataset.DatasetException;
import org.weatherinference.dataset.LabelSelection;
import org.weatherinference.training.RunFolder.Kind;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options that choose photos and the network to begin with. */
final class PhotoOptions {
    @Parameters(paramLabel = "DATASET", description = "Folder of labelled photos.")
    Path folder;

    @Option(
            names = "--labels",
            paramLabel = "LIST",
            defaultValue = "",
            description = "Labels to use: a,b or new=old+old,b. All where it is not given.",
            showDefaultValue = Visibility.NEVER)
    String labels;

    @Option(
            names = "--from",
            paramLabel = "REF|FILE.onnx",
            defaultValue = "",
            description = "Network to begin with: a bundle or an ONNX file. The standard bundle where it is not given.",
            showDefaultValue = Visibility.NEVER)
    String from;

    @Option(
            names = "--valid",
            paramLabel = "SHARE",
            defaultValue = "0.2",
            description = "Share of the photos without a recorded split that only measure.")
    double valid;

    Dataset dataset(long seed) throws DatasetException, TrainingException {
        Dataset all = Dataset.read(folder);
        Dataset chosen = labels.isEmpty() ? all : all.select(LabelSelection.parse(labels));
        if (chosen.labels().size() < 2) {
            throw new TrainingException(folder + " has the one label "
                    + chosen.labels().getFirst() + ", but there must be two to tell apart");
        }
        return chosen.split(seed, valid);
    }

    /** A run's settings: those here, and the rest. */
    RunFolder.Settings settings(
            Kind kind, String name, StartNetwork start, Dataset dataset, boolean saveStages, TrainingPlan plan)
            throws DatasetException {
        return new RunFolder.Settings(
                kind,
                name,
                labels,
                from,
                valid,
                start.name(),
                start.epochs(),
                start.sha256(),
                dataset.hash(),
                saveStages,
                plan);
    }

    /** The same as an earlier run's. */
    void takeUp(RunFolder.Settings asked) {
        labels = asked.labels();
        from = asked.from();
        valid = asked.valid();
    }
}
