package org.weatherinference.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weatherinference.dataset.Decision.Change;
import org.weatherinference.dataset.Decision.Question;

class CleaningTest {
    private static final String MODEL = "weather:1";

    @TempDir
    Path path;

    private TestFolder folder;
    private Cleaning cleaning;

    @BeforeEach
    void open() throws DatasetException {
        folder = new TestFolder(path).file("dry/a.jpg").file("dry/b.jpg").file("wet/c.jpg");
        cleaning = Cleaning.open(path);
    }

    @AfterEach
    void close() {
        cleaning.close();
    }

    private void reopen() throws DatasetException {
        cleaning.close();
        cleaning = Cleaning.open(path);
    }

    private static Decision label(String id, String photo, String from, String to) {
        return new Decision(id, Question.LABEL, List.of(new Change(photo, from, to)));
    }

    private void decide(String id, String photo, String from, String to) throws DatasetException {
        cleaning.decide(label(id, photo, from, to), MODEL);
    }

    private String table() throws IOException {
        return Files.readString(path.resolve("photos.csv"));
    }

    private List<String> toReview() throws DatasetException {
        return cleaning.withoutReviewed(folder.read().entries()).stream()
                .map(Entry::path)
                .toList();
    }

    @Test
    void firstDecision_makesTheTable_evenWhereNothingChanges() throws Exception {
        assertThat(path.resolve("photos.csv")).doesNotExist();
        decide("1", "dry/a.jpg", "dry", "dry");
        assertThat(table()).isEqualTo("path,label\ndry/a.jpg,dry\ndry/b.jpg,dry\nwet/c.jpg,wet\n");
    }

    @Test
    void decision_isInTheTable_andThePhotoStaysWhereItIs() throws Exception {
        byte[] before = Files.readAllBytes(path.resolve("dry/a.jpg"));
        decide("1", "dry/a.jpg", "dry", "wet");
        decide("2", "wet/c.jpg", "wet", Cleaning.REJECTED);
        assertThat(table()).contains("dry/a.jpg,wet\n", "wet/c.jpg,rejected\n");
        assertThat(folder.read().entries()).extracting(Entry::path).containsExactly("dry/a.jpg", "dry/b.jpg");
        assertThat(path.resolve("dry/a.jpg")).hasBinaryContent(before);
        assertThat(path.resolve("wet/c.jpg")).exists();
    }

    @Test
    void otherColumns_stay() throws Exception {
        folder.table("path,label,split,source\r\n\"wet/c.jpg\",wet,valid,cam\r\ndry/a.jpg,dry,,web\r\n");
        decide("1", "dry/a.jpg", "dry", "wet");
        assertThat(table()).isEqualTo("path,label,split,source\r\nwet/c.jpg,wet,valid,cam\r\ndry/a.jpg,wet,,web\r\n");
    }

    @Test
    void keptPhoto_doesNotComeAgain_untilItsLabelIsAnother() throws Exception {
        decide("1", "dry/a.jpg", "dry", "dry");
        decide("2", "wet/c.jpg", "wet", "dry");
        reopen();
        assertThat(toReview()).containsExactly("dry/b.jpg");
        folder.table("path,label\ndry/a.jpg,wet\ndry/b.jpg,dry\nwet/c.jpg,dry\n");
        assertThat(toReview()).containsExactly("dry/a.jpg", "dry/b.jpg");
    }

    @Test
    void undo_bringsLabelAndPhotoBack_inALaterSittingToo() throws Exception {
        decide("1", "dry/a.jpg", "dry", "wet");
        decide("2", "dry/b.jpg", "dry", Cleaning.REJECTED);
        cleaning.undo("3", "2", MODEL);
        reopen();
        cleaning.undo("4", "1", MODEL);
        assertThat(table()).contains("dry/a.jpg,dry\n", "dry/b.jpg,dry\n");
        assertThat(toReview()).hasSize(3);
        assertThat(cleaning.standing()).isEmpty();
    }

    @Test
    void whatIsToldTwice_isTakenOnce() throws Exception {
        decide("1", "dry/a.jpg", "dry", "wet");
        cleaning.undo("2", "1", MODEL);
        reopen();
        decide("1", "dry/a.jpg", "dry", "wet");
        cleaning.undo("2", "1", MODEL);
        assertThat(table()).contains("dry/a.jpg,dry\n");
        assertThatThrownBy(() -> cleaning.undo("3", "1", MODEL)).isInstanceOf(StaleDecisionException.class);
    }

    @Test
    void decisionThatOnlyTheTableGotTo_isLoggedWhenToldAgain() throws Exception {
        folder.table("path,label\ndry/a.jpg,wet\n");
        decide("1", "dry/a.jpg", "dry", "wet");
        assertThat(cleaning.standing()).hasSize(1);
        cleaning.undo("2", "1", MODEL);
        assertThat(table()).contains("dry/a.jpg,dry\n");
    }

    @Test
    void photoThatSomebodyElseChanged_isNotOverwritten() throws Exception {
        folder.table("path,label\ndry/a.jpg,snow\ndry/b.jpg,dry\n");
        assertThatThrownBy(() -> decide("1", "dry/a.jpg", "dry", "wet"))
                .isInstanceOf(StaleDecisionException.class)
                .hasMessage("the label of 'dry/a.jpg' is 'snow' by now, and was 'dry' when it was shown");
        assertThatThrownBy(() -> decide("2", "wet/c.jpg", "wet", "dry"))
                .hasMessage("'wet/c.jpg' is no longer listed in photos.csv");
        assertThat(cleaning.standing()).isEmpty();
    }

