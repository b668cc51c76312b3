package org.weatherinference.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
    private static final Instant MORNING = Instant.parse("2026-03-01T08:00:00Z");
    private static final Instant EVENING = Instant.parse("2026-03-01T20:00:00Z");

    @TempDir
    private Path runs;

    private static RunFolder.Settings settings(String name) {
        return new RunFolder.Settings(name, "a,b", "tiny.onnx", 0.2, "12", "34", Plans.of(3, 8));
    }

    @Test
    void newestUnfinishedRun_isTakenUp() throws Exception {
        RunFolder.create(runs, settings("rain"), MORNING);
        RunFolder evening = RunFolder.create(runs, settings("rain"), EVENING);
        assertThat(RunFolder.unfinished(runs, "rain").map(RunFolder::path)).contains(evening.path());
    }

    @Test
    void finishedRun_isNotTakenUp() throws Exception {
        RunFolder morning = RunFolder.create(runs, settings("rain"), MORNING);
        RunFolder.create(runs, settings("rain"), EVENING).finish(new RunFolder.Outcome("rain:1", 2, List.of()));
        assertThat(RunFolder.unfinished(runs, "rain").map(RunFolder::path)).contains(morning.path());
    }

    @Test
    void runOfALongerName_isAnother() throws Exception {
        RunFolder.create(runs, settings("rain-2"), MORNING);
        assertThat(RunFolder.unfinished(runs, "rain")).isEmpty();
        assertThat(RunFolder.unfinished(runs.resolve("none"), "rain")).isEmpty();
    }

    @Test
    void settings_comeBackAsTheyWere() throws Exception {
        RunFolder.create(runs, settings("rain"), MORNING);
        assertThat(RunFolder.unfinished(runs, "rain").map(RunFolder::settings)).contains(settings("rain"));
    }
}
