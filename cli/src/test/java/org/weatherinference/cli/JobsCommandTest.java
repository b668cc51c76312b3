package org.weatherinference.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weatherinference.state.Database;
import org.weatherinference.state.Job;
import org.weatherinference.state.JobState;
import org.weatherinference.state.Jobs;
import org.weatherinference.state.Lease;
import org.weatherinference.state.StateException;
import org.weatherinference.state.TrainingOrder;

class JobsCommandTest {
    private static final String PROGRESS = "{\"epoch\":2,\"epochs\":9,\"photos\":320,\"photosAnEpoch\":640,"
            + "\"loss\":0.4121,\"heldOutError\":0.0525,\"photosPerSecond\":25.5,\"secondsLeft\":3723}";

    @TempDir
    Path folder;

    private Scene scene;
    private Database database;
    private Jobs jobs;

    @BeforeEach
    void setUp() throws StateException {
        scene = Scene.bare(folder);
        database = Database.at("jdbc:sqlite:" + folder.resolve("state.db"));
        jobs = new Jobs(database, InstantSource.system());
    }

    @AfterEach
    void close() {
        database.close();
    }

    private int weatherJobs(Object... words) {
        List<Object> all = new ArrayList<>(List.of("jobs"));
        all.addAll(List.of(words));
        all.addAll(List.of("--database", database.name()));
        return scene.run(all.toArray());
    }

    private Job add() throws StateException {
        String order = "{\"bundle\":\"rain\",\"dataset\":[{\"folder\":\"city\"}],\"settings\":{\"epochs\":8}}";
        return jobs.add(TrainingOrder.parse(order.getBytes(UTF_8)).job(null));
    }

    private Lease lease() throws StateException {
        return jobs.lease("attic", Duration.ofMinutes(1)).orElseThrow();
    }

    @Test
    void list_hasALineForEachJob() throws StateException {
        Job waiting = add();
        jobs.progress(lease(), PROGRESS);
        add();
        assertThat(weatherJobs("list")).isZero();
        assertThat(scene.out().lines())
                .satisfiesExactly(
                        head -> assertThat(head).startsWith("ID ").endsWith("HOW FAR"),
                        line -> assertThat(line).contains(" rain ", " queued ").endsWith(" -"),
                        line -> assertThat(line)
                                .startsWith(waiting.id() + " ")
                                .contains(" running ", " attic ")
                                .endsWith(" epoch 2 of 9, photo 320 of 640, loss 0.4121, error 5.25 %, 25.5 photos/s,"
                                        + " 1:02:03 left"));
        weatherJobs("list", "--format", "json", "--limit", "1");
        assertThat(scene.out())
                .hasLineCount(1)
                .contains("\"dataset\":[{\"folder\":\"city\"}],\"settings\":{\"epochs\":\"8\"}");
    }

    @Test
    void emptyList_isSaid() {
        assertThat(weatherJobs("list")).isZero();
        assertThat(scene.err()).isEqualTo("no training jobs yet\n");
    }

    @Test
    void show_tellsWhatItIsFor() throws StateException {
        Job job = add();
        assertThat(weatherJobs("show", job.id())).isZero();
        assertThat(scene.out()).contains("bundle", "rain", "[{\"folder\":\"city\"}]", "epochs=8", "queued");
        assertThat(weatherJobs("show", "x")).isEqualTo(1);
        assertThat(scene.err()).isEqualTo("weather: there is no training job \"x\"\n");
    }

    @Test
    void follow_printsAllThatHappens_untilTheJobEnds() throws StateException {
        Job job = add();
        Lease lease = lease();
        jobs.log(lease, "a line");
        jobs.progress(lease, PROGRESS);
        jobs.finish(lease, "rain:3");
        assertThat(weatherJobs("show", job.id(), "--follow")).isZero();
        assertThat(scene.out().lines().map(line -> line.replaceFirst("^[^ ]* ", "")))
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("state: queued"),
                        line -> assertThat(line).isEqualTo("state: running"),
                        line -> assertThat(line).isEqualTo("log: a line"),
                        line -> assertThat(line).startsWith("progress: epoch 2 of 9, photo 320 of 640"),
                        line -> assertThat(line).isEqualTo("state: done"));
        assertThat(scene.err()).isEqualTo("made rain:3\n");
        weatherJobs("show", job.id(), "--follow", "--format", "json");
        assertThat(scene.out().lines().toList().get(2))
                .startsWith("{\"sequence\":3,\"at\":\"")
                .endsWith("\"log\":\"a line\"}");
    }

    @Test
    void followedJobThatFails_isNoSuccess() throws StateException {
        Job job = add();
        jobs.fail(lease(), "too few photos");
        assertThat(weatherJobs("show", job.id(), "--follow")).isEqualTo(1);
        assertThat(scene.err()).isEqualTo("weather: the training job " + job.id() + " is failed: too few photos\n");
    }

    @Test
    void cancelledJob_isCalledOff() throws StateException {
        Job job = add();
        assertThat(weatherJobs("cancel", job.id())).isZero();
        assertThat(scene.out()).isEqualTo(job.id() + " is cancelled\n");
        assertThat(jobs.get(job.id()).state()).isEqualTo(JobState.CANCELLED);
        Job done = add();
        jobs.finish(lease(), "rain:1");
        assertThat(weatherJobs("cancel", done.id())).isEqualTo(1);
        assertThat(scene.out()).isEqualTo(done.id() + " is done\n");
    }
}
