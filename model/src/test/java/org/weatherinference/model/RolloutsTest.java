package org.weatherinference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.weatherinference.model.Rollout.Canary;
import org.weatherinference.model.Rollout.Shadow;

class RolloutsTest {
    private static final int TURNS = 100;

    @TempDir
    Path folder;

    private BundleStore store = BundleStore.open(Path.of(""));
    private Rollouts rollouts = store.rollouts();

    @BeforeEach
    void addThreeVersions() throws BundleException {
        store = BundleStore.open(folder.resolve("home"), folder.resolve("shipped/bundles"));
        rollouts = store.rollouts();
        for (int i = 0; i < 3; i++) {
            store.add(Fixtures.draft("tiny"));
        }
    }

    private Path file() {
        return folder.resolve("home/bundles/tiny/live");
    }

    @Test
    void promoted_answersAndIsNotReplacedByANewerOne() throws BundleException {
        assertThat(rollouts.of("tiny")).isEmpty();
        Rollout rollout = rollouts.promote("tiny:2");
        assertThat(rollout).isEqualTo(new Rollout("tiny", 2, OptionalInt.of(3), Optional.empty()));
        store.add(Fixtures.draft("tiny"));
        assertThat(store.serving("tiny")).isEqualTo("tiny:2");
        assertThat(store.resolve("tiny:live").reference()).isEqualTo("tiny:2");
        assertThat(rollouts.of("tiny")).contains(rollout);
    }

    @Test
    void heldName_goesOnAnsweringAsItDid() throws BundleException {
        rollouts.hold("none");
        rollouts.hold("tiny");
        store.add(Fixtures.draft("tiny"));
        assertThat(store.serving("tiny")).isEqualTo("tiny:3");
        rollouts.promote("tiny:1");
        rollouts.hold("tiny");
        assertThat(store.serving("tiny")).isEqualTo("tiny:1");
        assertThat(rollouts.of("tiny").orElseThrow().previous()).hasValue(3);
    }

    @Test
    void promotedByTag_isTheVersionThatItMeans() throws BundleException {
        store.tag("tiny:1", "stable");
        assertThat(rollouts.promote("tiny:stable").reference()).isEqualTo("tiny:1");
        assertThat(rollouts.promote("tiny:latest").reference()).isEqualTo("tiny:3");
    }

    @Test
    void shippedVersion_isTheUsersOnceItIsPromoted_andStaysWhenAnotherIsShipped() throws BundleException, IOException {
        BundleStore program = BundleStore.open(folder.resolve("shipped"));
        program.add(Fixtures.draft("other"));
        rollouts.promote("other:1");
        program.add(Fixtures.draft("other"));
        Folders.delete(folder.resolve("shipped/bundles/other/1"));
        assertThat(store.serving("other")).isEqualTo("other:1");
        assertThat(store.resolve("other:live").reference()).isEqualTo("other:1");
        assertThat(folder.resolve("home/bundles/other/live")).hasContent("1");
        assertThat(folder.resolve("shipped/bundles/other/live")).doesNotExist();
        assertThat(folder.resolve("home/bundles")).isDirectoryNotContaining("glob:**/.*");
    }

    @Test
    void shippedVersionOnTrial_isNotCopied() throws BundleException {
        BundleStore program = BundleStore.open(folder.resolve("shipped"));
        program.add(Fixtures.draft("other"));
        program.add(Fixtures.draft("other"));
        rollouts.promote("other:1");
        rollouts.tryAsCanary("other:2", 10);
        assertThat(folder.resolve("home/bundles/other/2")).doesNotExist();
        rollouts.promote("other:2");
        assertThat(folder.resolve("home/bundles/other/2")).exists();
    }

    @Test
    void promotedVersionThatIsGone_isSaidWithTheWayOut() throws BundleException, IOException {
        rollouts.promote("tiny:1");
        Folders.delete(folder.resolve("home/bundles/tiny/1"));
        String said =
                "there is no tiny:1, which was promoted: promote another version, with weather bundles promote REF;"
                        + " tiny has versions 2, 3";
        assertThatThrownBy(() -> store.serving("tiny")).hasMessage(said);
        assertThatThrownBy(() -> store.resolve("tiny:live")).hasMessage(said);
        rollouts.promote("tiny:3");
        assertThat(store.serving("tiny")).isEqualTo("tiny:3");
    }

    @Test
    void rolledBack_isWhatWasLiveBefore_once() throws BundleException {
        rollouts.promote("tiny:1");
        rollouts.promote("tiny:2");
        assertThat(rollouts.rollBack("tiny").live()).isEqualTo(1);
        assertThatThrownBy(() -> rollouts.rollBack("tiny"))
                .hasMessage("it is not known what was live before tiny:1: promote the version that shall answer;"
                        + " tiny has versions 1, 2, 3");
        assertThat(store.serving("tiny")).isEqualTo("tiny:1");
    }

