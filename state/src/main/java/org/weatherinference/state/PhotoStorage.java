package org.weatherinference.state;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Where visitors' photos are kept, each under the SHA-256 of its bytes. {@link Feedback} says what is put and deleted,
 * and sees to it that for one hash only one of both is under way at a time; a process may die in either. Must be
 * thread-safe.
 */
public interface PhotoStorage {
    /**
     * The storage of a place. To make it does nothing: neither folder nor bucket need be there yet.
     *
     * @param place a folder, or a bucket {@code s3://BUCKET/PREFIX?endpoint=URL&region=REGION}, whose key is in the
     *     environment variables {@code AWS_ACCESS_KEY_ID}, {@code AWS_SECRET_ACCESS_KEY} and, for a temporary one,
     *     {@code AWS_SESSION_TOKEN}
     * @throws StateException.Invalid where it is neither, or where there is no key; the message has no secret in it
     */
    static PhotoStorage at(String place) throws StateException.Invalid {
        // One letter would be a drive of Windows.
        if (place.matches("[A-Za-z][A-Za-z0-9+.-]+:/.*")) {
            return new PhotoBucket(BucketAddress.parse(place), BucketKey.of(System.getenv()));
        }
        try {
            return new PhotoFolder(Path.of(place));
        } catch (InvalidPathException wrong) {
            throw new StateException.Invalid("the place for photos is no folder: " + wrong.getMessage());
        }
    }

    /**
     * Keeps a photo as a whole, for good by the time this returns. Where it is there already, the same is there
     * afterwards.
     */
    void put(String hash, byte[] photo) throws IOException;

    /** The photo of that hash; empty where there is none. */
    Optional<byte[]> get(String hash) throws IOException;

    /** Deletes a photo, and what a {@link #put} that died may have left of it; there need not be either. */
    void delete(String hash) throws IOException;

    /** The hashes of everything put before then, whole or not. */
    Set<String> putBefore(Instant then) throws IOException;
}