    @Test
    void rowThatSomebodyElseAdds_stays() throws Exception {
        decide("1", "dry/a.jpg", "dry", "wet");
        Files.writeString(path.resolve("photos.csv"), "wet/d.jpg,wet\n", StandardOpenOption.APPEND);
        decide("2", "dry/b.jpg", "dry", "wet");
        assertThat(table()).contains("dry/b.jpg,wet\n", "wet/d.jpg,wet\n");
    }

    @Test
    void groupThatWasLookedAt_comesAgainOnlyWithAnotherPhoto() throws Exception {
        List<Entry> all = folder.read().entries();
        List<Change> changes = List.of(new Change("dry/a.jpg", "dry", "dry"), new Change("dry/b.jpg", "dry", "dry"));
        cleaning.decide(new Decision("1", Question.DUPLICATES, changes), MODEL);
        reopen();
        List<List<Entry>> groups = List.of(all.subList(0, 2), all);
        assertThat(cleaning.withoutReviewedGroups(groups)).containsExactly(all);
        assertThat(toReview()).as("that both stay says nothing of their label").hasSize(3);
    }

    @Test
    void decisionAboutSeveral_isTakenAsAWhole_andTakenBackAsAWhole() throws Exception {
        List<Change> changes =
                List.of(new Change("dry/a.jpg", "dry", "dry"), new Change("dry/b.jpg", "dry", Cleaning.REJECTED));
        cleaning.decide(new Decision("1", Question.DUPLICATES, changes), MODEL);
        assertThat(cleaning.tally()).isEqualTo(new Cleaning.Tally(1, 0, 1));
        cleaning.undo("2", "1", MODEL);
        assertThat(table()).contains("dry/b.jpg,dry\n");
        List<Change> stale =
                List.of(new Change("dry/a.jpg", "dry", "wet"), new Change("dry/b.jpg", "snow", Cleaning.REJECTED));
        assertThatThrownBy(() -> cleaning.decide(new Decision("3", Question.DUPLICATES, stale), MODEL))
                .isInstanceOf(StaleDecisionException.class);
        assertThat(table()).contains("dry/a.jpg,dry\n");
    }

    @Test
    void tally_isOfThisSitting() throws Exception {
        decide("1", "dry/a.jpg", "dry", "wet");
        reopen();
        decide("2", "dry/b.jpg", "dry", "dry");
        decide("3", "wet/c.jpg", "wet", Cleaning.REJECTED);
        assertThat(cleaning.tally()).isEqualTo(new Cleaning.Tally(1, 0, 1));
    }

    @Test
    void secondSitting_isRefused_whileOneIsOpen() {
        assertThatThrownBy(() -> Cleaning.open(path))
                .isInstanceOf(DatasetException.class)
                .hasMessage(path + " is being cleaned already; go on there, or end that first");
    }

    /** Each place at which a power cut may have broken off the writing. */
    @Test
    void logThatWasBrokenOff_isReadUpToItsLastWholeDecision() throws Exception {
        decide("1", "dry/a.jpg", "dry", "wet");
        int whole = (int) Files.size(log());
        List<Change> changes = List.of(new Change("dry/b.jpg", "dry", "dry"), new Change("wet/c.jpg", "wet", "dry"));
        cleaning.decide(new Decision("2", Question.DUPLICATES, changes), MODEL);
        byte[] log = Files.readAllBytes(log());
        for (int length = whole; length <= log.length; length++) {
            cleaning.close();
            Files.write(log(), Arrays.copyOf(log, length));
            cleaning = Cleaning.open(path);
            assertThat(cleaning.standing()).as("%d bytes", length).hasSize(length < log.length ? 1 : 2);
            cleaning.decide(new Decision("2", Question.DUPLICATES, changes), MODEL);
            reopen();
            assertThat(cleaning.standing()).as("%d bytes, told again", length).hasSize(2);
        }
    }

    private Path log() {
        return path.resolve(Cleaning.LOG);
    }

    @Test
    void logThatSomebodySpoilt_isNamed() throws Exception {
        cleaning.close();
        Files.writeString(log(), "time,path\n");
        assertThatThrownBy(() -> Cleaning.open(path))
                .isInstanceOf(DatasetException.class)
                .hasMessageStartingWith(log() + " is damaged (its first row must be time,decision,");
        Files.delete(log());
        cleaning = Cleaning.open(path);
    }

    @Test
    void nameWithALineBreak_isRefused() throws Exception {
        folder.file("dry/a\nb.jpg");
        assertThatThrownBy(() -> decide("1", "dry/a\nb.jpg", "dry", "wet"))
                .hasMessageContaining("has a line break in its name");
    }

    /** A person decides a few times a second; it took 80 ms on two cores that were busy with much else. */
    @Test
    void decisionAmongTenThousandPhotos_isQuick() throws Exception {
        StringBuilder table = new StringBuilder("path,label,split,source,licence\n");
        for (int i = 0; i < 10_000; i++) {
            table.append("dry/photo-%05d-of-a-usual-length.jpg,dry,train,https://example.org/photos/%05d.jpg,CC0\n"
                    .formatted(i, i));
        }
        folder.table(table.toString());
        List<Long> millis = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            long begun = System.nanoTime();
            decide("d" + i, "dry/photo-%05d-of-a-usual-length.jpg".formatted(i * 300), "dry", "wet");
            millis.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
        }
        millis.sort(null);
        System.out.println(
                "A decision among 10,000 photos: " + millis.get(15) + " ms, the slowest " + millis.getLast());
        assertThat(millis.get(15)).isLessThan(1000);
    }
}
