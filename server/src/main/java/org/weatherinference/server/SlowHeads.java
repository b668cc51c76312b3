package org.weatherinference.server;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Closes connections on which the head of a request comes drop by drop. Each drop ends the silence, so that the limit
 * on silence never ends them, and as many as there may be would keep everybody else out ("Slowloris"). Safe to share.
 */
final class SlowHeads implements Connection.Listener {
    private final Scheduler scheduler;
    private final Duration time;

    /** @param time that a head may take; one that takes twice as long is closed for certain */
    SlowHeads(Scheduler scheduler, Duration time) {
        this.scheduler = scheduler;
        this.time = time;
    }

    @Override
    public void onOpened(Connection connection) {
        // Of one within TLS, the connection inside is told of as well, and only that one knows of requests.
        if (!(connection instanceof SslConnection)) {
            Watch watch = new Watch(connection);
            connection.addEventListener(watch);
            watch.goOn();
        }
    }

    /** What was seen of a connection when it was last looked at. */
    private final class Watch implements Connection.Listener, Runnable {
        private final Connection connection;
        private long bytes;
        private long requests;
        private boolean between = true;
        private boolean begun;
        private volatile Scheduler.Task next = () -> false;

        Watch(Connection connection) {
            this.connection = connection;
        }

        void goOn() {
            next = scheduler.schedule(this, time.toMillis(), TimeUnit.MILLISECONDS);
        }

        @Override
        public void run() {
            boolean wasBegun = begun;
            look();
            if (wasBegun && begun) {
                connection.getEndPoint().close();
            } else if (connection.getEndPoint().isOpen()) {
                goOn();
            }
        }

        /** A head has begun where bytes came, but no request out of them, and none was being answered. */
        private void look() {
            long bytesNow = connection.getBytesIn();
            long requestsNow = connection.getMessagesIn();
            boolean betweenNow = requestsNow == connection.getMessagesOut();
            begun = between && betweenNow && requestsNow == requests && bytesNow > bytes;
            bytes = bytesNow;
            requests = requestsNow;
            between = betweenNow;
        }

        @Override
        public void onClosed(Connection closed) {
            next.cancel();
        }
    }
}
