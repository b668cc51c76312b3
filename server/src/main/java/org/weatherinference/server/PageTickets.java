package org.weatherinference.server;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;

/**
 * What lets the page's own scripts ask where all others need a key: a time in the near future, signed. It is no secret,
 * since everybody can load the page; who holds one is counted by address, as a visitor is. Safe to share.
 */
final class PageTickets {
    private static final Duration LIFETIME = Duration.ofHours(24);
    /** So that a ticket is never taken for something else that was signed. */
    private static final byte KIND = 't';

    private static final int MESSAGE_BYTES = 1 + Long.BYTES;

    private final SigningKey key;
    private final InstantSource clock;

    PageTickets(SigningKey key, InstantSource clock) {
        this.key = key;
        this.clock = clock;
    }

    String fresh() {
        byte[] message = ByteBuffer.allocate(MESSAGE_BYTES)
                .put(KIND)
                .putLong(clock.instant().plus(LIFETIME).getEpochSecond())
                .array();
        ByteBuffer ticket = ByteBuffer.allocate(MESSAGE_BYTES + SigningKey.BYTES)
                .put(message)
                .put(key.sign(message));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(ticket.array());
    }

    /** Whether it is one of these, and its time is not over. */
    boolean isValid(String text) {
        try {
            ByteBuffer ticket = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            if (ticket.remaining() != MESSAGE_BYTES + SigningKey.BYTES || ticket.get(0) != KIND) {
                return false;
            }
            byte[] message = new byte[MESSAGE_BYTES];
            byte[] signature = new byte[SigningKey.BYTES];
            ticket.get(message).get(signature);
            return key.fits(message, signature)
                    && clock.instant().getEpochSecond()
                            < ByteBuffer.wrap(message).getLong(1);
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
