package org.weatherinference.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingOrderTest {
    private static TrainingOrder parse(String json) throws StateException.Invalid {
        return TrainingOrder.parse(json.replace('\'', '"').getBytes(UTF_8));
    }

    @Test
    void order_becomesAJob_andIsReadFromItAgain(@TempDir Path folder) throws StateException {
        TrainingOrder order = parse("{'bundle':'rain','dataset':[{'folder':'city'},{'feedback':true},"
                + "{'upload':'0123456789ab'}],'from':'weather:latest',"
                + "'settings':{'epochs':4,'lr':0.01,'lr-body':'1e-3','labels':'wet=raining+snowy,sunny'}}");
        assertThat(order.sources())
                .containsExactly(
                        new DatasetSource.Folder("city"),
                        new DatasetSource.Remarked(),
                        new DatasetSource.Upload("0123456789ab"));
        assertThat(order.settings())
                .isEqualTo(Map.of(
                        TrainingSetting.EPOCHS, "4",
                        TrainingSetting.LR, "0.01",
                        TrainingSetting.LR_BODY, "1e-3",
                        TrainingSetting.LABELS, "wet=raining+snowy,sunny"));
        try (Database database = Database.at(Kind.SQLITE.address(folder))) {
            Job job = new Jobs(database, new HandClock()).add(order.job("key"));
            assertThat(job.createdBy()).isEqualTo("key");
            assertThat(TrainingOrder.of(job)).isEqualTo(order);
        }
    }

    @Test
    void sourceOfAnUpload_canComeLater() throws StateException {
        TrainingOrder order = parse("{'bundle':'rain'}");
        assertThatThrownBy(() -> order.job(null))
                .isInstanceOf(StateException.Invalid.class)
                .hasMessageStartingWith("the job: \"dataset\" is empty, must name what to learn from");
        DatasetSource.Upload upload = DatasetSource.Upload.fresh();
        assertThat(order.with(upload).sources()).isEqualTo(List.of(upload));
        assertThat(order.with(upload).job(null).dataset())
                .isEqualTo("{\"sources\":[{\"upload\":\"" + upload.id() + "\"}]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | the job: field 'bundle' is missing",
                "{'bundle':'Rain'} | the job: 'bundle' is 'Rain', must be a bundle's name",
                "{'bundle':'rain','from':'../x.onnx'} | the job: 'from' is '../x.onnx', must be a bundle such as",
                "{'bundle':'rain','setting':{}} | the job: unknown field 'setting'; did you mean settings?",
                "{'bundle':'rain','dataset':'city'} | the job: 'dataset' must be a list but is the string 'city'",
                "{'bundle':'rain','dataset':[{'folder':'../city'}]} | the dataset's folder is '../city', must be a name",
                "{'bundle':'rain','dataset':[{'folder':'uploads'}]} | the dataset's folder is 'uploads', must be a name",
                "{'bundle':'rain','dataset':[{'folder':'.'}]} | the dataset's folder is '.', must be a name",
                "{'bundle':'rain','dataset':[{'upload':'../../../..'}]} | the upload is '../../../..', must be 12 hex",
                "{'bundle':'rain','dataset':[{'feedback':false}]} | a source of the dataset must be",
                "{'bundle':'rain','dataset':[{'folders':'x'}]} | the job: unknown field 'dataset[0].folders'; did you mean folder?",
                "{'bundle':'rain','dataset':[{'folder':'x','feedback':true}]} | the job: unknown field 'dataset[0].feedback'",
                "{'bundle':'rain','settings':{'epoch':4}} | there is no setting 'epoch' of a training; did you mean epochs?",
                "{'bundle':'rain','settings':{'resume':'x'}} | there is no setting 'resume' of a training; there is epochs,",
                "{'bundle':'rain','settings':{'epochs':4.5}} | the setting epochs is '4.5', must be a whole number",
                "{'bundle':'rain','settings':{'epochs':'4 --from=/x'}} | the setting epochs is '4 --from=/x', must be",
                "{'bundle':'rain','settings':{'augment':'@/etc/passwd'}} | the setting augment is '@/etc/passwd', must be",
                "{'bundle':'rain','settings':{'labels':'--from'}} | the setting labels is '--from', must be labels",
                "{'bundle':'rain','settings':{'labels':true}} | the job: 'settings.labels' must be a string but is true",
                "{'bundle':'rain' | the job: not the JSON that is expected",
            })
    void whatIsWrong_isNamed(String json, String complaint) {
        assertThatThrownBy(() -> parse(json))
                .isInstanceOf(StateException.Invalid.class)
                .hasMessageStartingWith(complaint
                        .replace('\'', '"')
                        .replace("bundle\"s", "bundle's")
                        .replace("dataset\"s", "dataset's"));
    }

    @Test
    void shelf_findsDatasets_andNamesThemWhereOneIsMissing(@TempDir Path folder) throws Exception {
        DatasetShelf shelf = DatasetShelf.standard(folder);
        assertThat(shelf.names()).isEmpty();
        Path city = Files.createDirectories(shelf.root().resolve("city"));
        Files.createDirectories(shelf.uploads().resolve("0123456789ab"));
        assertThat(shelf.names()).containsExactly("city");
        assertThat(shelf.folder(new DatasetSource.Folder("city"))).isEqualTo(city);
        assertThat(shelf.folder(new DatasetSource.Upload("0123456789ab"))).isDirectory();
        assertThatThrownBy(() -> shelf.folder(new DatasetSource.Folder("citi")))
                .isInstanceOf(StateException.Unknown.class)
                .hasMessage("there is no dataset \"citi\" for training jobs; there is city; did you mean city?");
        assertThatThrownBy(() -> shelf.folder(new DatasetSource.Upload("000000000000")))
                .isInstanceOf(StateException.Unknown.class);
    }

    @Test
    void uploadThatIsALink_isNone(@TempDir Path folder) throws IOException {
        DatasetShelf shelf = DatasetShelf.standard(folder);
        Files.createDirectories(shelf.uploads());
        Files.createSymbolicLink(shelf.uploads().resolve("0123456789ab"), folder);
        assertThatThrownBy(() -> shelf.folder(new DatasetSource.Upload("0123456789ab")))
                .isInstanceOf(StateException.Unknown.class);
    }
}
