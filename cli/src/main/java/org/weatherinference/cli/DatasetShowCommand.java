package org.weatherinference.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.weatherinference.command.ExitCode;
import org.weatherinference.command.Progress;
import org.weatherinference.command.ReportFormat;
import org.weatherinference.command.WeatherCommand;
import org.weatherinference.dataset.Dataset;
import org.weatherinference.dataset.DatasetException;
import org.weatherinference.dataset.DatasetSummary;
import org.weatherinference.dataset.PhotoFacts;
import org.weatherinference.dataset.PhotosTable;
import org.weatherinference.model.JsonText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a dataset holds, or one of its photos. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Counts what a dataset holds, or tells what is known of some of its photos.")
final class DatasetShowCommand implements WeatherCommand {
    private final Surroundings around;

    @Parameters(index = "0", paramLabel = "DIR", description = "Folder of labelled photos.")
    private Path folder;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "PHOTO",
            description = "Photos of the dataset: path below DIR, or as from here.")
    private List<Path> photos = new ArrayList<>();

    @Option(
            names = "--format",
            defaultValue = "text",
            paramLabel = "FORMAT",
            description = "One of ${COMPLETION-CANDIDATES} (default: text).")
    private ReportFormat format;

    DatasetShowCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws DatasetException {
        return photos.isEmpty() ? all() : some();
    }

    private int all() throws DatasetException {
        Dataset dataset = Dataset.read(folder);
        DatasetSummary summary = summary(dataset);
        SummaryText text = new SummaryText(summary);
        around.console().out().print(format == ReportFormat.JSON ? text.json() : text.text());
        return summary.unreadable() == 0 ? ExitCode.DONE : ExitCode.FAILED;
    }

    private DatasetSummary summary(Dataset dataset) {
        int count = dataset.entries().size();
        try (Progress progress = Progress.start(around.console().err(), "Reading", count, "photos")) {
            return DatasetSummary.of(dataset, () -> progress.step(1));
        }
    }

    private int some() throws DatasetException {
        PhotosTable table = PhotosTable.read(folder);
        boolean done = true;
        for (Path photo : photos) {
            try {
                show(PhotoFacts.of(folder, table, photo));
            } catch (DatasetException e) {
                around.console().err().println("weather: " + e.getMessage());
                done = false;
            }
        }
        return done ? ExitCode.DONE : ExitCode.FAILED;
    }

    private void show(Map<String, String> facts) {
        PrintStream out = around.console().out();
        if (format == ReportFormat.JSON) {
            out.println(JsonText.line(facts));
            return;
        }
        int width = facts.keySet().stream().mapToInt(String::length).max().orElse(0) + 2;
        facts.forEach((name, value) -> out.println(name + " ".repeat(width - name.length()) + value));
        out.println();
    }
}
