package org.weatherinference.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weatherinference.command.CommandException;
import org.weatherinference.fetch.RawServer;
import org.weatherinference.model.Answer;
import org.weatherinference.model.BundleException;
import org.weatherinference.model.PhotoClassifier;
import org.weatherinference.model.RedOrBlue;
import org.weatherinference.photo.PhotoDecoder;
import org.weatherinference.photo.PhotoLimits;

class BatchTest {
    @TempDir
    Path folder;

    private PhotoScene scene;

    @BeforeEach
    void makeBundle() throws BundleException {
        scene = new PhotoScene(folder);
    }

    @Test
    void rows_areTheAnswersOfTheClassifierToTheLastBit() throws Exception {
        for (int i = 0; i < 40; i++) {
            scene.file("photos/%02d.png".formatted(i), RedOrBlue.png(i * 6, 100, 255 - i * 6));
        }
        assertThat(scene.batch("photos")).isZero();
        List<Row> rows = scene.rows();
        assertThat(rows).hasSize(40);
        try (var classifier = PhotoClassifier.open(scene.bundle(), PhotoDecoder.create(PhotoLimits.DEFAULT))) {
            for (Row row : rows) {
                String photo = row.getAs("photo");
                var answer = (Answer.Classified) classifier.classify(Files.readAllBytes(Path.of(photo)), photo, false);
                assertSame(row, answer);
            }
        }
    }

    private static void assertSame(Row row, Answer.Classified answer) {
        assertThat(row.<String>getAs("label")).isEqualTo(answer.label());
        assertThat(row.<String>getAs("verdict")).isEqualTo(answer.verdict());
        assertThat(row.<Float>getAs("confidence")).isEqualTo(answer.confidence());
        assertThat(row.<String>getAs("model")).isEqualTo("sun-rain:1").isEqualTo(answer.model());
        assertThat(row.<String>getList(row.fieldIndex("applied"))).isEqualTo(answer.applied());
        Map<String, Float> probabilities = row.getJavaMap(row.fieldIndex("probabilities"));
        assertThat(probabilities).containsExactlyEntriesOf(answer.probabilities());
        assertThat(row.isNullAt(row.fieldIndex("error"))).isTrue();
    }

    @Test
    void whatIsNoPhoto_isARowAndFailsNothing() throws Exception {
        scene.red("photos/good-red.png");
        scene.file("photos/empty.jpg", new byte[0]);
        scene.file("photos/notes.txt", "no photo".getBytes(UTF_8));
        byte[] whole = RedOrBlue.png(255, 0, 0);
        scene.file("photos/truncated.png", Arrays.copyOf(whole, whole.length / 2));
        film("photos/film.mp4");
        assertThat(scene.batch("photos")).isEqualTo(1);
        assertThat(scene.outcomes())
                .containsExactly(
                        "photos/empty.jpg not-a-photo",
                        "photos/film.mp4 photo-too-large",
                        "photos/good-red.png red",
                        "photos/notes.txt not-a-photo",
                        "photos/truncated.png not-a-photo");
        assertThat(scene.said())
                .startsWith("5 photos in ")
                .contains(" a second, with sun-rain:1\n", "1  red\n", "3  error not-a-photo\n");
    }

    /** 500 MB that take no place on the disk. */
    private void film(String name) throws IOException {
        try (var file = new RandomAccessFile(folder.resolve(name).toFile(), "rw")) {
            file.setLength(500L << 20);
        }
    }

    @Test
    void inputThatIsNotThere_isARow() throws Exception {
        assertThat(scene.batch("nowhere")).isEqualTo(1);
        assertThat(scene.outcomes()).containsExactly("nowhere not-readable");
        Row error = scene.rows().getFirst().getAs("error");
        assertThat(error.<String>getAs("detail")).isEqualTo("no such file or folder");
    }

    @Test
    void folder_isReadWithAllBelowItButWhatIsHidden() throws Exception {
        scene.red("photos/a/_DSC1.png");
        scene.red("photos/a b/ü:1%20.png");
        scene.blue("photos/.hidden/x.png");
        scene.blue("photos/a/.x.png");
        Files.createSymbolicLink(folder.resolve("photos/a/round"), folder.resolve("photos"));
        scene.batch("photos/");
        assertThat(scene.outcomes()).containsExactly("photos/a b/ü:1%20.png red", "photos/a/_DSC1.png red");
    }

