package org.weatherinference.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Kind.class)
class WorkersTest {
    private final Kind kind;

    @TempDir
    Path folder;

    WorkersTest(Kind kind) {
        this.kind = kind;
    }

    @Test
    void worker_isHereUntilItSaysNothingForAMinute_orThatItEnds() throws StateException {
        HandClock clock = new HandClock();
        try (Database database = Database.at(kind.address(folder))) {
            Workers workers = new Workers(database, clock);
            assertThat(workers.anyHere()).isFalse();
            workers.here("one");
            clock.pass(Workers.ABSENCE.minusMillis(1));
            assertThat(workers.anyHere()).isTrue();
            workers.here("one");
            clock.pass(Workers.ABSENCE.minusMillis(1));
            assertThat(workers.anyHere()).isTrue();
            clock.pass(Duration.ofMillis(1));
            assertThat(workers.anyHere()).isFalse();
            workers.here("one");
            workers.here("two");
            workers.gone("one");
            assertThat(workers.anyHere()).isTrue();
            workers.gone("two");
            assertThat(workers.anyHere()).isFalse();
        }
    }
}
