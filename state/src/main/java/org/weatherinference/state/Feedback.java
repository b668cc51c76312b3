package org.weatherinference.state;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * What visitors said of answers, and the photos that they let us keep. A photo stays as long as a remark refers to it;
 * where a process dies between the two, {@link #forgetExpired} removes what is left over. Thread-safe.
 */
public final class Feedback {
    private static final int LONGEST_PAGE = 1_000;
    /** Far longer than a photo is on its way into the storage. */
    private static final Duration UNDER_WAY = Duration.ofHours(1);

    private static final String COLUMNS =
            "id, bundle, answered, verdict, confidence, given, answered_at, given_at, photo, expires";
    static final String TALLIES = "SELECT bundle, answered, given, COUNT(*) AS count FROM remark"
            + " GROUP BY bundle, answered, given ORDER BY bundle, answered, given";

    private final Database database;
    private final PhotoStorage photos;
    private final MilliClock clock;

    /** @param database stays the caller's to close */
    public Feedback(Database database, PhotoStorage photos, InstantSource clock) {
        this.database = database;
        this.photos = photos;
        this.clock = new MilliClock(clock);
    }

    /**
     * Keeps a remark without its photo.
     *
     * @throws StateException.Conflict where there is a remark about that answer
     */
    public Receipt add(NewRemark remark) throws StateException {
        Remark kept = remark.kept(clock.now(), null, null);
        String token = Secret.secret();
        database.write(handle -> insert(handle, remark.answer(), kept, token));
        return new Receipt(kept, token);
    }

    /**
     * Keeps a remark and its photo.
     *
     * @param photo a file with nothing in it but the picture: no place, no camera, no time
     * @param time how long the photo is kept at most
     * @throws StateException.Conflict where there is a remark about that answer
     */
    public Receipt add(NewRemark remark, byte[] photo, Duration time) throws StateException {
        Instant now = clock.now();
        String hash = Secret.hash(photo);
        Remark kept = remark.kept(now, hash, now.plus(time));
        String token = Secret.secret();
        database.write(handle -> {
            hold(handle, hash);
            put(hash, photo);
            return insert(handle, remark.answer(), kept, token);
        });
        return new Receipt(kept, token);
    }

    /** Of a photo that was put for a remark that is refused, {@link #forgetExpired} finds the file. */
    private static int insert(Handle handle, String answer, Remark remark, String token) throws StateException {
        int rows = handle.createUpdate("INSERT INTO remark (" + COLUMNS + ", token_hash, answer) VALUES (:id, :bundle,"
                        + " :answered, :verdict, :confidence, :given, :answeredAt, :givenAt, :photo, :expires,"
                        + " :tokenHash, :answer) ON CONFLICT (answer) WHERE answer IS NOT NULL DO NOTHING")
                .bindMethods(remark)
                .bind("tokenHash", Secret.hash(token))
                .bind("answer", answer)
                .execute();
        if (rows == 0) {
            throw new StateException.Conflict(
                    "there is feedback about that answer already: take it back with its token first");
        }
        return rows;
    }

    /**
     * The remark of an id.
     *
     * @throws StateException.Unknown where there is none
     */
    public Remark get(String id) throws StateException {
        return database.read(handle -> handle.createQuery("SELECT " + COLUMNS + " FROM remark WHERE id = :id")
                        .bind("id", id)
                        .mapTo(Remark.class)
                        .findOne())
                .orElseThrow(() -> new StateException.Unknown("there is no feedback of id \"" + id + "\""));
    }

    /**
     * Some remarks, the newest first.
     *
     * @param after {@link RemarkPage#next} of the page before; null for the first page
     * @param limit 1 to 1,000 remarks
     */
    public RemarkPage list(RemarkFilter filter, @Nullable String after, int limit) throws StateException {
        if (limit < 1 || limit > LONGEST_PAGE) {
            throw new StateException.Invalid(
                    "the length of a page is " + limit + ", must be 1 to " + LONGEST_PAGE + " remarks");
        }
        Place place = after == null ? null : Place.parse(after);
        // One more than asked for tells whether there are more.
        List<Remark> found = database.read(handle -> {
            try (Query query = handle.createQuery(select(filter, place))) {
                return bound(query, filter, place)
                        .bind("limit", limit + 1)
                        .mapTo(Remark.class)
                        .list();
            }
        });
        boolean more = found.size() > limit;
        List<Remark> page = more ? found.subList(0, limit) : found;
        return new RemarkPage(List.copyOf(page), more ? Place.of(page.getLast()).toString() : null);
    }

    /** Only what is asked for stands in it: a database would look for no index behind "or there is no filter". */
    static String select(RemarkFilter filter, @Nullable Place place) {
        List<String> conditions = new ArrayList<>();
        if (filter.bundle() != null) {
            conditions.add("bundle = :bundle");
        }
        if (filter.given() != null) {
            conditions.add("given = :given");
        }
        if (place != null) {
            conditions.add("(given_at, id) < (:givenAt, :id)");
        }
        String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
        return "SELECT " + COLUMNS + " FROM remark" + where + " ORDER BY given_at DESC, id DESC LIMIT :limit";
    }

    /** Takes photos that visitors let us keep. */
    public interface PhotoTaker {
        /** Takes one, and says whether it wants more. */
        boolean take(Remark remark, byte[] photo) throws IOException;
    }

    /**
     * Hands over the photos that visitors let us keep, each once, with the newest remark about it.
     *
     * @throws IOException as the taker throws it
     */
    public void forEachPhoto(RemarkFilter filter, PhotoTaker taker) throws StateException, IOException {
        Set<String> taken = new HashSet<>();
        String next = null;
        do {
            RemarkPage page = list(filter, next, LONGEST_PAGE);
            for (Remark remark : page.remarks()) {
                String hash = remark.photo();
                Optional<byte[]> photo = hash != null && taken.add(hash) ? photo(hash) : Optional.empty();
                if (photo.isPresent() && !taker.take(remark, photo.get())) {
                    return;
                }
            }
            next = page.next();
        } while (next != null);
    }

    /** The photo of that hash; empty where it is not kept any more. */
    public Optional<byte[]> photo(String hash) throws StateException {
        try {
            return photos.get(hash);
        } catch (IOException fault) {
            throw unreachable(fault);
        }
    }

    private static Query bound(Query query, RemarkFilter filter, @Nullable Place place) {
        if (filter.bundle() != null) {
            query.bind("bundle", filter.bundle());
        }
        if (filter.given() != null) {
            query.bind("given", filter.given());
        }
        if (place != null) {
            query.bind("givenAt", place.givenAt()).bind("id", place.id());
        }
        return query;
    }

    /** How often each label was given for each that was answered, bundle by bundle. */
    public List<Tally> tallies() throws StateException {
        return database.read(
                handle -> handle.createQuery(TALLIES).mapTo(Tally.class).list());
    }

    /**
     * Gives a remark another label.
     *
     * @return the remark as it is then
     * @throws StateException.Unknown where there is none of that id
     */
    public Remark relabel(String id, String given) throws StateException {
        database.write(handle -> handle.createUpdate("UPDATE remark SET given = :given WHERE id = :id")
                .bind("given", given)
                .bind("id", id)
                .execute());
        return get(id);
    }

    /**
     * Deletes a remark, and its photo where no other remark has the same.
     *
     * @throws StateException.Unknown where there is none of that id
     */
    public void delete(String id) throws StateException {
        delete(id, null, "there is no feedback of id \"" + id + "\"");
    }

    /**
     * Takes a remark back, as {@link #delete} does, for the visitor who has its token.
     *
     * @throws StateException.Unknown where no remark has that id and that token (any more)
     */
    public void takeBack(String id, String token) throws StateException {
        delete(
                id,
                Secret.hash(token),
                "there is no feedback of id \"" + id + "\" and of that token: it may be deleted already");
    }

    /** @param token the hash of its token; null for whatever token it has */
    private void delete(String id, @Nullable String token, String unknown) throws StateException {
        Optional<String> photo = database.write(handle -> {
            Optional<Deleted> deleted = handle.createQuery(
                            "DELETE FROM remark WHERE id = :id AND token_hash = COALESCE(:token, token_hash) RETURNING photo")
                    .bind("id", id)
                    .bind("token", token)
                    .map((row, _) -> new Deleted(row.getString(1)))
                    .findOne();
            return Optional.ofNullable(deleted.orElseThrow(() -> new StateException.Unknown(unknown))
                    .photo());
        });
        if (photo.isPresent()) {
            release(photo.get());
        }
    }

    private record Deleted(@Nullable String photo) {}

    /**
     * Removes the photos whose time is over, and those that a process left behind when it died. The remarks stay, as if
     * their photos had never been kept. May be called at any time, by several processes.
     *
     * @return how many photos went
     */
    public int forgetExpired(Instant now) throws StateException {
        database.write(
                handle -> handle.createUpdate("UPDATE remark SET photo = NULL, expires = NULL WHERE expires <= :now")
                        .bind("now", now)
                        .execute());
        int gone = 0;
        for (String hash : unused(now)) {
            gone += release(hash) ? 1 : 0;
        }
        return gone;
    }

    private Set<String> unused(Instant now) throws StateException {
        Set<String> hashes = new TreeSet<>();
        try {
            hashes.addAll(photos.putBefore(now.minus(UNDER_WAY)));
        } catch (IOException fault) {
            throw unreachable(fault);
        }
        database.read(handle -> {
            hashes.removeAll(handle.createQuery("SELECT hash FROM photo")
                    .mapTo(String.class)
                    .set());
            return hashes.addAll(handle.createQuery("SELECT hash FROM photo WHERE NOT EXISTS"
                            + " (SELECT 1 FROM remark WHERE remark.photo = photo.hash)")
                    .mapTo(String.class)
                    .list());
        });
        return hashes;
    }

    /**
     * Deletes a photo unless a remark refers to it. The file goes before its row does: a process that dies in between
     * leaves a row without a photo, which the next {@link #forgetExpired} finds.
     */
    private boolean release(String hash) throws StateException {
        return database.write(handle -> {
            hold(handle, hash);
            if (isUsed(handle, hash)) {
                return false;
            }
            remove(hash);
            handle.createUpdate("DELETE FROM photo WHERE hash = :hash")
                    .bind("hash", hash)
                    .execute();
            return true;
        });
    }

    private static boolean isUsed(Handle handle, String hash) {
        return handle.createQuery("SELECT 1 FROM remark WHERE photo = :hash LIMIT 1")
                .bind("hash", hash)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    /**
     * Until the transaction ends, no other puts or deletes that photo: an update that changes nothing locks its row.
     */
    private static void hold(Handle handle, String hash) {
        handle.createUpdate("INSERT INTO photo (hash) VALUES (:hash) ON CONFLICT (hash) DO UPDATE SET hash = :hash")
                .bind("hash", hash)
                .execute();
    }

    private void put(String hash, byte[] photo) throws StateException {
        try {
            photos.put(hash, photo);
        } catch (IOException fault) {
            throw unreachable(fault);
        }
    }

    private void remove(String hash) throws StateException {
        try {
            photos.delete(hash);
        } catch (IOException fault) {
            throw unreachable(fault);
        }
    }

    private static StateException.Unreachable unreachable(IOException fault) {
        String reason = fault instanceof BucketException
                ? String.valueOf(fault.getMessage())
                : fault + "; see whether it can be written to";
        return new StateException.Unreachable("the place for photos cannot be used: " + reason, fault);
    }
}
