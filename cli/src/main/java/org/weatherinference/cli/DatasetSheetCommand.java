package org.weatherinference.cli;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.weatherinference.command.ExitCode;
import org.weatherinference.command.Progress;
import org.weatherinference.command.WeatherCommand;
import org.weatherinference.dataset.ContactSheet;
import org.weatherinference.dataset.Dataset;
import org.weatherinference.dataset.DatasetException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Many photos at a glance. */
@Command(
        name = "sheet",
        mixinStandardHelpOptions = true,
        description = "Draws some photos with their labels on one sheet.",
        footer = {"", "  weather dataset sheet photos -o sheet.html --label raining --count 200"})
final class DatasetSheetCommand implements WeatherCommand {
    private final Surroundings around;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "Folder of labelled photos.")
    private Path folder;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE",
            description = "FILE.png, or FILE.html, which holds all it shows.")
    private Path output;

    @Option(names = "--label", split = ",", paramLabel = "L", description = "Only photos of this label (default: all).")
    private Set<String> labels = new LinkedHashSet<>();

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "60",
            description = "Most photos, chosen by lot (default: ${DEFAULT-VALUE}).")
    private int count;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "42",
            description = "Another number chooses other photos (default: ${DEFAULT-VALUE}).")
    private long seed;

    DatasetSheetCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws DatasetException {
        if (count < 1) {
            throw new ParameterException(spec.commandLine(), "--count " + count + ": needed is at least 1");
        }
        ContactSheet sheet = ContactSheet.of(Dataset.read(folder), labels, count, seed);
        Map<String, String> unreadable = write(sheet);
        unreadable.forEach((photo, reason) -> around.console().err().println(photo + ": " + reason));
        around.console().out().println(output + ": " + sheet.photos() + " photos");
        return unreadable.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private Map<String, String> write(ContactSheet sheet) throws DatasetException {
        try (Progress progress = Progress.start(around.console().err(), "Drawing", sheet.photos(), "photos")) {
            return sheet.write(output, () -> progress.step(1));
        }
    }
}
