package org.weatherinference.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * While this is open, a Ctrl-C or a signal to end is told to the work under way, and waits for it to close this: native
 * code must not be running when the process ends. Opened before what it protects, so that it is closed after.
 */
final class Interrupt implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 5;
    private static volatile boolean ending;

    private final Runnable told;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook = new Thread(this::come, "interrupt");
    private volatile boolean come;

    /** One that is asked. */
    Interrupt() {
        this(() -> {});
    }

    /**
     * One that also tells.
     *
     * @param told run when it comes
     */
    Interrupt(Runnable told) {
        this.told = told;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Whether it has come. */
    boolean hasCome() {
        return come;
    }

    /** Whether the process is ending: what fails then fails because of that, and is not worth a word. */
    static boolean ending() {
        return ending;
    }

    private void come() {
        ending = true;
        come = true;
        told.run();
        try {
            closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        if (!come) {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    }
}
