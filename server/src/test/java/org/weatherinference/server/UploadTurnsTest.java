package org.weatherinference.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class UploadTurnsTest {
    private static final int MEGABYTE = 1 << 20;
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration MOMENT = Duration.ofMillis(20);

    private static Future<UploadTurns.Turn> next(UploadTurns turns, int bytes, Duration most) {
        FutureTask<UploadTurns.Turn> waiting = new FutureTask<>(() -> {
            UploadTurns.Turn turn = turns.turn();
            turn.await(bytes, most);
            return turn;
        });
        Thread.ofVirtual().start(waiting);
        return waiting;
    }

    private static UploadTurns.Turn taken(UploadTurns turns, int bytes) throws Exception {
        return next(turns, bytes, LONG).get(10, TimeUnit.SECONDS);
    }

    @Test
    void largeBody_waitsUntilOneBeforeItIsAnswered() throws Exception {
        UploadTurns turns = new UploadTurns(10 * MEGABYTE, LONG);
        UploadTurns.Turn first = taken(turns, 6 * MEGABYTE);
        first.arrived();
        Future<UploadTurns.Turn> second = next(turns, 6 * MEGABYTE, LONG);
        Thread.sleep(50);
        assertThat(second).isNotDone();
        first.close();
        second.get(10, TimeUnit.SECONDS).close();
    }

    @Test
    void smallBody_waitsForNobody() throws Exception {
        UploadTurns turns = new UploadTurns(8 * MEGABYTE, LONG);
        taken(turns, 8 * MEGABYTE);
        taken(turns, MEGABYTE / 16).close();
    }

    @Test
    void slowSender_keepsNobodyWaiting() throws Exception {
        UploadTurns turns = new UploadTurns(8 * MEGABYTE, MOMENT);
        taken(turns, 8 * MEGABYTE);
        taken(turns, 8 * MEGABYTE);
    }

    @Test
    void bodyThatHasCome_keepsItsTurnForAsLongAsItIsInMemory() throws Exception {
        UploadTurns turns = new UploadTurns(8 * MEGABYTE, MOMENT);
        taken(turns, 8 * MEGABYTE).arrived();
        Future<UploadTurns.Turn> second = next(turns, 8 * MEGABYTE, LONG);
        Thread.sleep(5 * MOMENT.toMillis());
        assertThat(second).isNotDone();
    }

    @Test
    void whoeverHasWaitedLongEnough_goesOnWithoutATurn_andGivesNoneBack() throws Exception {
        UploadTurns turns = new UploadTurns(8 * MEGABYTE, LONG);
        taken(turns, 8 * MEGABYTE);
        next(turns, 8 * MEGABYTE, MOMENT).get(10, TimeUnit.SECONDS).close();
        assertThat(next(turns, 8 * MEGABYTE, MOMENT).get(10, TimeUnit.SECONDS)).isNotNull();
        Future<UploadTurns.Turn> next = next(turns, 8 * MEGABYTE, LONG);
        Thread.sleep(50);
        assertThat(next).isNotDone();
    }

    @Test
    void moreThanThereIs_isWaitedForAsIfItWereLess() throws Exception {
        UploadTurns turns = new UploadTurns(MEGABYTE, LONG);
        taken(turns, 100 * MEGABYTE).close();
        taken(turns, 100 * MEGABYTE);
    }
}
