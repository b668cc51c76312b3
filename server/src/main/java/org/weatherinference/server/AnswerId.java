package org.weatherinference.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.weatherinference.model.Answer;

/**
 * What an answer was, in the id that it has: whoever sends it back tells a server that keeps nothing of a photo which
 * bundle answered what, and when. It is signed, so that nobody makes one up. Immutable.
 *
 * @param request the id of the request that was answered
 * @param part which of the request's photos, from 1; 0 where it had one
 * @param bundle the reference of the bundle that answered
 * @param label the most probable one
 * @param unsure whether the verdict was not the label
 * @param confidence 0 to 1
 * @param at to the second
 */
record AnswerId(UUID request, int part, String bundle, String label, boolean unsure, float confidence, Instant at) {
    /** So that it is never taken for something else that was signed. */
    private static final byte KIND = 'a';

    private static final int FIXED_BYTES = 1 + 2 * Long.BYTES + Integer.BYTES + Long.BYTES + Float.BYTES + 1;

    static AnswerId of(UUID request, int part, Answer.Classified answer, Instant at) {
        boolean unsure = !answer.verdict().equals(answer.label());
        return new AnswerId(request, part, answer.model(), answer.label(), unsure, answer.confidence(), at);
    }

    /** Names the answer, whichever bytes said so. */
    String name() {
        return part == 0 ? request.toString() : request + "." + part;
    }

    /** The label, or {@code unsure}. */
    String verdict() {
        return unsure ? "unsure" : label;
    }

    String signed(SigningKey key) {
        byte[] message = message();
        ByteBuffer whole = ByteBuffer.allocate(message.length + SigningKey.BYTES);
        whole.put(message).put(key.sign(message));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(whole.array());
    }

    private byte[] message() {
        byte[] bundleBytes = bundle.getBytes(UTF_8);
        byte[] labelBytes = label.getBytes(UTF_8);
        return ByteBuffer.allocate(FIXED_BYTES + 2 * Short.BYTES + bundleBytes.length + labelBytes.length)
                .put(KIND)
                .putLong(request.getMostSignificantBits())
                .putLong(request.getLeastSignificantBits())
                .putInt(part)
                .putLong(at.getEpochSecond())
                .putFloat(confidence)
                .put((byte) (unsure ? 1 : 0))
                .putShort((short) bundleBytes.length)
                .put(bundleBytes)
                .putShort((short) labelBytes.length)
                .put(labelBytes)
                .array();
    }

    /** Empty where it is none that this key signed. */
    static Optional<AnswerId> read(String text, SigningKey key) {
        try {
            byte[] whole = Base64.getUrlDecoder().decode(text);
            int length = whole.length - SigningKey.BYTES;
            if (length < FIXED_BYTES || whole[0] != KIND) {
                return Optional.empty();
            }
            byte[] message = Arrays.copyOf(whole, length);
            return key.fits(message, Arrays.copyOfRange(whole, length, whole.length))
                    ? Optional.of(read(ByteBuffer.wrap(message, 1, length - 1)))
                    : Optional.empty();
        } catch (IllegalArgumentException | BufferUnderflowException _) {
            return Optional.empty();
        }
    }

    private static AnswerId read(ByteBuffer message) {
        UUID request = new UUID(message.getLong(), message.getLong());
        int part = message.getInt();
        Instant at = Instant.ofEpochSecond(message.getLong());
        float confidence = message.getFloat();
        boolean unsure = message.get() == 1;
        return new AnswerId(request, part, text(message), text(message), unsure, confidence, at);
    }

    private static String text(ByteBuffer message) {
        byte[] bytes = new byte[message.getShort()];
        message.get(bytes);
        return new String(bytes, UTF_8);
    }
}
