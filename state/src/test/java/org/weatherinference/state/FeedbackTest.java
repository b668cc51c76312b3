package org.weatherinference.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@MethodSource("kindsAndPlaces")
class FeedbackTest {
    private static final Duration MONTH = Duration.ofDays(30);
    private static final byte[] PHOTO = "a photo".getBytes(UTF_8);
    private static final String HASH = Secret.hash(PHOTO);

    private final Kind kind;
    private final PhotoPlace place;

    @TempDir
    Path folder;

    private final HandClock clock = new HandClock();
    private String address;
    private Database database;
    private Supplier<PhotoStorage> storage;
    private PhotoStorage photos;
    private Feedback feedback;

    FeedbackTest(Kind kind, PhotoPlace place) {
        this.kind = kind;
        this.place = place;
    }

    static List<Arguments> kindsAndPlaces() {
        return Arrays.stream(Kind.values())
                .flatMap(kind -> Arrays.stream(PhotoPlace.values()).map(place -> Arguments.of(kind, place)))
                .toList();
    }

    @BeforeEach
    void open() throws StateException {
        address = kind.address(folder);
        database = Database.at(address);
        storage = place.fresh(folder);
        photos = storage.get();
        feedback = new Feedback(database, photos, clock);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private NewRemark remark(String bundle, String given) {
        return new NewRemark(
                Secret.id(),
                bundle,
                "sunny",
                "unsure",
                0.4375,
                given,
                clock.instant().minusSeconds(9));
    }

    private Remark add(String bundle, String given) throws StateException {
        return feedback.add(remark(bundle, given)).remark();
    }

    private Receipt addWithPhoto(byte[] photo) throws StateException {
        return feedback.add(remark("weather:1", "foggy"), photo, MONTH);
    }

    /** The hashes of all photos that are kept. */
    private Set<String> kept() throws IOException {
        return photos.putBefore(Instant.now().plus(Duration.ofHours(1)));
    }

    @Test
    void remark_isKeptAsItWasGiven() throws StateException, IOException {
        Remark kept = add("weather:1", "nebelig – ’); DROP TABLE remark; --");
        assertThat(feedback.get(kept.id())).isEqualTo(kept);
        assertThat(kept.givenAt()).isEqualTo(clock.instant());
        assertThat(kept.answeredAt()).isEqualTo(clock.instant().minusSeconds(9));
        assertThat(kept.photo()).isNull();
        assertThat(kept()).isEmpty();
    }

    @Test
    void secondRemarkAboutAnAnswer_isInConflict_untilTheFirstIsTakenBack() throws StateException, IOException {
        NewRemark first = remark("weather:1", "foggy");
        NewRemark second =
                new NewRemark(first.answer(), "weather:1", "sunny", "sunny", 0.9, "raining", first.answeredAt());
        Receipt receipt = feedback.add(first);
        assertThatThrownBy(() -> feedback.add(second, PHOTO, MONTH))
                .isInstanceOf(StateException.Conflict.class)
                .hasMessageContaining("about that answer already");
        assertThat(feedback.list(RemarkFilter.ALL, null, 10).remarks()).containsExactly(receipt.remark());
        feedback.takeBack(receipt.remark().id(), receipt.token());
        assertThat(feedback.add(second, PHOTO, MONTH).remark().given()).isEqualTo("raining");
        assertThat(kept()).containsExactly(HASH);
    }

    @Test
    void eachPhotoIsHandedOverOnce_withTheNewestRemarkAboutIt() throws Exception {
        add("weather:1", "sunny");
        addWithPhoto(PHOTO);
        clock.pass(Duration.ofSeconds(1));
        Remark newest = feedback.add(remark("weather:1", "snowy"), PHOTO, MONTH).remark();
        Remark other = addWithPhoto("another".getBytes(UTF_8)).remark();
        List<String> taken = new ArrayList<>();
        feedback.forEachPhoto(RemarkFilter.ALL, (remark, photo) -> taken.add(remark.id() + new String(photo, UTF_8)));
        assertThat(taken).containsExactlyInAnyOrder(newest.id() + "a photo", other.id() + "another");
        taken.clear();
        feedback.forEachPhoto(RemarkFilter.ALL, (remark, _) -> !taken.add(remark.id()));
        assertThat(taken).hasSize(1);
    }

    @Test
    void unknownId_isSaid() {
        assertThatThrownBy(() -> feedback.get("x")).isInstanceOf(StateException.Unknown.class);
        assertThatThrownBy(() -> feedback.delete("x")).isInstanceOf(StateException.Unknown.class);
        assertThatThrownBy(() -> feedback.takeBack("x", "y")).isInstanceOf(StateException.Unknown.class);
    }

    @Test
    void list_goesOnWhereThePageBeforeEnded_whateverComesAndGoes() throws StateException {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            ids.add(add("weather:1", "foggy").id());
            // Several of one instant.
            clock.pass(Duration.ofMillis(i % 3));
        }
        RemarkPage first = feedback.list(RemarkFilter.ALL, null, 4);
        feedback.delete(first.remarks().getLast().id());
        add("weather:1", "foggy");
        RemarkPage second = feedback.list(RemarkFilter.ALL, first.next(), 4);
        RemarkPage third = feedback.list(RemarkFilter.ALL, second.next(), 4);
        List<Remark> all = Stream.of(first, second, third)
                .flatMap(page -> page.remarks().stream())
                .toList();
        assertThat(all).extracting(Remark::id).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(all).extracting(Remark::givenAt).isSortedAccordingTo((one, other) -> other.compareTo(one));
        assertThat(third.next()).isNull();
    }

