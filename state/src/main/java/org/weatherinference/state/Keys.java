package org.weatherinference.state;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what: keys with names and rights. A key is {@code wi_ID_SECRET}; only a hash of its secret is kept.
 * Thread-safe.
 */
public final class Keys {
    /** How long what a key opens is remembered, and so how long it may go on once it is revoked. */
    static final Duration MEMORY = Duration.ofMillis(500);

    private static final Duration BETWEEN_USES = Duration.ofMinutes(1);
    private static final int REMEMBERED = 10_000;
    private static final String PREFIX = "wi_";
    private static final Pattern SHAPE =
            Pattern.compile(PREFIX + "([0-9a-f]{" + Secret.ID_DIGITS + "})_([0-9a-f]{" + Secret.SECRET_DIGITS + "})");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern ID = Pattern.compile("[0-9a-f]{" + Secret.ID_DIGITS + "}");
    private static final RowMapper<Key> KEY = new RecordMapper<>(Key.class);
    private static final String COLUMNS = "id, name, rights, rate, created, expires, revoked, last_used";

    private final Database database;
    private final MilliClock clock;
    private final Cache<String, Optional<Kept>> recent = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterWrite(MEMORY)
            .build();
    /** When the last use of each was last written by this process. */
    private final Map<String, Instant> written = new ConcurrentHashMap<>();

    /** @param database stays the caller's to close */
    public Keys(Database database, InstantSource clock) {
        this.database = database;
        this.clock = new MilliClock(clock);
    }

    private record Kept(Key key, String hash) {}

    /**
     * Makes a key.
     *
     * @param name letters, digits, dots, hyphens and underscores, at most 64, and unlike every other living key's
     * @param lifetime null for a key that does not expire
     * @param rate null for no limit of its own
     * @throws StateException.Invalid where the name or the rights break a rule
     * @throws StateException.Conflict where a key of that name is neither revoked nor expired
     */
    public NewKey create(String name, Set<Right> rights, @Nullable Duration lifetime, @Nullable Rate rate)
            throws StateException {
        checkName(name);
        if (rights.isEmpty()) {
            throw new StateException.Invalid("the key \"" + name + "\" has no rights, must have at least one: "
                    + Right.words(Set.of(Right.values())));
        }
        Instant now = clock.now();
        Instant expires = lifetime == null ? null : now.plus(lifetime);
        Key key = new Key(Secret.id(), name, Set.copyOf(rights), rate, now, expires, null, null);
        String secret = Secret.secret();
        database.write(handle -> insert(handle, key, Secret.hash(secret)));
        return new NewKey(key, PREFIX + key.id() + "_" + secret);
    }

    private static void checkName(String name) throws StateException.Invalid {
        if (!NAME.matcher(name).matches()) {
            throw new StateException.Invalid("the key's name is \"" + name
                    + "\", must be 1 to 64 letters, digits, dots, hyphens or underscores, and begin with a letter or"
                    + " a digit, such as phone-app");
        }
        if (ID.matcher(name).matches()) {
            throw new StateException.Invalid("the key's name is \"" + name
                    + "\", must not look like the id of a key, which is 12 hex digits; add a letter beyond f");
        }
    }

    private static boolean insert(Handle handle, Key key, String hash) throws StateException {
        // What has expired gives its name back.
        handle.createUpdate("UPDATE access_key SET revoked = expires"
                        + " WHERE name = :name AND revoked IS NULL AND expires <= :now")
                .bind("name", key.name())
                .bind("now", key.created())
                .execute();
        int rows = handle.createUpdate("INSERT INTO access_key (id, name, rights, secret_hash, rate, created, expires)"
                        + " VALUES (:id, :name, :words, :hash, :limit, :created, :expires) ON CONFLICT DO NOTHING")
                .bindMethods(key)
                .bind("words", Right.words(key.rights()))
                .bind("limit", key.rate() == null ? null : key.rate().toString())
                .bind("hash", hash)
                .execute();
        if (rows == 0) {
            throw new StateException.Conflict(
                    "there is a key \"" + key.name() + "\" already: choose another name, or revoke that one first");
        }
        return true;
    }

