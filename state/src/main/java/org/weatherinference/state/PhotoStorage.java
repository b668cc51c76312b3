package org.weatherinference.state;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Where visitors' photos are kept, each under the SHA-256 of its bytes. {@link Feedback} says what is put and deleted,
 * and sees to it that for one hash only one of both is under way at a time; a process may die in either. Must be
 * thread-safe.
 */
public interface PhotoStorage {
    /** Keeps a photo as a whole, for good by the time this returns; nothing changes where it is there already. */
    void put(String hash, byte[] photo) throws IOException;

    /** The photo of that hash; empty where there is none. */
    Optional<byte[]> get(String hash) throws IOException;

    /** Deletes a photo, and what a {@link #put} that died may have left of it; there need not be either. */
    void delete(String hash) throws IOException;

    /** The hashes of everything put before then, whole or not. */
    Set<String> putBefore(Instant then) throws IOException;
}
