package org.weatherinference.fetch;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why a URL was not fetched. The message is fit for users and tells nothing about hosts that are not public. */
public abstract sealed class FetchException extends Exception {
    private static final long serialVersionUID = 1;

    private final String problem;

    private FetchException(String problem, String message) {
        super(message);
        this.problem = problem;
    }

    /** What kind of problem it is, in the words that all answers share: {@code url-refused} and the like. */
    public String problem() {
        return problem;
    }

    /** Not a URL: bad syntax, whatever the rules say. */
    public static final class Malformed extends FetchException {
        private static final long serialVersionUID = 1;

        Malformed(String message) {
            super("url-refused", message);
        }
    }

    /** A URL, or a redirect, that the rules forbid. Nothing was sent to the host that was refused. */
    public static final class Refused extends FetchException {
        private static final long serialVersionUID = 1;

        Refused(String message) {
            super("url-refused", message);
        }

        /** One message for all that is not public, so that it tells nothing about what is there. */
        static Refused notPublic() {
            return new Refused("the address is not public: only hosts on the public internet are fetched from,"
                    + " and those that the operator allows");
        }
    }

    /** No such host, no connection, no trusted certificate, or no proper HTTP answer. */
    public static final class Unreachable extends FetchException {
        private static final long serialVersionUID = 1;

        Unreachable(String message) {
            super("url-unreachable", message);
        }
    }

    /** An answer other than 200. */
    public static final class NotOk extends FetchException {
        private static final long serialVersionUID = 1;
        private final int status;
        private final @Nullable Duration retryAfter;

        NotOk(String host, int status, @Nullable Duration retryAfter) {
            super("url-unreachable", "%s answered with status %d, needed is 200".formatted(host, status));
            this.status = status;
            this.retryAfter = retryAfter;
        }

        /** The HTTP status that came. */
        public int status() {
            return status;
        }

        /** How long the host asks to wait before it is asked again (RFC 9110, section 10.2.3), where it does. */
        public Optional<Duration> retryAfter() {
            return Optional.ofNullable(retryAfter);
        }
    }

    /** Not done within {@link FetchRules#timeout()}. */
    public static final class TooSlow extends FetchException {
        private static final long serialVersionUID = 1;

        TooSlow(String host, Duration timeout) {
            super("url-timeout", "%s took longer than %s s".formatted(host, seconds(timeout)));
        }

        private static String seconds(Duration timeout) {
            return timeout.toMillis() % 1000 == 0
                    ? Long.toString(timeout.toSeconds())
                    : Double.toString(timeout.toMillis() / 1000.0);
        }
    }

    /** More bytes than {@link FetchRules#maxBytes()}, as declared, as sent or as unpacked. */
    public static final class TooLarge extends FetchException {
        private static final long serialVersionUID = 1;
        private final int allowed;

        TooLarge(String host, int allowed) {
            super(
                    "photo-too-large",
                    String.format(Locale.ROOT, "%s sends more than %,d bytes, the limit for one URL", host, allowed));
            this.allowed = allowed;
        }

        /** The limit, in bytes. */
        public int allowed() {
            return allowed;
        }
    }
}