    /** Every key that was ever made, the newest first. */
    public List<Key> list() throws StateException {
        return database.read(
                handle -> handle.createQuery("SELECT " + COLUMNS + " FROM access_key ORDER BY created DESC, id")
                        .mapTo(Key.class)
                        .list());
    }

    /**
     * Takes a key back: within a second it opens nothing any more, in any process.
     *
     * @param nameOrId a living key's name, or any key's id; to revoke one again changes nothing
     * @throws StateException.Unknown where there is none
     */
    public Key revoke(String nameOrId) throws StateException {
        Key revoked = database.write(handle -> revoke(handle, nameOrId, clock.now()));
        recent.invalidate(revoked.id());
        return revoked;
    }

    private static Key revoke(Handle handle, String nameOrId, Instant now) throws StateException {
        String id = handle.createQuery(
                        "SELECT id FROM access_key WHERE id = :wanted OR (name = :wanted AND revoked IS NULL)")
                .bind("wanted", nameOrId)
                .mapTo(String.class)
                .findOne()
                .orElseThrow(() -> new StateException.Unknown(
                        "there is no key of name or id \"" + nameOrId + "\" to revoke; see the list of keys"));
        handle.createUpdate("UPDATE access_key SET revoked = :now WHERE id = :id AND revoked IS NULL")
                .bind("id", id)
                .bind("now", now)
                .execute();
        return handle.createQuery("SELECT " + COLUMNS + " FROM access_key WHERE id = :id")
                .bind("id", id)
                .mapTo(Key.class)
                .one();
    }

    /**
     * What a presented key opens. Asks the database at most twice a second for each key, and never waits for a write.
     *
     * @param presented whatever a client sent
     */
    public KeyCheck check(String presented) throws StateException {
        Matcher shape = SHAPE.matcher(presented);
        if (!shape.matches()) {
            return new KeyCheck.Unknown();
        }
        Kept kept = kept(shape.group(1)).orElse(null);
        if (kept == null || !Secret.fits(shape.group(2), kept.hash())) {
            return new KeyCheck.Unknown();
        }
        return check(kept.key(), clock.now());
    }

    private KeyCheck check(Key key, Instant now) {
        if (key.expired(now)) {
            return new KeyCheck.Expired(key);
        }
        if (key.revoked() != null) {
            return new KeyCheck.Revoked(key);
        }
        noteUse(key.id(), now);
        return new KeyCheck.Valid(key);
    }

    private Optional<Kept> kept(String id) throws StateException {
        Optional<Kept> remembered = recent.getIfPresent(id);
        if (remembered != null) {
            return remembered;
        }
        Optional<Kept> read = database.read(handle -> handle.createQuery(
                        "SELECT " + COLUMNS + ", secret_hash FROM access_key WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> new Kept(KEY.map(row, context), row.getString("secret_hash")))
                .findOne());
        recent.put(id, read);
        return read;
    }

    private void noteUse(String id, Instant now) {
        Instant before = written.get(id);
        boolean due = before == null
                ? written.putIfAbsent(id, now) == null
                : !now.isBefore(before.plus(BETWEEN_USES)) && written.replace(id, before, now);
        if (due) {
            database.later(() -> writeUse(id, now));
        }
    }

    private void writeUse(String id, Instant now) {
        try {
            database.write(handle -> handle.createUpdate("UPDATE access_key SET last_used = :now"
                            + " WHERE id = :id AND (last_used IS NULL OR last_used <= :minuteAgo)")
                    .bind("id", id)
                    .bind("now", now)
                    .bind("minuteAgo", now.minus(BETWEEN_USES))
                    .execute());
        } catch (StateException _) {
            // Not worth an answer: the next minute's use is written again.
        }
    }
}
