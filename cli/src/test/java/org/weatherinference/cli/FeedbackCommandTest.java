package org.weatherinference.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weatherinference.dataset.Dataset;
import org.weatherinference.dataset.Entry;
import org.weatherinference.state.Database;
import org.weatherinference.state.Feedback;
import org.weatherinference.state.NewRemark;
import org.weatherinference.state.PhotoFolder;
import org.weatherinference.state.Remark;
import org.weatherinference.state.StateException;

class FeedbackCommandTest {
    private static final byte[] PHOTO = "the bytes of a photo".getBytes(UTF_8);

    @TempDir
    Path folder;

    private Scene scene;
    private Database database;
    private Feedback feedback;
    private int answers;

    @BeforeEach
    void open() throws StateException {
        scene = Scene.bare(folder);
        database = Database.at(address());
        feedback = new Feedback(database, new PhotoFolder(folder.resolve("photos")), InstantSource.system());
    }

    @AfterEach
    void close() {
        database.close();
    }

    private String address() {
        return Database.standardAddress(folder);
    }

    private int run(Object... words) {
        List<Object> all = new ArrayList<>(List.of("feedback"));
        all.addAll(List.of(words));
        all.addAll(List.of("--database", address()));
        return scene.run(all.toArray());
    }

    private NewRemark remark(String bundle, String answered, String given) {
        answers++;
        return new NewRemark(
                "answer " + answers,
                bundle,
                answered,
                answers % 2 == 0 ? answered : "unsure",
                0.625,
                given,
                InstantSource.system().instant());
    }

    private Remark add(String bundle, String answered, String given) throws StateException {
        return feedback.add(remark(bundle, answered, given)).remark();
    }

    private Remark addWithPhoto(String given, byte[] photo) throws StateException {
        return feedback.add(remark("weather:2", "sunny", given), photo, Duration.ofDays(30))
                .remark();
    }

    @Test
    void emptyList_saysSo() {
        assertThat(run("list")).isZero();
        assertThat(scene.out()).isEmpty();
        assertThat(scene.err()).isEqualTo("no feedback yet\n");
    }

    @Test
    void list_hasALineForEach_theNewestFirst() throws StateException {
        Remark first = add("weather:1", "sunny", "foggy");
        Remark second = addWithPhoto("raining", PHOTO);
        assertThat(run("list")).isZero();
        assertThat(scene.out().lines())
                .hasSize(3)
                .anySatisfy(line -> assertThat(line)
                        .startsWith(first.id())
                        .contains(" weather:1 ", " sunny (unsure) ", " 63 % ", " foggy ")
                        .endsWith("-"))
                .anySatisfy(line -> assertThat(line).startsWith(second.id()).contains(" raining ", " 20"));
    }

    @Test
    void list_isFiltered_cut_andJson() throws StateException {
        add("weather:1", "sunny", "foggy");
        Remark wanted = add("weather:2", "sunny", "foggy");
        add("weather:2", "sunny", "snowy");
        run("list", "--model", "weather:2", "--label", "foggy", "--format", "json");
        assertThat(scene.out()).hasLineCount(1).startsWith("{\"id\":\"" + wanted.id() + "\"");
        run("list", "--limit", "2", "--format", "json");
        assertThat(scene.out()).hasLineCount(2);
        run("list", "--limit", "0", "--format", "json");
        assertThat(scene.out()).hasLineCount(3);
    }

    @Test
    void stats_tellHowManyAgreed_andWhatTheOthersSaid() throws StateException {
        add("weather:2", "sunny", "sunny");
        add("weather:2", "sunny", "foggy");
        add("weather:2", "sunny", "foggy");
        add("weather:2", "sunny", "cloudy");
        assertThat(run("stats")).isZero();
        assertThat(scene.out().lines().toList().getLast().replaceAll(" +", " "))
                .isEqualTo("weather:2 sunny 4 1 (25 %) cloudy 1, foggy 2");
        run("stats", "--format", "json");
        assertThat(scene.out())
                .hasLineCount(3)
                .contains("{\"bundle\":\"weather:2\",\"answered\":\"sunny\",\"given\":\"foggy\",\"count\":2}");
    }

    @Test
    void export_isADataset_andAddsOnlyWhatIsNew() throws Exception {
        add("weather:2", "sunny", "foggy");
        addWithPhoto("raining", PHOTO);
        addWithPhoto("snowy", "another".getBytes(UTF_8));
        Path target = folder.resolve("corrections");
        assertThat(export(target)).isZero();
        assertThat(scene.err()).isEqualTo("weather: 2 photos added to corrections\n");
        assertThat(Dataset.read(target).entries())
                .extracting(Entry::label)
                .containsExactlyInAnyOrder("raining", "snowy");
        assertThat(Dataset.read(target).entries()).extracting(Entry::source).containsOnly("feedback");
        Files.writeString(
                target.resolve("photos.csv"),
                Files.readString(target.resolve("photos.csv")).replace("raining,", "cloudy,"));
        addWithPhoto("foggy", PHOTO);
        addWithPhoto("foggy", "a third".getBytes(UTF_8));
        export(target);
        assertThat(scene.err()).isEqualTo("weather: 1 photos added to corrections\n");
        try (Stream<Path> files = Files.walk(target)) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(4);
        }
    }

    private int export(Path target) {
        return run("export", target, "--photo-store", folder.resolve("photos"));
    }

    @Test
    void placeForPhotosThatIsNone_isWrongUsage_withItsForm() {
        assertThat(run("export", folder.resolve("corrections"), "--photo-store", "s3://Photos"))
                .isEqualTo(2);
        assertThat(scene.err())
                .contains("has the bucket \"Photos\"", "s3://BUCKET/PREFIX?endpoint=URL&region=REGION")
                .doesNotContain("\tat ");
    }

    @Test
    void folderThatCannotBeWritten_isSaid() throws Exception {
        addWithPhoto("raining", PHOTO);
        Path file = Files.writeString(folder.resolve("file"), "in the way");
        assertThat(export(file.resolve("corrections"))).isEqualTo(1);
        assertThat(scene.err()).startsWith("weather: ").contains("cannot be").doesNotContain("\tat ");
    }
}