    @Test
    void rolledBackAfterTheFirstPromotion_isTheNewestThatAnsweredTill() throws BundleException {
        rollouts.promote("tiny:1");
        store.add(Fixtures.draft("tiny"));
        assertThat(rollouts.rollBack("tiny").live()).isEqualTo(3);
    }

    @Test
    void promotedAgain_stillKnowsWhatWasBefore() throws BundleException {
        rollouts.promote("tiny:1");
        rollouts.promote("tiny:2");
        rollouts.promote("tiny:2");
        assertThat(rollouts.rollBack("tiny").live()).isEqualTo(1);
    }

    @Test
    void trial_leavesTheLiveVersionAndEndsWithAPromotion() throws BundleException {
        rollouts.promote("tiny:1");
        assertThat(rollouts.tryAsCanary("tiny:2", 10).trial()).contains(new Canary(2, 10));
        assertThat(rollouts.of("tiny").orElseThrow().trial()).contains(new Canary(2, 10));
        assertThat(store.serving("tiny")).isEqualTo("tiny:1");
        assertThat(rollouts.tryAsShadow("tiny:3").trial()).contains(new Shadow(3));
        assertThat(rollouts.of("tiny").orElseThrow().trial()).contains(new Shadow(3));
        assertThat(rollouts.promote("tiny:3").trial()).isEmpty();
        rollouts.tryAsCanary("tiny:2", 50);
        assertThat(rollouts.rollBack("tiny").trial()).isEmpty();
    }

    @Test
    void endedTrial_leavesTheLiveVersion() throws BundleException {
        rollouts.promote("tiny:1");
        Rollout before = rollouts.promote("tiny:2");
        rollouts.tryAsShadow("tiny:3");
        assertThat(rollouts.endTrial("tiny")).isEqualTo(before);
        assertThatThrownBy(() -> rollouts.endTrial("tiny"))
                .hasMessage("there is no trial of tiny to end; tiny:2 is live");
    }

    @Test
    void trialBeforeAnyPromotion_isRefused() {
        assertThatThrownBy(() -> rollouts.tryAsShadow("tiny:2"))
                .hasMessage("no version of tiny was promoted yet, so the newest answers: promote the version that shall"
                        + " answer first; tiny has versions 1, 2, 3");
        assertThatThrownBy(() -> rollouts.rollBack("tiny")).hasMessageContaining("was promoted yet");
        assertThat(file()).doesNotExist();
    }

