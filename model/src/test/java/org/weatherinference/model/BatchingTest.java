package org.weatherinference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchingTest {
    private static final int MOST = 32;
    private static final int QUESTIONS = 512;
    /** Of a network on a GPU: so long for each batch, and so much longer for each photo in it. */
    private static final long BATCH_NANOS = 4_000_000;

    private static final long PHOTO_NANOS = 100_000;

    private final Queue<Integer> sizes = new ConcurrentLinkedQueue<>();

    private List<Integer> doubled(List<Integer> questions) {
        sizes.add(questions.size());
        return questions.stream().map(question -> 2 * question).toList();
    }

    private List<Integer> costly(List<Integer> questions) {
        long end = System.nanoTime() + BATCH_NANOS + questions.size() * PHOTO_NANOS;
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
        return doubled(questions);
    }

    private Batching<Integer, Integer> open() {
        return Batching.open("test", MOST, this::doubled);
    }

    @Test
    void aloneAtATime_eachIsAnsweredByItself() {
        try (Batching<Integer, Integer> batching = open()) {
            assertThat(IntStream.range(0, 5).map(batching::ask)).containsExactly(0, 2, 4, 6, 8);
        }
        assertThat(sizes).containsExactly(1, 1, 1, 1, 1);
    }

    @Test
    void whatIsAskedWhileOneIsAnswered_isTheNextBatch_ofSoManyAtMost() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
                Batching<Integer, Integer> batching = Batching.open("test", MOST, questions -> {
                    begun.countDown();
                    await(go);
                    return doubled(questions);
                })) {
            List<Future<Integer>> answers = new ArrayList<>();
            answers.add(callers.submit(() -> batching.ask(0)));
            begun.await();
            for (int i = 1; i <= 40; i++) {
                int question = i;
                answers.add(callers.submit(() -> batching.ask(question)));
            }
            while (batching.waiting() < 40) {
                Thread.sleep(1);
            }
            go.countDown();
            for (int i = 0; i <= 40; i++) {
                assertThat(answers.get(i).get()).isEqualTo(2 * i);
            }
        }
        assertThat(sizes).containsExactly(1, MOST, 8);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** Prints what {@code docs/operation.md} says of the gain. */
    @Test
    void manyCallers_shareBatches() throws Exception {
        for (int callers : List.of(1, 8, 64)) {
            sizes.clear();
            long[] nanos = answered(callers);
            System.out.printf(
                    Locale.ROOT,
                    "batching, %d callers, 4 ms a batch and 0.1 ms a photo: %d batches for %d photos, %.0f photos/s,"
                            + " median answer %.1f ms, longest %.1f ms%n",
                    callers,
                    sizes.size(),
                    QUESTIONS,
                    QUESTIONS * 1e9 / nanos[0],
                    nanos[1] / 1e6,
                    nanos[2] / 1e6);
            assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(QUESTIONS);
            assertThat(sizes).allMatch(size -> size <= Math.min(callers, MOST));
        }
        assertThat(sizes).hasSizeLessThan(QUESTIONS / 4);
    }

    /** The time of all, of the median and of the longest. */
    private long[] answered(int callers) throws Exception {
        Queue<Long> each = new ConcurrentLinkedQueue<>();
        long begin = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Batching<Integer, Integer> batching = Batching.open("test", MOST, this::costly)) {
            List<Future<?>> all = new ArrayList<>();
            for (int caller = 0; caller < callers; caller++) {
                all.add(threads.submit(() -> {
                    for (int i = 0; i < QUESTIONS / callers; i++) {
                        long asked = System.nanoTime();
                        assertThat(batching.ask(i)).isEqualTo(2 * i);
                        each.add(System.nanoTime() - asked);
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        long whole = System.nanoTime() - begin;
        long[] sorted = each.stream().mapToLong(Long::longValue).sorted().toArray();
        return new long[] {whole, sorted[sorted.length / 2], sorted[sorted.length - 1]};
    }

    @Test
    void failure_isThatOfItsBatchAlone() {
        try (Batching<Integer, Integer> batching = Batching.open("test", MOST, questions -> {
            if (questions.contains(13)) {
                throw new IllegalArgumentException("thirteen");
            }
            return doubled(questions);
        })) {
            assertThatThrownBy(() -> batching.ask(13))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("thirteen");
            assertThat(batching.ask(14)).isEqualTo(28);
        }
    }

    @Test
    void end_answersWhoWaits_andRefusesWhoComesLater() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        Batching<Integer, Integer> batching = Batching.open("test", MOST, questions -> {
            begun.countDown();
            return costly(questions);
        });
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> asked = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                int question = i;
                asked.add(callers.submit(() -> batching.ask(question)));
            }
            begun.await();
            batching.close();
            int answered = 0;
            for (int i = 0; i < 100; i++) {
                answered += answeredOrRefused(asked.get(i), 2 * i);
            }
            assertThat(answered).isPositive();
        }
        assertThatThrownBy(() -> batching.ask(1)).isInstanceOf(IllegalStateException.class);
        batching.close();
    }

    /** 1 for an answer, 0 for a refusal. */
    private static int answeredOrRefused(Future<Integer> asked, int expected) throws InterruptedException {
        try {
            assertThat(asked.get()).isEqualTo(expected);
            return 1;
        } catch (ExecutionException refused) {
            assertThat(refused).hasCauseInstanceOf(IllegalStateException.class);
            return 0;
        }
    }
}
