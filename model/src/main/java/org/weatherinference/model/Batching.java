package org.weatherinference.model;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Has questions of many threads answered several at once, where that takes hardly longer than one. Who asks while
 * nothing is being answered is answered at once, and alone; what is asked meanwhile is the next batch. So nobody waits
 * for others to come, and the busier it is the larger batches are. Safe to share. Whoever opened it closes it.
 *
 * @param <Q> a question
 * @param <A> its answer
 */
final class Batching<Q, A> implements AutoCloseable {
    private final Function<List<Q>, List<A>> work;
    private final int most;
    private final BlockingQueue<Asked<Q, A>> line = new LinkedBlockingQueue<>();
    private final Thread answering;
    /** Held for reading by who asks, so that nothing comes behind the end. */
    private final ReadWriteLock door = new ReentrantReadWriteLock();

    private boolean closed;

    /** @param question null for the end */
    private record Asked<Q, A>(@Nullable Q question, CompletableFuture<A> answer) {}

    private Batching(String name, int most, Function<List<Q>, List<A>> work) {
        this.most = most;
        this.work = work;
        answering = Thread.ofPlatform().daemon().name(name).unstarted(this::answerAll);
    }

    /**
     * Begins to wait for questions.
     *
     * @param most that are answered at once
     * @param work answers a batch, in its order, on a thread of its own; what it throws, all who are in the batch get
     */
    static <Q, A> Batching<Q, A> open(String name, int most, Function<List<Q>, List<A>> work) {
        Batching<Q, A> batching = new Batching<>(name, most, work);
        batching.answering.start();
        return batching;
    }

    /**
     * The answer, once there is one.
     *
     * @throws IllegalStateException after the end
     * @throws RuntimeException what the work on its batch failed with
     */
    A ask(Q question) {
        CompletableFuture<A> answer = new CompletableFuture<>();
        Lock asking = door.readLock();
        asking.lock();
        try {
            if (closed) {
                throw new IllegalStateException("it is closed");
            }
            line.add(new Asked<>(question, answer));
        } finally {
            asking.unlock();
        }
        try {
            return answer.join();
        } catch (CompletionException failure) {
            throw failure.getCause() instanceof RuntimeException fault ? fault : failure;
        }
    }

    /** Questions that no batch has taken yet. */
    int waiting() {
        return line.size();
    }

    private void answerAll() {
        List<Asked<Q, A>> batch = new ArrayList<>(most);
        boolean ending = false;
        while (!ending) {
            batch.clear();
            batch.add(first());
            line.drainTo(batch, most - 1);
            // What comes last came before nothing else.
            ending = batch.getLast().question() == null;
            if (ending) {
                batch.removeLast();
            }
            answer(batch);
        }
    }

    private Asked<Q, A> first() {
        while (true) {
            try {
                return line.take();
            } catch (InterruptedException _) {
                // Nobody has this thread but us: it ends when it is told so.
            }
        }
    }

    private void answer(List<Asked<Q, A>> batch) {
        if (batch.isEmpty()) {
            return;
        }
        try {
            List<A> answers = work.apply(batch.stream().map(Asked::question).toList());
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).answer().complete(answers.get(i));
            }
        } catch (RuntimeException | Error failure) {
            batch.forEach(asked -> asked.answer().completeExceptionally(failure));
        }
    }

    /** Answers what was asked until now, and ends. */
    @Override
    public void close() {
        Lock ending = door.writeLock();
        ending.lock();
        try {
            if (!closed) {
                closed = true;
                line.add(new Asked<>(null, new CompletableFuture<>()));
            }
        } finally {
            ending.unlock();
        }
        try {
            answering.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