    @Test
    void trialOfTheLiveVersion_isRefused() throws BundleException {
        rollouts.promote("tiny:2");
        assertThatThrownBy(() -> rollouts.tryAsCanary("tiny:2", 10))
                .hasMessage("tiny:2 is live already: a trial is of another version");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0%", "51%", "100%", "10", "ten", "-1%", "10.5%", "%", ""})
    void shareBeyondItsRange_isRefused(String share) {
        assertThatThrownBy(() -> Canary.percent(share))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the canary's share is \"" + share + "\", must be 1% to 50%");
    }

    @ParameterizedTest
    @CsvSource({"1%,1", "50%,50", "10 %,10"})
    void share_isRead(String share, int percent) {
        assertThat(Canary.percent(share)).isEqualTo(percent);
    }

    @ParameterizedTest
    @CsvSource({
        "tiny,say which version of tiny",
        "tiny:7,there is no tiny:7; tiny has versions 1, 2, 3",
        "tinny:1,did you mean tiny",
        "./tiny,only what a name means is promoted"
    })
    void whatCannotBePromoted_isSaid(String reference, String why) {
        assertThatThrownBy(() -> rollouts.promote(reference))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining(why);
        assertThat(file()).doesNotExist();
    }

    @Test
    void brokenVersion_isNotPromoted() throws BundleException, IOException {
        rollouts.promote("tiny:1");
        Files.writeString(folder.resolve("home/bundles/tiny/2/model.onnx"), "no network");
        assertThatThrownBy(() -> rollouts.promote("tiny:2")).hasMessageContaining("model.onnx");
        assertThatThrownBy(() -> rollouts.tryAsShadow("tiny:2")).hasMessageContaining("model.onnx");
        assertThat(store.serving("tiny")).isEqualTo("tiny:1");
    }

    @Test
    void versionInUse_isNotDeleted() throws BundleException {
        rollouts.promote("tiny:1");
        rollouts.tryAsCanary("tiny:2", 10);
        assertThatThrownBy(() -> store.delete("tiny:1"))
                .hasMessage("tiny:1 is live: promote another version first, with weather bundles promote REF");
        assertThatThrownBy(() -> store.delete("tiny:2"))
                .hasMessage("tiny:2 is on trial: end that first, with weather bundles rollback tiny --trial");
        rollouts.endTrial("tiny");
        store.delete("tiny:2");
        assertThat(store.versions("tiny")).containsExactly(1, 3);
    }

    @Test
    void versionThatWasLiveBeforeAndIsDeleted_isNotGoneBackTo() throws BundleException {
        rollouts.promote("tiny:1");
        rollouts.promote("tiny:2");
        store.delete("tiny:1");
        assertThatThrownBy(() -> rollouts.rollBack("tiny")).hasMessageStartingWith("there is no tiny:1");
        assertThat(store.serving("tiny")).isEqualTo("tiny:2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "one", "1\nbefore", "1\ncanary 2 90%", "1\ncanary 2 0%", "1\nshadow 2\nshadow 3"})
    void fileThatNobodyWrote_isSaid_andMendedByAPromotion(String text) throws BundleException, IOException {
        Files.writeString(file(), text);
        assertThatThrownBy(() -> rollouts.of("tiny"))
                .isInstanceOf(BundleException.class)
                .hasMessageEndingWith("promote one again");
        assertThatThrownBy(() -> store.serving("tiny")).isInstanceOf(BundleException.class);
        assertThat(store.list()).hasSize(3);
        rollouts.promote("tiny:1");
        assertThat(store.serving("tiny")).isEqualTo("tiny:1");
    }

    @Test
    void list_tellsWhatIsOnTrial() throws BundleException {
        rollouts.promote("tiny:1");
        rollouts.tryAsCanary("tiny:3", 10);
        assertThat(store.list().stream()
                        .map(BundleStore.Entry.Readable.class::cast)
                        .map(entry -> entry.live()
                                + entry.trial().map(Rollout.Trial::word).orElse("")))
                .containsExactly("true", "false", "falsecanary 10%");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"tiny,tiny", "tiny:live,tiny", "tiny:latest,-", "tiny:3,-", "tiny:stable,-", "./tiny,-"})
    void onlyANameAloneAndLive_followWhatIsDecided(String reference, String name) {
        assertThat(Rollouts.followedName(reference)).isEqualTo(Optional.ofNullable(name));
    }

    @Test
    void namesWithAVersion_areNotRolledBack() {
        assertThatThrownBy(() -> rollouts.rollBack("tiny:1"))
                .hasMessage("\"tiny:1\" says a version: give the name alone, tiny");
        assertThatThrownBy(() -> rollouts.endTrial("tinny")).hasMessageContaining("did you mean tiny");
    }

    @Test
    void decisionsOfManyThreads_areEachWhole() throws Exception {
        rollouts.promote("tiny:1");
        try (var threads = Executors.newFixedThreadPool(4)) {
            List<Future<Rollout>> all = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                String reference = "tiny:" + (1 + i % 3);
                all.add(threads.submit(() -> rollouts.promote(reference)));
            }
            while (!all.stream().allMatch(Future::isDone)) {
                Rollout seen = rollouts.of("tiny").orElseThrow();
                assertThat(seen.previous()).isNotEqualTo(OptionalInt.of(seen.live()));
            }
            for (Future<Rollout> one : all) {
                one.get();
            }
        }
        assertThat(folder.resolve("home/bundles/tiny")).isDirectoryNotContaining("glob:**/.live-*");
    }

    @Test
    void twoProcesses_waitForEachOther() throws Exception {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Counting.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var threads = Executors.newFixedThreadPool(2)) {
            other.inputReader().readLine();
            List<Future<?>> both = List.of(threads.submit(this::count), threads.submit(this::count));
            for (Future<?> one : both) {
                one.get();
            }
            assertThat(other.waitFor()).isZero();
        } finally {
            other.destroyForcibly();
        }
        assertThat(folder.resolve("counter")).hasContent(String.valueOf(3 * TURNS));
    }

    private Object count() throws Exception {
        Counting.count(folder);
        return folder;
    }

    /** Adds one to a number in a file, again and again, each time alone. */
    static final class Counting {
        private Counting() {}

        public static void main(String[] arguments) throws Exception {
            System.out.println("begins");
            count(Path.of(arguments[0]));
        }

        static void count(Path folder) throws Exception {
            Path counter = folder.resolve("counter");
            for (int i = 0; i < TURNS; i++) {
                new RolloutFiles(folder).alone("tiny", () -> {
                    int before = Files.exists(counter) ? Integer.parseInt(Files.readString(counter)) : 0;
                    Files.writeString(counter, String.valueOf(before + 1));
                });
            }
        }
    }
}
