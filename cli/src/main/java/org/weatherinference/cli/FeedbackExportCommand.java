package org.weatherinference.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.stream.Collectors;
import org.weatherinference.command.CommandException;
import org.weatherinference.command.DatabaseOption;
import org.weatherinference.command.ExitCode;
import org.weatherinference.command.WeatherCommand;
import org.weatherinference.dataset.DatasetException;
import org.weatherinference.dataset.PhotosTable;
import org.weatherinference.state.Database;
import org.weatherinference.state.Remark;
import org.weatherinference.state.StateException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The photos that visitors gave, as a dataset. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = "Writes the photos that visitors gave as a dataset, under the labels that they gave.",
        footer = {
            "",
            "Photos that are there already stay as they are. Visitors err too: look at them first.",
            "",
            "  weather feedback export corrections",
            "  weather dataset clean corrections --model weather",
        })
final class FeedbackExportCommand implements WeatherCommand {
    private static final String SOURCE = "feedback";

    private final Console console;

    @Parameters(paramLabel = "DIR", description = "Folder of the dataset; made where it is not there.")
    private Path folder;

    @Mixin
    private FeedbackOptions options;

    @Mixin
    private DatabaseOption database;

    FeedbackExportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws StateException, DatasetException, CommandException {
        try (Database opened = database.open()) {
            Files.createDirectories(folder);
            PhotosTable table = PhotosTable.read(folder);
            Set<String> known = table.paths().stream()
                    .map(path -> path.substring(path.lastIndexOf('/') + 1))
                    .collect(Collectors.toSet());
            int before = known.size();
            options.of(opened).forEachPhoto(options.filter(), (remark, photo) -> {
                if (known.add(remark.photo() + ".jpg")) {
                    write(table, remark, photo);
                }
                return true;
            });
            table.save();
            console.err().println("weather: " + (known.size() - before) + " photos added to " + folder);
            return ExitCode.DONE;
        } catch (IOException fault) {
            throw new CommandException(folder + " cannot be written: " + fault);
        }
    }

    /** The file before its row, so that no row is without its file. */
    private void write(PhotosTable table, Remark remark, byte[] photo) throws IOException {
        String path = remark.given() + "/" + remark.photo() + ".jpg";
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Path fresh = file.resolveSibling("." + file.getFileName() + ".new");
        Files.write(fresh, photo);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        table.add(path, remark.given()).set(path, PhotosTable.SOURCE, SOURCE);
    }
}
