package org.weatherinference.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weatherinference.training.RunFolder.Kind;
import org.weatherinference.training.RunFolder.State;

class RunFolderTest {
    private static final Instant MORNING = Instant.parse("2026-03-01T08:00:00Z");
    private static final Instant EVENING = Instant.parse("2026-03-01T20:00:00Z");

    @TempDir
    private Path runs;

    private static RunFolder.Settings settings(String name) {
        return new RunFolder.Settings(
                Kind.TRAIN, name, "a,b", "tiny.onnx", 0.2, "tiny.onnx", 0, "12", "34", false, Plans.of(3, 8));
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
        RunFolder.create(runs, settings("rain"), EVENING).finish(new RunFolder.Outcome("rain:1", 2, List.of(), 10, 1));
        assertThat(RunFolder.unfinished(runs, "rain").map(RunFolder::path)).contains(morning.path());
    }

    @Test
    void runOfALongerName_isAnother() throws Exception {
        RunFolder.create(runs, settings("rain-2"), MORNING);
        assertThat(RunFolder.unfinished(runs, "rain")).isEmpty();
        assertThat(RunFolder.unfinished(runs.resolve("none"), "rain")).isEmpty();
    }

    @Test
    void runsOfOneSecond_areTwo() throws Exception {
        RunFolder one = RunFolder.create(runs, settings("rain"), MORNING);
        RunFolder other = RunFolder.create(runs, settings("rain"), MORNING);
        assertThat(RunFolder.all(runs).stream().map(RunFolder::id)).containsExactly(other.id(), one.id());
    }

    @Test
    void runThatIsHeld_isRunningAndNobodyElses() throws Exception {
        RunFolder run = RunFolder.create(runs, settings("rain"), MORNING);
        assertThat(run.state()).isEqualTo(State.STOPPED);
        try (RunFolder.Hold _ = run.hold()) {
            assertThat(run.state()).isEqualTo(State.RUNNING);
            assertThatThrownBy(run::hold).isInstanceOf(TrainingException.class).hasMessageContaining("under way");
        }
        assertThat(run.state()).isEqualTo(State.STOPPED);
    }

    @Test
    void failure_isRememberedUntilItIsTriedAgain() throws Exception {
        RunFolder run = RunFolder.create(runs, settings("rain"), MORNING);
        run.fail("the loss is NaN");
        assertThat(run.state()).isEqualTo(State.FAILED);
        assertThat(run.failure()).contains("the loss is NaN");
        assertThat(RunFolder.unfinished(runs, "rain")).isPresent();
        run.hold().close();
        assertThat(run.failure()).isEmpty();
    }

    @Test
    void settings_comeBackAsTheyWere() throws Exception {
        RunFolder.create(runs, settings("rain"), MORNING);
        assertThat(RunFolder.unfinished(runs, "rain").map(RunFolder::settings)).contains(settings("rain"));
    }
}