    @Test
    void archives_areLookedInto() throws Exception {
        scene.zip("photos/1.zip", "in/red.png", "in/.hidden/red.png", "blue.png");
        scene.tar("photos/2.tar", "red.png");
        scene.tar("photos/3.tar.gz", "red.png", "blue.png");
        scene.batch("photos");
        assertThat(scene.outcomes())
                .containsExactly(
                        "photos/1.zip!/blue.png blue",
                        "photos/1.zip!/in/red.png red",
                        "photos/2.tar!/red.png red",
                        "photos/3.tar.gz!/blue.png blue",
                        "photos/3.tar.gz!/red.png red");
    }

    @Test
    void archiveThatBreaksOff_isSaidOnceBehindItsPhotos() throws Exception {
        Path tar = scene.tar("photos.tar", "1-red.png", "2-blue.png", "3-red.png");
        Files.write(tar, Arrays.copyOf(Files.readAllBytes(tar), 2 * 1024 + 512 + 10));
        scene.file("no.zip", "no zip file".getBytes(UTF_8));
        scene.batch("photos.tar");
        scene.batch("no.zip");
        scene.batch("no.zip");
        assertThat(scene.outcomes())
                .containsExactly(
                        "no.zip not-readable",
                        "photos.tar not-readable",
                        "photos.tar!/1-red.png red",
                        "photos.tar!/2-blue.png blue",
                        "photos.tar!/3-red.png not-readable");
    }

    @Test
    void photosWithARow_arePassedOver() throws Exception {
        scene.red("photos/a.png");
        scene.file("photos/b.png", new byte[0]);
        scene.zip("photos/c.zip", "red.png");
        scene.batch("photos");
        List<Row> before = scene.rows();
        scene.blue("photos/d.png");
        assertThat(scene.batch("photos")).isZero();
        assertThat(scene.said()).startsWith("3 photos have a row already\n1 photos in ");
        assertThat(scene.rows()).hasSize(4).containsAll(before);
    }

    @Test
    void anotherVersion_answersAgain() throws Exception {
        scene.red("photos/a.png");
        scene.batch("photos");
        var next = scene.store().add(RedOrBlue.mistaken("sun-rain"));
        var output = new BatchOutput(LocalSpark.session(), scene.path("answers"), BatchFormat.PARQUET);
        assertThat(output.answered("sun-rain:1").count()).isEqualTo(1);
        assertThat(output.answered(next.reference()).count()).isZero();
    }

    @Test
    void json_hasTheFieldsOfAnAnswer() throws Exception {
        scene.red("photos/a.png");
        scene.file("photos/b.png", new byte[0]);
        scene.batch("photos", BatchFormat.JSON, null);
        assertThat(lines("label=red", ".json").getFirst())
                .contains(
                        "\"verdict\":\"red\"",
                        "\"probabilities\":{\"red\":",
                        "\"model\":\"sun-rain:1\"",
                        "\"millis\":{");
        assertThat(lines("label=__HIVE_DEFAULT_PARTITION__", ".json").getFirst())
                .contains("\"error\":{\"type\":\"not-a-photo\"", "\"status\":422")
                .doesNotContain("\"verdict\"");
        assertThat(scene.batch("photos", BatchFormat.JSON, null)).isZero();
        assertThat(scene.said()).startsWith("2 photos have a row already\n0 photos in ");
    }

    @Test
    void csv_isFlat() throws Exception {
        scene.red("photos/a \"1\", b.png");
        scene.file("photos/b.png", new byte[0]);
        scene.batch("photos", BatchFormat.CSV, null);
        assertThat(lines("label=red", ".csv"))
                .satisfiesExactly(
                        header -> assertThat(header)
                                .isEqualTo("photo,verdict,confidence,red,blue,model,applied,error,detail"),
                        row -> assertThat(row).startsWith("\"" + folder + "/photos/a \"\"1\"\", b.png\",red,"));
        assertThat(scene.batch("photos", BatchFormat.CSV, null)).isZero();
        assertThat(scene.said()).startsWith("2 photos have a row already\n0 photos in ");
    }

