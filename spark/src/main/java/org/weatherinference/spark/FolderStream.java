package org.weatherinference.spark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.connector.read.streaming.Offset;
import org.apache.spark.sql.connector.read.streaming.ReadLimit;
import org.apache.spark.sql.connector.read.streaming.SupportsTriggerAvailableNow;
import org.jspecify.annotations.Nullable;

/**
 * What a folder holds and comes to hold, round after round, each photo told once. How far it is is a mere count of
 * rounds: a stream that begins anew tells all again, since what is done stands in the rows. Called by one thread.
 */
final class FolderStream implements MicroBatchStream, SupportsTriggerAvailableNow {
    /** A file that was changed more lately may still be written. */
    static final Duration SETTLED = Duration.ofSeconds(2);

    private final String folder;
    private final SparkContext context;
    private final Set<Long> told = new HashSet<>();
    private Iterator<PhotoSource> listing = Collections.emptyIterator();
    private List<PhotoSource> round = List.of();
    private boolean draining;
    private boolean unsettled;

    FolderStream(String folder, SparkContext context) {
        this.folder = folder;
        this.context = context;
    }

    /** Spark compares offsets by their JSON. */
    private static final class Position extends Offset {
        private final long rounds;

        Position(long rounds) {
            this.rounds = rounds;
        }

        Position next() {
            return new Position(rounds + 1);
        }

        @Override
        public String json() {
            return Long.toString(rounds);
        }
    }

    @Override
    public Offset initialOffset() {
        return new Position(0);
    }

    @Override
    public Offset deserializeOffset(String json) {
        return new Position(Long.parseLong(json));
    }

    /** From now on it waits for what is being written, and ends when nothing is left. */
    @Override
    public void prepareForTriggerAvailableNow() {
        draining = true;
    }

    @Override
    public Offset latestOffset(Offset start, ReadLimit limit) {
        round = next();
        if (round.isEmpty() && draining && unsettled) {
            waitForWriters();
            round = next();
        }
        return round.isEmpty() ? start : ((Position) start).next();
    }

    private static void waitForWriters() {
        try {
            Thread.sleep(SETTLED);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** More of the listing under way; where that has come to its end, of one from the start. */
    private List<PhotoSource> next() {
        List<PhotoSource> more = untold();
        if (!more.isEmpty()) {
            return more;
        }
        unsettled = false;
        listing =
                new PhotoListing(folder, context.hadoopConfiguration(), context.defaultParallelism(), this::isSettled);
        return untold();
    }

    private List<PhotoSource> untold() {
        int most = Rounds.photos(context.defaultParallelism());
        List<PhotoSource> found = new ArrayList<>();
        while (listing.hasNext() && found.size() < most) {
            PhotoSource source = listing.next();
            if (told.add(AnsweredPhotos.mark(key(source)))) {
                found.add(source);
            }
        }
        return found;
    }

    /** Several shares of an archive have its name. */
    private static String key(PhotoSource source) {
        return source instanceof PhotoSource.InArchive archive ? archive.first() + archive.name() : source.name();
    }

    private boolean isSettled(FileStatus file) {
        long age = System.currentTimeMillis() - file.getModificationTime();
        boolean settled = Math.abs(age) >= SETTLED.toMillis();
        unsettled |= !settled;
        return settled;
    }

    @Override
    public Offset latestOffset() {
        throw new UnsupportedOperationException("latestOffset(Offset, ReadLimit) is asked in its place");
    }

    /** The round that was found last; none where Spark goes on from a round of another run. */
    @Override
    public InputPartition[] planInputPartitions(Offset start, Offset end) {
        int pieces = WeatherSpark.pieces(round.size(), context);
        return IntStream.range(0, pieces)
                .mapToObj(piece -> new Piece(new ArrayList<>(
                        round.subList(piece * round.size() / pieces, (piece + 1) * round.size() / pieces))))
                .toArray(InputPartition[]::new);
    }

    private record Piece(List<PhotoSource> sources) implements InputPartition {}

    @Override
    public PartitionReaderFactory createReaderFactory() {
        return piece -> new Reader(((Piece) piece).sources().iterator());
    }

    private static final class Reader implements PartitionReader<InternalRow> {
        private final Iterator<PhotoSource> sources;
        private @Nullable InternalRow row;

        Reader(Iterator<PhotoSource> sources) {
            this.sources = sources;
        }

        @Override
        public boolean next() {
            boolean more = sources.hasNext();
            row = more ? SourceRow.of(sources.next()) : null;
            return more;
        }

        @Override
        public @Nullable InternalRow get() {
            return row;
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    @Override
    public void commit(Offset end) {
        // What is done stands in the rows.
    }

    @Override
    public void stop() {
        // Nothing is open.
    }
}
