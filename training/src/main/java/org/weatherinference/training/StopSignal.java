package org.weatherinference.training;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Whether the process was asked to end, by Ctrl-C or a signal. While this is open the process lives on, for a minute,
 * until it is closed: native code must not be running when it ends, and checkpoints want to be written.
 */
final class StopSignal implements AutoCloseable {
    private static final int SECONDS = 60;

    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean come;

    StopSignal() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::come, "stop"));
    }

    boolean hasCome() {
        return come;
    }

    private void come() {
        come = true;
        try {
            if (!closed.await(SECONDS, TimeUnit.SECONDS)) {
                System.err.println("no checkpoint could be written in " + SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