    private List<String> lines(String label, String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("answers").resolve(label))) {
            Path file = files.filter(path -> path.toString().endsWith(ending)
                            && !path.getFileName().toString().startsWith("."))
                    .findFirst()
                    .orElseThrow();
            return Files.readAllLines(file);
        }
    }

    @Test
    void tableOfPaths_isReadBesideIt() throws Exception {
        Path elsewhere = scene.blue("elsewhere/b.png");
        scene.red("photos/red/a.png");
        scene.file(
                "photos/list.csv",
                ("path,label\nred/a.png,sun\n" + elsewhere + ",\nnone.png,\nhttp://10.0.0.1/a.png,\n").getBytes(UTF_8));
        scene.batch("photos/list.csv");
        assertThat(scene.outcomes())
                .containsExactlyInAnyOrder(
                        "elsewhere/b.png blue",
                        "http://10.0.0.1/a.png url-refused",
                        "none.png not-readable",
                        "red/a.png red");
    }

    @Test
    void tableOfWebAddresses_isFetchedFromWhereItMay() throws Exception {
        try (var server = new RawServer(BatchTest::redOrNothing)) {
            String host = "127.0.0.1:" + server.port();
            scene.allow(host);
            scene.file(
                    "list.csv",
                    "url\nhttp://%1$s/red.png\nHTTP://%1$s/none.png\nhttp://localhost/a.png\nhttps://:1/\n"
                            .formatted(host)
                            .getBytes(UTF_8));
            assertThat(scene.batch("list.csv")).isEqualTo(1);
            assertThat(scene.outcomes())
                    .containsExactly(
                            "HTTP://" + host + "/none.png url-unreachable",
                            "http://" + host + "/red.png red",
                            "http://localhost/a.png url-refused",
                            "https://:1/ url-refused");
            assertThat(server.heads()).hasSize(2);
        }
    }

    private static void redOrNothing(OutputStream out, String head) throws IOException {
        boolean found = head.contains("/red.png");
        out.write(RawServer.answer("HTTP/1.1 " + (found ? "200 OK" : "404 Not Found"), "Connection: close", "", ""));
        out.write(found ? RedOrBlue.png(255, 0, 0) : new byte[0]);
    }

    @Test
    void tableOfBytes_isReadFileAfterFile() throws Exception {
        StructType schema = new StructType().add("id", DataTypes.LongType).add("picture", DataTypes.BinaryType);
        List<Row> photos = List.of(
                RowFactory.create(1L, RedOrBlue.png(255, 0, 0)),
                RowFactory.create(2L, RedOrBlue.png(0, 0, 255)),
                RowFactory.create(3L, null),
                RowFactory.create(4L, new byte[] {1, 2, 3}));
        LocalSpark.session()
                .createDataFrame(photos, schema)
                .repartition(3)
                .write()
                .parquet(scene.path("table.parquet"));
        scene.batch("table.parquet", BatchFormat.PARQUET, "picture");
        assertThat(scene.outcomes()).containsExactly("1 red", "2 blue", "3 not-readable", "4 not-a-photo");
    }

    @Test
    void tableWithoutSuchAColumn_isRefusedWithWhatItHas() throws Exception {
        scene.file("list.csv", "where,label\na.png,sun\n".getBytes(UTF_8));
        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() -> scene.batch("list.csv"))
                .withMessageContaining("where, label")
                .withMessageContaining("--column");
    }

    @Test
    void folderThatNoBatchWrote_isLeftAlone() throws Exception {
        scene.red("answers/holiday.png");
        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() -> scene.batch("photos"))
                .withMessageContaining("holiday.png, which no batch wrote");
    }

    @Test
    void otherFormat_isRefused() throws Exception {
        scene.red("photos/a.png");
        scene.batch("photos");
        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() -> scene.batch("photos", BatchFormat.JSON, null))
                .withMessageContaining("another format");
    }

    @Test
    void function_answersAColumnOfSql() throws Exception {
        WeatherSpark.of(LocalSpark.session(), scene.bundle()).register("classify");
        StructType schema = new StructType().add("photo", DataTypes.BinaryType);
        List<Row> photos = List.of(
                RowFactory.create((Object) RedOrBlue.png(255, 0, 0)),
                RowFactory.create((Object) new byte[0]),
                RowFactory.create((Object) null));
        LocalSpark.session().createDataFrame(photos, schema).createOrReplaceTempView("photos");
        List<Row> rows = LocalSpark.session()
                .sql("SELECT a.label, a.error.type, a IS NULL FROM (SELECT classify(photo) AS a FROM photos)")
                .collectAsList();
        assertThat(rows)
                .containsExactlyInAnyOrder(
                        RowFactory.create("red", null, false),
                        RowFactory.create(null, "not-a-photo", false),
                        RowFactory.create(null, null, true));
    }

    @Test
    void photosOfAnInput_areADataset() throws Exception {
        scene.red("photos/a.png");
        scene.blue("photos/b.png");
        List<Row> rows = WeatherSpark.of(LocalSpark.session(), scene.bundle())
                .photos(scene.path("photos"))
                .select("label")
                .collectAsList();
        assertThat(rows).containsExactly(RowFactory.create("red"), RowFactory.create("blue"));
    }
}