    @Test
    void lastPage_hasNoNext_thoughItIsFull() throws StateException {
        add("weather:1", "foggy");
        assertThat(feedback.list(RemarkFilter.ALL, null, 1).next()).isNull();
    }

    @Test
    void list_isOfTheBundleAndTheLabelAskedFor() throws StateException {
        Remark wanted = add("weather:2", "foggy");
        Remark otherLabel = add("weather:2", "sunny");
        add("weather:1", "sunny");
        assertThat(listed("weather:2", "foggy")).containsExactly(wanted);
        assertThat(listed("weather:2", null)).containsExactlyInAnyOrder(wanted, otherLabel);
        assertThat(listed(null, "foggy")).containsExactly(wanted);
    }

    private List<Remark> listed(@Nullable String bundle, @Nullable String given) throws StateException {
        return feedback.list(new RemarkFilter(bundle, given), null, 10).remarks();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "1-x", "99999999999999999999-0123456789ab"})
    void placeThatNoPageNamed_isRefused(String place) {
        assertThatThrownBy(() -> feedback.list(RemarkFilter.ALL, place, 1))
                .isInstanceOf(StateException.Invalid.class)
                .hasMessageContaining("\"" + place + "\"");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1001})
    void pageOfBadLength_isRefused(int limit) {
        assertThatThrownBy(() -> feedback.list(RemarkFilter.ALL, null, limit))
                .isInstanceOf(StateException.Invalid.class)
                .hasMessage("the length of a page is " + limit + ", must be 1 to 1000 remarks");
    }

    @Test
    void tallies_countEachPairOfLabels() throws StateException {
        add("weather:2", "foggy");
        add("weather:1", "foggy");
        add("weather:2", "sunny");
        add("weather:2", "foggy");
        assertThat(feedback.tallies())
                .containsExactly(
                        new Tally("weather:1", "sunny", "foggy", 1),
                        new Tally("weather:2", "sunny", "foggy", 2),
                        new Tally("weather:2", "sunny", "sunny", 1));
    }

    @Test
    void pagesAndTallies_useIndexes() throws StateException {
        Place place = new Place(clock.instant(), "0123456789ab");
        for (RemarkFilter filter : List.of(
                RemarkFilter.ALL,
                new RemarkFilter("b", null),
                new RemarkFilter(null, "l"),
                new RemarkFilter("b", "l"))) {
            assertIndexed(Feedback.select(filter, place));
            assertIndexed(Feedback.select(filter, null));
        }
        assertIndexed(Feedback.TALLIES);
    }

    /** Nothing is sorted and no whole table is read, even where there are no figures yet by which to choose. */
    private void assertIndexed(String sql) throws StateException {
        String filled = sql.replace(":bundle", "'b'")
                .replace(":givenAt", "1")
                .replace(":given", "'l'")
                .replace(":id", "'x'")
                .replace(":limit", "50");
        String plan = database.read(handle -> {
            if (kind == Kind.POSTGRESQL) {
                handle.execute("SET enable_seqscan = off");
                handle.execute("SET enable_bitmapscan = off");
            }
            String explain = kind == Kind.SQLITE ? "EXPLAIN QUERY PLAN " : "EXPLAIN ";
            return handle.createQuery(explain + filled)
                    .map((row, _) -> row.getString(kind == Kind.SQLITE ? 4 : 1))
                    .list()
                    .toString();
        });
        assertThat(plan).as(sql).containsPattern("(?i)index").doesNotContain("TEMP B-TREE", "Seq Scan", "Sort");
    }

    @Test
    void remarkWithAnotherLabel_isElseAsItWas() throws StateException {
        Remark kept = add("weather:1", "foggy");
        Remark changed = feedback.relabel(kept.id(), "snowy");
        assertThat(changed.given()).isEqualTo("snowy");
        assertThat(changed.givenAt()).isEqualTo(kept.givenAt());
        assertThat(feedback.list(new RemarkFilter(null, "snowy"), null, 10).remarks())
                .containsExactly(changed);
        assertThatThrownBy(() -> feedback.relabel("x", "snowy")).isInstanceOf(StateException.Unknown.class);
    }

    @Test
    void deletedRemark_isGone() throws StateException {
        Remark kept = add("weather:1", "foggy");
        feedback.delete(kept.id());
        assertThat(feedback.list(RemarkFilter.ALL, null, 10).remarks()).isEmpty();
    }

    @Test
    void visitor_takesBackTheOwnRemarkAndNoOther() throws StateException, IOException {
        Receipt mine = addWithPhoto(PHOTO);
        Remark other = add("weather:1", "foggy");
        feedback.takeBack(mine.remark().id(), mine.token());
        assertThat(feedback.list(RemarkFilter.ALL, null, 10).remarks()).containsExactly(other);
        assertThat(kept()).isEmpty();
        assertThatThrownBy(() -> feedback.takeBack(mine.remark().id(), mine.token()))
                .isInstanceOf(StateException.Unknown.class)
                .hasMessageNotContaining(mine.token());
        assertThat(mine.toString()).doesNotContain(mine.token());
    }

    @Test
    void photo_isKeptUnderItsHash() throws StateException, IOException {
        Remark kept = addWithPhoto(PHOTO).remark();
        assertThat(feedback.get(kept.id())).isEqualTo(kept);
        assertThat(kept.photo()).isEqualTo(HASH);
        assertThat(kept.expires()).isEqualTo(clock.instant().plus(MONTH));
        assertThat(kept()).containsExactly(HASH);
        assertThat(photos.get(HASH)).contains(PHOTO);
    }

    @Test
    void photoOfTwoRemarks_staysUntilBothAreGone() throws StateException, IOException {
        Remark one = addWithPhoto(PHOTO).remark();
        Remark two = addWithPhoto(PHOTO).remark();
        feedback.delete(one.id());
        assertThat(kept()).containsExactly(HASH);
        feedback.delete(two.id());
        assertThat(kept()).isEmpty();
        assertThat(photos.get(HASH)).isEmpty();
    }

    @Test
    void photoWhoseTimeIsOver_goes_andItsRemarkStays() throws StateException, IOException {
        Remark kept = addWithPhoto(PHOTO).remark();
        assertThat(feedback.forgetExpired(clock.instant().plus(MONTH).minusMillis(1)))
                .isZero();
        assertThat(feedback.forgetExpired(clock.instant().plus(MONTH))).isEqualTo(1);
        assertThat(kept()).isEmpty();
        assertThat(feedback.get(kept.id()).photo()).isNull();
        assertThat(feedback.tallies()).hasSize(1);
    }

    @Test
    void whatAKilledProcessLeftInTheStorage_isSwept_onceItIsOld() throws StateException, IOException {
        photos.put(HASH, PHOTO);
        Instant now = Instant.now();
        assertThat(feedback.forgetExpired(now)).isZero();
        assertThat(feedback.forgetExpired(now.plus(Duration.ofHours(2)))).isEqualTo(1);
        assertThat(kept()).isEmpty();
    }

    @Test
    void photoThatIsStillUsed_isNotSwept_howeverOldItIs() throws StateException, IOException {
        feedback.add(remark("weather:1", "foggy"), PHOTO, Duration.ofDays(36_500));
        assertThat(feedback.forgetExpired(Instant.now().plus(Duration.ofDays(365))))
                .isZero();
        assertThat(kept()).containsExactly(HASH);
    }

    @Test
    void storageThatFailsToPut_leavesNoRemark() throws StateException {
        Feedback failing = new Feedback(database, new BrokenStorage(photos), clock);
        assertThatThrownBy(() -> failing.add(remark("weather:1", "foggy"), PHOTO, MONTH))
                .isInstanceOf(StateException.Unreachable.class)
                .hasMessageContaining("the disk is full");
        assertThat(feedback.list(RemarkFilter.ALL, null, 1).remarks()).isEmpty();
    }

    @Test
    void deletionThatEndsHalfWay_isFinishedByTheNextSweep() throws StateException, IOException {
        Remark kept = addWithPhoto(PHOTO).remark();
        Feedback failing = new Feedback(database, new BrokenStorage(photos), clock);
        assertThatThrownBy(() -> failing.delete(kept.id())).isInstanceOf(StateException.Unreachable.class);
        assertThat(kept()).hasSize(1);
        assertThat(feedback.forgetExpired(clock.instant())).isEqualTo(1);
        assertThat(kept()).isEmpty();
    }

    /** Photos come and go at once in two processes; in the end each that a remark refers to is there, and no other. */
    @Test
    void photosOfOneContent_fromManyThreads_areThereExactlyWhereWanted() throws Exception {
        try (Database other = Database.at(address);
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            Feedback replica = new Feedback(other, storage.get(), clock);
            List<Future<@Nullable Void>> runs = new ArrayList<>();
            for (Feedback each : List.of(feedback, replica, feedback, replica)) {
                runs.add(threads.submit((Callable<@Nullable Void>) () -> comeAndGo(each)));
            }
            for (Future<@Nullable Void> run : runs) {
                run.get();
            }
        }
        Set<String> wanted = feedback.list(RemarkFilter.ALL, null, 1000).remarks().stream()
                .map(Remark::photo)
                .collect(Collectors.toSet());
        assertThat(kept()).isEqualTo(wanted);
    }

    private @Nullable Void comeAndGo(Feedback each) throws StateException {
        for (int i = 0; i < 20; i++) {
            byte[] photo = {(byte) (i % 2)};
            Remark kept = each.add(remark("weather:1", "foggy"), photo, MONTH).remark();
            if (i != 5) {
                each.delete(kept.id());
            }
        }
        return null;
    }

    /** Fails to put and to delete. */
    private record BrokenStorage(PhotoStorage whole) implements PhotoStorage {
        @Override
        public void put(String hash, byte[] photo) throws IOException {
            throw new IOException("the disk is full");
        }

        @Override
        public Optional<byte[]> get(String hash) throws IOException {
            return whole.get(hash);
        }

        @Override
        public void delete(String hash) throws IOException {
            throw new IOException("the disk is gone");
        }

        @Override
        public Set<String> putBefore(Instant then) throws IOException {
            return whole.putBefore(then);
        }
    }
}
