package org.weatherinference.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.weatherinference.model.Folders;
import org.weatherinference.model.WeatherHome;
import org.weatherinference.state.Job;
import org.weatherinference.state.Jobs;
import org.weatherinference.state.StateException;

/**
 * Where a job's photos and checkpoints are while it goes on, so that another worker that sees the same folder takes it
 * up where the last one left it.
 *
 * @param path named for the job; need not exist
 */
record JobFolder(Path path) {
    /** Of all jobs; need not exist. */
    private static Path home() {
        return WeatherHome.folder().resolve("jobs");
    }

    static JobFolder of(Job job) {
        return new JobFolder(home().resolve(job.id()));
    }

    /** Removes what jobs left that ended while no worker could. */
    static void clear(Jobs jobs) throws IOException, StateException {
        for (Path folder : Folders.children(home())) {
            if (isOver(folder.getFileName().toString(), jobs)) {
                Folders.delete(folder);
            }
        }
    }

    private static boolean isOver(String id, Jobs jobs) throws StateException {
        try {
            return jobs.get(id).state().ended();
        } catch (StateException.Unknown _) {
            // Another database's.
            return false;
        }
    }

    Path dataset() {
        return path.resolve("dataset");
    }

    Path runs() {
        return path.resolve("runs");
    }

    /** The run of an earlier worker; nothing where none came so far. */
    Optional<RunFolder> run() throws IOException {
        return RunFolder.all(runs()).stream().findFirst();
    }

    void delete() throws IOException {
        Folders.delete(path);
    }
}
