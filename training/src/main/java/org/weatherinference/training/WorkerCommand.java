package org.weatherinference.training;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.weatherinference.command.DatabaseOption;
import org.weatherinference.command.ExitCode;
import org.weatherinference.command.PhotoStoreOption;
import org.weatherinference.command.WeatherCommand;
import org.weatherinference.model.WeatherHome;
import org.weatherinference.state.Database;
import org.weatherinference.state.DatasetShelf;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code weather worker}: does the training jobs that servers are given. */
@Command(
        name = "worker",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Does the training jobs that servers are given.",
        description = {
            "Takes the jobs that wait in the database, one after the other, until it is told to end. Each is trained in"
                    + " a process of its own, at low priority. Several workers may share a database, on one machine or"
                    + " many; where they share $WEATHER_HOME and the datasets, one takes up what another left.",
            ""
        })
public final class WorkerCommand implements WeatherCommand {
    private static final String DATASETS = "WEATHER_DATASETS";

    @Mixin
    private DatabaseOption database;

    @Option(
            names = "--datasets",
            paramLabel = "DIR",
            description = "Folder whose sub-folders jobs may learn from"
                    + " (default: $WEATHER_DATASETS, else datasets in $WEATHER_HOME).")
    private @Nullable Path datasets;

    @Mixin
    private PhotoStoreOption photos;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            defaultValue = "6g",
            converter = MemorySize.Typed.class,
            description = "Most memory of a training, such as 6g or 800m; one that takes more is ended (default: 6g).")
    private MemorySize memory;

    @Option(names = "--name", paramLabel = "NAME", description = "Its name in lists (default: host and process).")
    private @Nullable String name;

    @Option(names = "--once", description = "Do one job, where one waits, and end.")
    private boolean once;

    @Option(names = "--beside", paramLabel = "PID", hidden = true, description = "End when that process does.")
    private @Nullable Long neighbour;

    @Override
    public Integer call() throws InterruptedException {
        try (StopSignal stop = new StopSignal();
                Database opened = database.open()) {
            String called = name == null ? standardName() : name;
            Worker worker = new Worker(
                    called,
                    shelf(),
                    photos.open(),
                    memory.bytes(),
                    System.err,
                    () -> stop.hasCome() || isAlone(),
                    opened,
                    InstantSource.system());
            System.err.println("weather: worker " + called + " takes jobs from " + opened.name());
            if (once) {
                worker.workOnce();
            } else {
                worker.work();
            }
            return ExitCode.DONE;
        }
    }

    private boolean isAlone() {
        return neighbour != null
                && !ProcessHandle.of(neighbour).map(ProcessHandle::isAlive).orElse(false);
    }

    private DatasetShelf shelf() {
        return Optional.ofNullable(datasets)
                .or(() -> Optional.ofNullable(System.getenv(DATASETS))
                        .filter(folder -> !folder.isBlank())
                        .map(Path::of))
                .map(DatasetShelf::new)
                .orElseGet(() -> DatasetShelf.standard(WeatherHome.folder()));
    }

    private static String standardName() {
        String host = Objects.requireNonNullElse(System.getenv("HOSTNAME"), "worker");
        return host + "-" + ProcessHandle.current().pid();
    }
}
