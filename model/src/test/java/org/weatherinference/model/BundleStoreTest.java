package org.weatherinference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundleStoreTest {
    @TempDir
    Path folder;

    private BundleStore store = BundleStore.open(Path.of(""));

    @BeforeEach
    void openStore() {
        store = BundleStore.open(folder.resolve("home"), folder.resolve("shipped/bundles"));
    }

    @Test
    void added_countUpFromOne() throws BundleException {
        assertThat(store.add(Fixtures.draft("tiny")).reference()).isEqualTo("tiny:1");
        assertThat(store.add(Fixtures.draft("tiny")).reference()).isEqualTo("tiny:2");
        assertThat(store.add(Fixtures.draft("other")).reference()).isEqualTo("other:1");
    }

    @Test
    void added_holdsWhatTheDraftSays() throws BundleException {
        BundleDraft draft = Fixtures.draft("tiny");
        BundleManifest manifest = store.add(draft).manifest();
        assertThat(manifest.labels()).isEqualTo(draft.labels());
        assertThat(manifest.preparation()).isEqualTo(draft.preparation());
        assertThat(manifest.temperature()).isEqualTo(2);
        assertThat(manifest.unsureThreshold()).isEqualTo(0.7);
        assertThat(manifest.metrics()).isEqualTo(draft.metrics());
        assertThat(manifest.provenance()).isEqualTo(draft.provenance());
        assertThat(manifest.files()).containsKeys("model.onnx", "MODEL_CARD.md", "golden/golden.json");
    }

    @Test
    void addedInInt8_mayDifferMoreOnOtherProcessors() throws BundleException {
        assertThat(store.add(Fixtures.draft("tiny")).folder().resolve(GoldenPhotos.FILE))
                .content()
                .contains("\"tolerance\": 0.005");
        assertThat(store.add(Fixtures.draft("tiny").inInt8()).folder().resolve(GoldenPhotos.FILE))
                .content()
                .contains("\"tolerance\": 0.02");
    }

    @Test
    void addedByManyAtOnce_getVersionsOfTheirOwn() throws Exception {
        var barrier = new CyclicBarrier(4);
        try (var threads = Executors.newFixedThreadPool(4)) {
            List<Future<Integer>> versions = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                versions.add(threads.submit(() -> {
                    barrier.await();
                    return store.add(Fixtures.draft("tiny")).manifest().version();
                }));
            }
            var found = new ArrayList<Integer>();
            for (Future<Integer> version : versions) {
                found.add(version.get());
            }
            assertThat(found).containsExactlyInAnyOrder(1, 2, 3, 4);
        }
        assertThat(store.list()).hasSize(4).allMatch(entry -> entry instanceof BundleStore.Entry.Readable);
    }

    @Test
    void placeTakenMeanwhile_isLeftAsItIs() throws Exception {
        Path place = store.add(Fixtures.draft("tiny")).folder();
        byte[] before = Files.readAllBytes(place.resolve("bundle.json"));
        try (var writer = BundleWriter.begin(place.resolve("../..").normalize(), Fixtures.draft("tiny"))) {
            assertThat(writer.publish(1, place)).isFalse();
        }
        assertThat(Files.readAllBytes(place.resolve("bundle.json"))).isEqualTo(before);
    }

    @Test
    void networkThatDoesNotFit_leavesNothingBehind() throws IOException {
        float[] row = {1, 1, 1};
        byte[] network = TinyNetwork.redOrBlue().weights(row, row, row).onnx();
        assertThatThrownBy(() -> store.add(Fixtures.draft("tiny", network)))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("bundle lists 2 labels but output \"logits\" has width 3");
        assertThat(Folders.children(folder.resolve("home/bundles"))).isEmpty();
    }

    @Test
    void networkThatAnswersNoNumber_isRefused() {
        byte[] network = TinyNetwork.redOrBlue()
                .weights(new float[] {Float.NaN, 0, 0}, new float[] {0, 0, 0})
                .onnx();
        assertThatThrownBy(() -> store.add(Fixtures.draft("tiny", network)))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("golden photo sun.png has no answer: a probability is NaN");
    }

    @Test
    void networkThatFailsOnAPhoto_isRefused() {
        byte[] network = TinyNetwork.redOrBlue().worksOnlyAt(5).onnx();
        assertThatThrownBy(() -> store.add(Fixtures.draft("tiny", network)))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("golden photo sun.png has no answer: the network failed");
    }

    @Test
    void name_meansHighestNumberNotLastInAlphabet() throws BundleException {
        for (int i = 0; i < 10; i++) {
            store.add(Fixtures.draft("tiny"));
        }
        assertThat(store.resolve("tiny").reference()).isEqualTo("tiny:10");
        assertThat(store.resolve("tiny:latest").reference()).isEqualTo("tiny:10");
        assertThat(store.resolve("tiny:9").reference()).isEqualTo("tiny:9");
    }

    @Test
    void path_meansThatFolder() throws BundleException {
        Path path = store.add(Fixtures.draft("tiny")).folder();
        assertThat(store.resolve(path.toString()).reference()).isEqualTo("tiny:1");
    }

    @Test
    void live_isWhatWasPromoted() throws BundleException, IOException {
        store.add(Fixtures.draft("tiny"));
        store.add(Fixtures.draft("tiny"));
        Files.writeString(folder.resolve("home/bundles/tiny/live"), "1\n");
        assertThat(store.resolve("tiny:live").reference()).isEqualTo("tiny:1");
    }

    @Test
    void serving_isTheNewestUntilOneIsPromoted() throws BundleException, IOException {
        store.add(Fixtures.draft("tiny"));
        store.add(Fixtures.draft("tiny"));
        assertThat(store.serving("tiny")).isEqualTo("tiny:2");
        Files.writeString(folder.resolve("home/bundles/tiny/live"), "1\n");
        assertThat(store.serving("tiny")).isEqualTo("tiny:1");
        assertThat(store.serving("tiny:latest")).isEqualTo("tiny:2");
        assertThat(store.serving("./a/folder")).isEqualTo("./a/folder");
        assertThatThrownBy(() -> store.serving("tinny")).hasMessageContaining("did you mean tiny?");
    }

    @Test
    void liveBeforePromotion_saysSo() throws BundleException {
        store.add(Fixtures.draft("tiny"));
        assertThatThrownBy(() -> store.resolve("tiny:live"))
                .hasMessage("no version of tiny was promoted to live; tiny has version 1");
    }

    @Test
    void unknownVersion_saysWhichExist() throws BundleException {
        store.add(Fixtures.draft("tiny"));
        store.add(Fixtures.draft("tiny"));
        assertThatThrownBy(() -> store.resolve("tiny:7")).hasMessage("there is no tiny:7; tiny has versions 1, 2");
    }

    @Test
    void misspeltName_saysWhatWasProbablyMeant() throws BundleException {
        store.add(Fixtures.draft("sun-rain"));
        store.add(Fixtures.draft("weather"));
        assertThatThrownBy(() -> store.resolve("wether"))
                .hasMessage("there is no bundle \"wether\"; did you mean weather? There is sun-rain, weather");
    }

    @Test
    void nameLikeNoOther_saysWhatExists() throws BundleException {
        store.add(Fixtures.draft("sun-rain"));
        assertThatThrownBy(() -> store.resolve("mushrooms"))
                .hasMessage("there is no bundle \"mushrooms\"; there is sun-rain");
    }

    @Test
    void emptyStore_saysHowToFillIt() {
        assertThatThrownBy(() -> store.resolve("weather"))
                .hasMessage("there is no bundle \"weather\"; the store is empty: make a bundle with weather train");
    }

    @Test
    void wordThatIsNoReference_saysTheForms() {
        assertThatThrownBy(() -> store.resolve("Weather:newest"))
                .hasMessageStartingWith("\"Weather:newest\" names no bundle: it must be name, name:latest,");
    }

    @Test
    void shippedBundle_isFoundAndCountedOn() throws BundleException {
        ship("tiny");
        assertThat(store.resolve("tiny").reference()).isEqualTo("tiny:1");
        assertThat(store.add(Fixtures.draft("tiny")).reference()).isEqualTo("tiny:2");
        assertThat(store.resolve("tiny:1").folder())
                .startsWith(folder.resolve("shipped").toAbsolutePath());
    }

    @Test
    void sameVersionShippedLater_isHiddenByTheUsers() throws BundleException {
        store.add(Fixtures.draft("tiny"));
        ship("tiny");
        assertThat(store.list())
                .singleElement()
                .isInstanceOfSatisfying(
                        BundleStore.Entry.Readable.class,
                        entry -> assertThat(entry.shipped()).isFalse());
    }

    @Test
    void standardBundle_isSunRainUntilWeatherExists() throws BundleException {
        ship("sun-rain");
        assertThat(store.standardBundle().reference()).isEqualTo("sun-rain:1");
        store.add(Fixtures.draft("weather"));
        assertThat(store.standardBundle().reference()).isEqualTo("weather:1");
    }

    @Test
    void standardBundle_isTheOneThatADistributionWasMadeFor_whereItIsThere() throws BundleException {
        ship("sun-rain");
        BundleStore distributed =
                BundleStore.openWithStandard(folder.resolve("home"), folder.resolve("shipped/bundles"), "mine");
        assertThat(distributed.standardBundle().reference()).isEqualTo("sun-rain:1");
        ship("mine");
        assertThat(distributed.standardBundle().reference()).isEqualTo("mine:1");
    }

    @Test
    void list_isSortedByNameAndNumberAndTellsFaults() throws BundleException, IOException {
        ship("zebra");
        for (int i = 0; i < 10; i++) {
            store.add(Fixtures.draft("tiny"));
        }
        Files.writeString(folder.resolve("home/bundles/tiny/2/bundle.json"), "{}");
        assertThat(store.list().stream().map(BundleStoreTest::summary))
                .startsWith("tiny:1", "bundle.json: field \"format\" is missing", "tiny:3")
                .endsWith("tiny:10", "zebra:1 shipped");
    }

    @Test
    void bundleInAnothersPlace_isRefused() throws BundleException, IOException {
        Path one = store.add(Fixtures.draft("tiny")).folder();
        Files.move(one, one.resolveSibling("4"));
        assertThatThrownBy(() -> store.resolve("tiny"))
                .hasMessageStartingWith("the bundle in the place of tiny:4 says that it is tiny:1");
    }

    @Test
    void tag_isANameForAVersionUntilItIsMoved() throws BundleException {
        store.add(Fixtures.draft("tiny"));
        store.add(Fixtures.draft("tiny"));
        assertThat(store.tag("tiny:1", "stable")).isEqualTo("tiny:1");
        assertThat(store.resolve("tiny:stable").reference()).isEqualTo("tiny:1");
        assertThat(store.serving("tiny:stable")).isEqualTo("tiny:1");
        store.tag("tiny", "stable");
        assertThat(store.resolve("tiny:stable").reference()).isEqualTo("tiny:2");
        assertThat(store.tags("tiny")).containsOnly(entry("stable", 2));
    }

    @Test
    void tagTakenAway_meansNothing() throws BundleException {
        store.add(Fixtures.draft("tiny"));
        store.tag("tiny", "stable");
        store.tag("tiny", "best");
        store.untag("tiny:stable");
        assertThatThrownBy(() -> store.resolve("tiny:stable"))
                .hasMessage("no version of tiny is tagged stable; tiny has version 1 and the tag best");
        assertThatThrownBy(() -> store.untag("tiny:stable")).hasMessageStartingWith("no version of tiny is tagged");
        assertThatThrownBy(() -> store.resolve("tiny:bets")).hasMessageContaining("did you mean best?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"latest", "live", "3", "3a", "Stable", "a b", "../a", ""})
    void tagThatWouldMeanSomethingElse_isRefused(String tag) throws BundleException {
        store.add(Fixtures.draft("tiny"));
        assertThatThrownBy(() -> store.tag("tiny", tag)).hasMessageStartingWith("a version cannot be tagged");
    }

    @Test
    void shippedBundle_canBeTagged() throws BundleException {
        ship("tiny");
        store.tag("tiny:1", "stable");
        assertThat(store.resolve("tiny:stable").reference()).isEqualTo("tiny:1");
    }

    @Test
    void list_showsTagsLiveAndSize() throws BundleException, IOException {
        store.add(Fixtures.draft("tiny"));
        store.tag("tiny:1", "stable");
        Files.writeString(folder.resolve("home/bundles/tiny/live"), "1\n");
        assertThat(store.list()).singleElement().isInstanceOfSatisfying(BundleStore.Entry.Readable.class, entry -> {
            assertThat(entry.tags()).containsExactly("stable");
            assertThat(entry.live()).isTrue();
            assertThat(entry.bytes()).isGreaterThan(10_000);
        });
    }

    @Test
    void deleted_isGoneWithItsTags() throws BundleException {
        store.add(Fixtures.draft("tiny"));
        store.add(Fixtures.draft("tiny"));
        store.tag("tiny:1", "stable");
        store.tag("tiny:2", "best");
        assertThat(store.deletable("tiny:stable")).isEqualTo("tiny:1");
        store.delete("tiny:stable");
        assertThat(store.list()).hasSize(1);
        assertThat(store.tags("tiny")).containsOnly(entry("best", 2));
        assertThat(folder.resolve("home/bundles")).isDirectoryNotContaining("glob:**/.*");
    }

    @Test
    void brokenBundle_canBeDeleted() throws BundleException, IOException {
        Path place = store.add(Fixtures.draft("tiny")).folder();
        Files.writeString(place.resolve("bundle.json"), "{}");
        store.delete("tiny:1");
        assertThat(store.list()).isEmpty();
    }

    @Test
    void whatShipsWithTheProgram_cannotBeDeleted() throws BundleException {
        ship("tiny");
        assertThatThrownBy(() -> store.delete("tiny:1"))
                .hasMessage("tiny:1 ships with the program and cannot be deleted");
    }

    @Test
    void whatIsLive_cannotBeDeleted() throws BundleException, IOException {
        store.add(Fixtures.draft("tiny"));
        Files.writeString(folder.resolve("home/bundles/tiny/live"), "1\n");
        assertThatThrownBy(() -> store.delete("tiny:1"))
                .hasMessageStartingWith("tiny:1 is live: promote another version first");
        assertThat(store.list()).hasSize(1);
    }

    @Test
    void nameWithoutVersion_isNotDeleted() throws BundleException {
        Path place = store.add(Fixtures.draft("tiny")).folder();
        assertThatThrownBy(() -> store.delete("tiny")).hasMessage("say which version of tiny, such as tiny:1");
        assertThatThrownBy(() -> store.delete(place.toString())).hasMessageContaining("is a path");
        assertThat(store.list()).hasSize(1);
    }

    @Test
    void sealedBundle_isServedWithoutChecksums_andVerifiedAllTheSame() throws BundleException, IOException {
        ship("tiny");
        Path card = folder.resolve("shipped/bundles/tiny/1/MODEL_CARD.md");
        Files.writeString(card, "changed");
        BundleStore sealed = BundleStore.openSealed(folder.resolve("home"), folder.resolve("shipped/bundles"));
        assertThat(sealed.resolveToServe("tiny").reference()).isEqualTo("tiny:1");
        assertThatThrownBy(() -> sealed.resolve("tiny")).hasMessageContaining("MODEL_CARD.md was changed");
        assertThatThrownBy(() -> store.resolveToServe("tiny")).hasMessageContaining("MODEL_CARD.md was changed");
    }

    private void ship(String name) throws BundleException {
        BundleStore.open(folder.resolve("shipped")).add(Fixtures.draft(name));
    }

    private static String summary(BundleStore.Entry entry) {
        return switch (entry) {
            case BundleStore.Entry.Readable bundle ->
                bundle.manifest().reference() + (bundle.shipped() ? " shipped" : "");
            case BundleStore.Entry.Unreadable broken -> broken.fault();
        };
    }
}
