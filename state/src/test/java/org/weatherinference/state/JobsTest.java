package org.weatherinference.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Kind.class)
class JobsTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Kind kind;

    @TempDir
    Path folder;

    private final HandClock clock = new HandClock();
    private String address;
    private Database database;
    private Jobs jobs;

    JobsTest(Kind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() throws StateException {
        address = kind.address(folder);
        database = Database.at(address);
        jobs = new Jobs(database, clock);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Job add(String bundle) throws StateException {
        clock.pass(Duration.ofSeconds(1));
        return jobs.add(new NewJob(bundle, "{\"folder\":\"x\"}", "weather:1", "{}", null));
    }

    private Lease lease(String worker) throws StateException {
        return jobs.lease(worker, MINUTE).orElseThrow();
    }

    private List<String> events(Job job) throws StateException {
        return jobs.events(job.id(), 0, 1000).stream()
                .map(event -> event.kind() + " " + event.text())
                .toList();
    }

    @Test
    void newJob_waits() throws StateException {
        Job job = add("weather");
        assertThat(job.state()).isEqualTo(JobState.QUEUED);
        assertThat(job.started()).isNull();
        assertThat(jobs.get(job.id())).isEqualTo(job);
        assertThat(jobs.list(10)).containsExactly(job);
    }

    @Test
    void list_hasTheNewestFirst() throws StateException {
        Job one = add("one");
        Job two = add("two");
        assertThat(jobs.list(10)).containsExactly(two, one);
        assertThat(jobs.list(1)).containsExactly(two);
    }

    @Test
    void unknownJob_isSaid() {
        assertThatThrownBy(() -> jobs.get("x"))
                .isInstanceOf(StateException.Unknown.class)
                .hasMessage("there is no training job \"x\"");
        assertThatThrownBy(() -> jobs.cancel("x")).isInstanceOf(StateException.Unknown.class);
        assertThatThrownBy(() -> jobs.events("x", 0, 1)).isInstanceOf(StateException.Unknown.class);
    }

    @Test
    void oldestJob_isLeasedFirst() throws StateException {
        Job one = add("one");
        Job two = add("two");
        Lease lease = lease("w");
        assertThat(lease.job().id()).isEqualTo(one.id());
        assertThat(lease.job().state()).isEqualTo(JobState.RUNNING);
        assertThat(lease.job().leasedUntil()).isEqualTo(clock.instant().plus(MINUTE));
        assertThat(lease("w").job().id()).isEqualTo(two.id());
        assertThat(jobs.lease("w", MINUTE)).isEmpty();
    }

    @Test
    void everyJob_isLeasedByExactlyOneOfManyWorkers() throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            ids.add(add("weather").id());
        }
        List<String> leased = new ArrayList<>();
        try (Database other = Database.at(address);
                ExecutorService threads = Executors.newFixedThreadPool(6)) {
            Jobs replica = new Jobs(other, clock);
            List<Future<List<String>>> workers = new ArrayList<>();
            for (Jobs each : List.of(jobs, replica, jobs, replica, jobs, replica)) {
                workers.add(threads.submit(() -> takeAll(each)));
            }
            for (Future<List<String>> worker : workers) {
                leased.addAll(worker.get());
            }
        }
        assertThat(leased).containsExactlyInAnyOrderElementsOf(ids);
    }

    private static List<String> takeAll(Jobs jobs) throws StateException {
        List<String> taken = new ArrayList<>();
        while (true) {
            Optional<Lease> lease = jobs.lease("w", MINUTE);
            if (lease.isEmpty()) {
                return taken;
            }
            taken.add(lease.get().job().id());
        }
    }

    @Test
    void renewedLease_holds_andOneThatRanOutGoesToAnother() throws StateException {
        add("weather");
        Lease first = lease("first");
        clock.pass(MINUTE.minusMillis(1));
        assertThat(jobs.renew(first, MINUTE)).isEqualTo(JobState.RUNNING);
        clock.pass(MINUTE.minusMillis(1));
        assertThat(jobs.lease("second", MINUTE)).isEmpty();
        clock.pass(Duration.ofMillis(1));
        Lease second = lease("second");
        assertThat(second.job().attempts()).isEqualTo(2);
        assertThat(second.job().started()).isEqualTo(first.job().started());
        assertThatThrownBy(() -> jobs.renew(first, MINUTE))
                .isInstanceOf(StateException.Conflict.class)
                .hasMessageContaining("is no longer first's");
        assertThatThrownBy(() -> jobs.progress(first, "{}")).isInstanceOf(StateException.Conflict.class);
        assertThatThrownBy(() -> jobs.log(first, "x")).isInstanceOf(StateException.Conflict.class);
        assertThatThrownBy(() -> jobs.finish(first, "x")).isInstanceOf(StateException.Conflict.class);
        jobs.finish(second, "weather:2");
    }

    @Test
    void finishedJob_hasItsResult() throws StateException {
        Job job = add("weather");
        Lease lease = lease("w");
        jobs.progress(lease, "{\"epoch\":1}");
        clock.pass(Duration.ofSeconds(1));
        jobs.finish(lease, "weather:2");
        Job done = jobs.get(job.id());
        assertThat(done.state()).isEqualTo(JobState.DONE);
        assertThat(done.result()).isEqualTo("weather:2");
        assertThat(done.progress()).isEqualTo("{\"epoch\":1}");
        assertThat(done.ended()).isEqualTo(clock.instant());
        clock.pass(MINUTE);
        assertThat(jobs.lease("w", MINUTE)).isEmpty();
        assertThatThrownBy(() -> jobs.fail(lease, "x")).isInstanceOf(StateException.Conflict.class);
        assertThat(jobs.cancel(job.id())).isEqualTo(JobState.DONE);
    }

    @Test
    void failedJob_saysWhy() throws StateException {
        Job job = add("weather");
        jobs.fail(lease("w"), "no photos");
        assertThat(jobs.get(job.id()).error()).isEqualTo("no photos");
        assertThat(events(job)).containsExactly("state queued", "state running", "state failed");
    }

    @Test
    void waitingJob_isCancelledAtOnce() throws StateException {
        Job job = add("weather");
        assertThat(jobs.cancel(job.id())).isEqualTo(JobState.CANCELLED);
        assertThat(jobs.get(job.id()).ended()).isEqualTo(clock.instant());
        assertThat(jobs.lease("w", MINUTE)).isEmpty();
        assertThat(jobs.cancel(job.id())).isEqualTo(JobState.CANCELLED);
        assertThat(events(job)).containsExactly("state queued", "state cancelled");
    }

    @Test
    void runningJob_isAskedToStop() throws StateException {
        Job job = add("weather");
        Lease lease = lease("w");
        assertThat(jobs.cancel(job.id())).isEqualTo(JobState.STOPPING);
        assertThat(jobs.renew(lease, MINUTE)).isEqualTo(JobState.STOPPING);
        jobs.stopped(lease);
        assertThat(jobs.get(job.id()).state()).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void stoppingJobWhoseWorkerDied_isCancelled_notGivenToAnother() throws StateException {
        Job job = add("weather");
        lease("w");
        jobs.cancel(job.id());
        clock.pass(MINUTE);
        assertThat(jobs.lease("other", MINUTE)).isEmpty();
        assertThat(jobs.get(job.id()).state()).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void jobThatEveryWorkerDiesOf_failsInTheEnd() throws StateException {
        Job job = add("weather");
        for (int i = 0; i < Jobs.MOST_ATTEMPTS; i++) {
            lease("w");
            clock.pass(MINUTE);
        }
        assertThat(jobs.lease("w", MINUTE)).isEmpty();
        assertThat(jobs.get(job.id()).state()).isEqualTo(JobState.FAILED);
        assertThat(jobs.get(job.id()).error()).contains("ended without a word");
    }

    @Test
    void jobThatIsHandedBack_goesToTheNextAtOnce_howeverOften() throws StateException {
        Job job = add("weather");
        for (int i = 0; i < Jobs.MOST_ATTEMPTS + 1; i++) {
            Lease lease = lease("w");
            jobs.handBack(lease);
            assertThatThrownBy(() -> jobs.progress(lease, "{}")).isInstanceOf(StateException.Conflict.class);
            assertThat(jobs.get(job.id()).state()).isEqualTo(JobState.QUEUED);
        }
        assertThat(lease("w").job().id()).isEqualTo(job.id());
        assertThat(events(job)).startsWith("state queued", "state running", "state queued", "state running");
    }

    @Test
    void jobThatShallStop_endsWhenItIsHandedBack() throws StateException {
        Job job = add("weather");
        Lease lease = lease("w");
        jobs.cancel(job.id());
        jobs.handBack(lease);
        assertThat(jobs.get(job.id()).state()).isEqualTo(JobState.CANCELLED);
        assertThat(jobs.get(job.id()).ended()).isEqualTo(clock.instant());
    }

    @Test
    void events_goOnAfterTheLastOneKnown() throws StateException {
        Job job = add("weather");
        Lease lease = lease("w");
        jobs.log(lease, "line");
        jobs.progress(lease, "{}");
        assertThat(jobs.events(job.id(), 2, 10))
                .containsExactly(
                        new JobEvent(3, clock.instant(), JobEvent.Kind.LOG, "line"),
                        new JobEvent(4, clock.instant(), JobEvent.Kind.PROGRESS, "{}"));
        assertThat(jobs.events(job.id(), 4, 10)).isEmpty();
        assertThat(jobs.events(job.id(), 0, 1)).hasSize(1);
    }

    @Test
    void events_areNumberedWithoutGaps_howeverManyWriteThem() throws Exception {
        Job job = add("weather");
        Lease lease = lease("w");
        try (Database other = Database.at(address);
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            Jobs replica = new Jobs(other, clock);
            List<Future<?>> runs = new ArrayList<>();
            for (Jobs each : List.of(jobs, replica, jobs, replica)) {
                runs.add(threads.submit(() -> {
                    for (int i = 0; i < 10; i++) {
                        each.log(lease, "line");
                    }
                    return 0;
                }));
            }
            for (Future<?> run : runs) {
                run.get();
            }
        }
        assertThat(jobs.events(job.id(), 0, 100))
                .extracting(JobEvent::sequence)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 42).boxed().toList());
    }
}
