package org.weatherinference.cli;

import java.nio.file.Path;
import java.util.List;
import org.weatherinference.command.ExitCode;
import org.weatherinference.command.Progress;
import org.weatherinference.command.WeatherCommand;
import org.weatherinference.dataset.Dataset;
import org.weatherinference.dataset.DatasetException;
import org.weatherinference.dataset.Entry;
import org.weatherinference.dataset.PhotosTable;
import org.weatherinference.dataset.Split;
import org.weatherinference.evaluation.TextTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Decides once which photos are learnt from and which only measured on. */
@Command(
        name = "split",
        mixinStandardHelpOptions = true,
        description = "Records in photos.csv which photos are learnt from and which only measured on.",
        footer = {
            "",
            "A recorded split never changes: run it again when photos were added. Photos that show the same are kept on"
                    + " one side.",
        })
final class DatasetSplitCommand implements WeatherCommand {
    private final Surroundings around;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "Folder of labelled photos.")
    private Path folder;

    @Option(
            names = "--valid",
            paramLabel = "SHARE",
            defaultValue = "0.2",
            description = "Share of each label to measure on, 0 to 1 (default: ${DEFAULT-VALUE}).")
    private double valid;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "42",
            description = "Another number gives another split (default: ${DEFAULT-VALUE}).")
    private long seed;

    DatasetSplitCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws DatasetException {
        if (!(valid >= 0 && valid <= 1)) {
            throw new ParameterException(spec.commandLine(), "--valid " + valid + ": needed is 0 to 1");
        }
        Dataset before = Dataset.read(folder);
        Dataset after = split(before);
        record(after);
        report(before, after);
        return ExitCode.DONE;
    }

    private Dataset split(Dataset dataset) throws DatasetException {
        int photos = dataset.entries().size();
        try (Progress progress = Progress.start(around.console().err(), "Reading", photos, "photos")) {
            return dataset.split(seed, valid, () -> progress.step(1));
        }
    }

    private void record(Dataset dataset) throws DatasetException {
        PhotosTable table = PhotosTable.read(folder);
        for (Entry entry : dataset.entries()) {
            Split split = entry.split();
            if (split != null && table.value(entry.path(), PhotosTable.SPLIT).isEmpty()) {
                table.set(entry.path(), PhotosTable.SPLIT, split.word());
            }
        }
        table.save();
    }

    private void report(Dataset before, Dataset after) {
        TextTable counts = new TextTable().row("Label", "train", "valid");
        for (String label : after.labels()) {
            counts.row(label, count(after, label, Split.TRAIN), count(after, label, Split.VALID));
        }
        long fresh =
                before.entries().stream().filter(entry -> entry.split() == null).count();
        around.console().out().print(counts);
        around.console()
                .err()
                .println("%d of %d photos got a split now; recorded in %s"
                        .formatted(fresh, after.entries().size(), folder.resolve(PhotosTable.FILE)));
    }

    private static String count(Dataset dataset, String label, Split split) {
        List<Entry> entries = dataset.only(split).entries();
        return String.valueOf(
                entries.stream().filter(entry -> entry.label().equals(label)).count());
    }
}
