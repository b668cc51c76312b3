package org.weatherinference.state;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/**
 * Photos as objects of an S3-compatible bucket, {@code ab/abcdef….jpg} by their hash, as in a {@link PhotoFolder}.
 * Several processes may use one bucket. Nothing is connected before the first use. Thread-safe.
 */
final class PhotoBucket implements PhotoStorage {
    private static final Pattern OBJECT = Pattern.compile("([0-9a-f]{2})/(\\1[0-9a-f]{62})\\.jpg");
    private static final SortedMap<String, String> JPEG =
            Collections.unmodifiableSortedMap(new TreeMap<>(Map.of("content-type", "image/jpeg")));

    private final BucketAddress address;
    private final BucketConnection connection;

    PhotoBucket(BucketAddress address, BucketKey key) {
        this(address, key, InstantSource.system(), BucketConnection.TIME);
    }

    /**
     * @param clock that requests are dated by
     * @param time for each
     */
    PhotoBucket(BucketAddress address, BucketKey key, InstantSource clock, Duration time) {
        this.address = address;
        connection = new BucketConnection(address, key, clock, time);
    }

    private URI object(String hash) {
        return address.object(address.prefix() + hash.substring(0, 2) + "/" + hash + ".jpg");
    }

    /** To ask first whether it is there would take longer than to put the same once more. */
    @Override
    public void put(String hash, byte[] photo) throws IOException {
        if (connection.send("PUT", object(hash), JPEG, photo).isEmpty()) {
            throw unclear("that there is none of the name that a photo was put under");
        }
    }

    @Override
    public Optional<byte[]> get(String hash) throws IOException {
        return connection.send("GET", object(hash));
    }

    @Override
    public void delete(String hash) throws IOException {
        var _ = connection.send("DELETE", object(hash));
    }

    @Override
    public Set<String> putBefore(Instant then) throws IOException {
        Set<String> hashes = new HashSet<>();
        String next = null;
        do {
            BucketPage page = page(next);
            addHashes(page, then, hashes);
            if (page.next() != null && page.next().equals(next)) {
                throw unclear("with the same page of its list again");
            }
            next = page.next();
        } while (next != null);
        return hashes;
    }

    private BucketPage page(@Nullable String place) throws IOException {
        SortedMap<String, String> query = new TreeMap<>(Map.of("list-type", "2", "prefix", address.prefix()));
        if (place != null) {
            query.put("continuation-token", place);
        }
        byte[] xml = connection.send("GET", address.query(query)).orElseThrow(() -> unclear("that it has no list"));
        try {
            return BucketPage.parse(xml);
        } catch (XMLStreamException wrong) {
            throw unclear("with a list that cannot be read: " + wrong.getMessage());
        }
    }

    /** Whatever else is in the bucket is left alone. */
    private void addHashes(BucketPage page, Instant then, Collection<String> hashes) {
        for (BucketPage.Entry entry : page.entries()) {
            Matcher name = OBJECT.matcher(entry.key())
                    .region(
                            Math.min(address.prefix().length(), entry.key().length()),
                            entry.key().length());
            if (entry.key().startsWith(address.prefix())
                    && name.matches()
                    && entry.put().isBefore(then)) {
                hashes.add(Objects.requireNonNull(name.group(2)));
            }
        }
    }

    private BucketException unclear(String what) {
        return BucketException.lasting(
                address.name() + " answers " + what + "; see whether its endpoint is that of a server that speaks S3");
    }
}
