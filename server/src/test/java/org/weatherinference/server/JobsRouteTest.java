package org.weatherinference.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.weatherinference.state.Database;
import org.weatherinference.state.JobState;
import org.weatherinference.state.Jobs;
import org.weatherinference.state.Keys;
import org.weatherinference.state.Lease;
import org.weatherinference.state.Right;
import org.weatherinference.state.StateException;
import org.weatherinference.state.Workers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JobsRouteTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String PATH = "/v1/training-jobs";
    private static final String ORDER = "{\"bundle\":\"rain\",\"dataset\":[{\"folder\":\"city\"}]}";
    private static final String BARE = "{\"bundle\":\"rain\",\"settings\":{\"epochs\":2}}";
    private static final String PROGRESS =
            "{\"epoch\":1,\"epochs\":2,\"photos\":3,\"photosAnEpoch\":9,\"loss\":0.5," + "\"photosPerSecond\":2.5}";

    @TempDir
    private Path folder;

    private Scene scene;
    private Database database;
    private Jobs jobs;
    private Workers workers;
    private String trainer;
    private String manager;

    @BeforeEach
    void start() throws Exception {
        Files.createDirectories(folder.resolve("datasets/city"));
        scene = Scene.start(
                folder, Map.of(Setting.DATASETS, folder.resolve("datasets").toString()));
        database = Database.at(Database.standardAddress(folder));
        jobs = new Jobs(database, InstantSource.system());
        workers = new Workers(database, InstantSource.system());
        workers.here("attic");
        trainer = key(Right.TRAIN);
        manager = key(Right.MANAGE);
    }

    private String key(Right right) throws StateException {
        return new Keys(database, InstantSource.system())
                .create("who-can-" + right, Set.of(right), null, null)
                .text();
    }

    @AfterEach
    void stop() {
        scene.close();
        database.close();
    }

    private JsonNode created(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        JsonNode job = JSON.readTree(answer.body());
        assertThat(answer.headers().firstValue("Location")).contains(PATH + "/" + id(job));
        return job;
    }

    private static String id(JsonNode job) {
        return job.path("id").asString();
    }

    private JsonNode create() throws Exception {
        return created(scene.call("POST", PATH, trainer, ORDER));
    }

    private Lease lease() throws StateException {
        return jobs.lease("attic", Duration.ofMinutes(1)).orElseThrow();
    }

    private HttpResponse<String> send(Form form) throws Exception {
        return scene.send(HttpRequest.newBuilder(scene.uri(PATH))
                .header("Authorization", "Bearer " + trainer)
                .header("Content-Type", form.contentType())
                .POST(BodyPublishers.ofByteArray(form.body())));
    }

    private HttpResponse<String> send(byte[] zip) throws Exception {
        return send(form(zip));
    }

    private static Form form(byte[] zip) {
        return Form.empty().part("job", "job.json", BARE.getBytes(UTF_8)).part("dataset", "photos.zip", zip);
    }

    private List<String> uploads() throws IOException {
        Path uploads = folder.resolve("datasets/uploads");
        if (!Files.isDirectory(uploads)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(uploads)) {
            return all.map(path -> path.getFileName().toString()).toList();
        }
    }

    @Test
    void job_waits_isListed_andCanBeCalledOff() throws Exception {
        JsonNode job = create();
        assertThat(job.path("state").asString()).isEqualTo("queued");
        assertThat(job.path("createdBy").asString()).matches("[0-9a-f]{12}");
        JsonNode listed =
                JSON.readTree(scene.call("GET", PATH + "?limit=1", manager, "").body());
        assertThat(listed.path("jobs").path(0)).isEqualTo(job);
        assertThat(JSON.readTree(
                        scene.call("GET", PATH + "/" + id(job), manager, "").body()))
                .isEqualTo(job);
        JsonNode cancelled = JSON.readTree(
                scene.call("DELETE", PATH + "/" + id(job), manager, "").body());
        assertThat(cancelled.path("state").asString()).isEqualTo("cancelled");
        assertThat(jobs.get(id(job)).state()).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void progress_andResult_areTold() throws Exception {
        String id = id(create());
        Lease lease = lease();
        jobs.progress(lease, PROGRESS);
        JsonNode running =
                JSON.readTree(scene.call("GET", PATH + "/" + id, trainer, "").body());
        assertThat(running.path("progress").toString()).isEqualTo(PROGRESS);
        assertThat(running.path("worker").asString()).isEqualTo("attic");
        jobs.finish(lease, "rain:4");
        JsonNode done =
                JSON.readTree(scene.call("GET", PATH + "/" + id, trainer, "").body());
        assertThat(done.path("state").asString()).isEqualTo("done");
        assertThat(done.path("result").asString()).isEqualTo("rain:4");
    }

    @Test
    void withoutWorker_noJobIsTaken() throws Exception {
        workers.gone("attic");
        HttpResponse<String> answer = scene.call("POST", PATH, trainer, ORDER);
        Refusal.of(answer).says(503, "no-trainer", "no worker takes training jobs now");
        assertThat(answer.headers().firstValue("Retry-After")).contains("30");
        assertThat(jobs.list(10)).isEmpty();
    }

    @Test
    void jobThatIsNotThere_isNotFound() throws Exception {
        for (String path : List.of("/none", "/none/events", "/none/log")) {
            Refusal.of(scene.call("GET", PATH + path, trainer, ""))
                    .says(404, "not-found", "there is no training job \"none\"");
        }
        Refusal.of(scene.call("DELETE", PATH + "/none", trainer, "")).says(404, "not-found", "\"none\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"bundle":"rain"}                                          | "dataset" is empty
        {"bundle":"rain","dataset":[{"folder":"citi"}]}            | there is no dataset "citi" for training jobs; there is city; did you mean city?
        {"bundle":"rain","dataset":[{"folder":"../city"}]}         | must be a name of at most 64
        {"bundle":"rain","dataset":[{"upload":"0123456789ab"}]}    | there is no upload "0123456789ab"
        {"bundle":"rain","dataset":[{"feedback":true}],"to":1}     | unknown field "to"
        {"bundle":"rain","settings":{"epoch":1}}                   | did you mean epochs?
        {"bundle":"rain","from":"/etc/passwd"}                     | must be a bundle such as weather
        {                                                          | not the JSON that is expected
        """)
    void wrongOrder_isNamed(String json, String why) throws Exception {
        Refusal.of(scene.call("POST", PATH, trainer, json)).says(400, "bad-request", why);
    }

    @ParameterizedTest
    @CsvSource({"0", "1001", "x", "-1"})
    void limitThatIsNone_isNamed(String limit) throws Exception {
        Refusal.of(scene.call("GET", PATH + "?limit=" + limit, trainer, ""))
                .says(400, "bad-request", "limit is \"" + limit + "\", must be 1 to 1000");
    }

    @Test
    void otherBody_isNotRead() throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(scene.uri(PATH))
                .header("Authorization", "Bearer " + trainer)
                .header("Content-Type", "application/zip")
                .POST(BodyPublishers.ofByteArray(ZipFiles.of("red/1.png")));
        Refusal.of(scene.send(request)).says(415, "unsupported-body", "application/zip", "multipart/form-data");
    }

    private HttpResponse<String> events(String id, String last) throws Exception {
        return scene.send(HttpRequest.newBuilder(scene.uri(PATH + "/" + id + "/events"))
                .header("Authorization", "Bearer " + trainer)
                .header("Last-Event-ID", last));
    }

    @Test
    void events_areSentAsTheyHappen_untilTheJobEnds() throws Exception {
        String id = id(create());
        CompletableFuture<String> stream = CompletableFuture.supplyAsync(() -> body(id));
        Lease lease = lease();
        Thread.sleep(300);
        assertThat(stream).isNotDone();
        jobs.log(lease, "a \"line\"");
        jobs.progress(lease, PROGRESS);
        jobs.finish(lease, "rain:1");
        String text = stream.get(20, TimeUnit.SECONDS);
        assertThat(text).startsWith("retry: 2000\n\nid: 1\nevent: state\ndata: {\"sequence\":1,\"at\":\"");
        assertThat(text.lines().filter(line -> line.startsWith("id: ")))
                .containsExactly("id: 1", "id: 2", "id: 3", "id: 4", "id: 5");
        assertThat(text).contains("\"log\":\"a \\\"line\\\"\"}\n\n", "\nevent: progress\n", "\"progress\":" + PROGRESS);
        assertThat(text).endsWith("\"state\":\"done\"}\n\n");
    }

    private String body(String id) {
        try {
            HttpResponse<String> answer = events(id, "");
            assertThat(answer.headers().firstValue("Content-Type")).contains("text/event-stream; charset=utf-8");
            return answer.body();
        } catch (Exception fault) {
            throw new IllegalStateException(fault);
        }
    }

    @Test
    void stream_goesOnAfterTheLastEvent_andEndsForGoodWithTheJob() throws Exception {
        String id = id(create());
        jobs.finish(lease(), "rain:1");
        assertThat(events(id, "2").body()).contains("id: 3\n").doesNotContain("id: 2\n");
        assertThat(events(id, "3").statusCode()).isEqualTo(204);
        Refusal.of(events(id, "x")).says(400, "bad-request", "Last-Event-ID is \"x\"");
    }

    @Test
    void serverThatEnds_endsItsStreams() throws Exception {
        String id = id(create());
        CompletableFuture<String> stream = CompletableFuture.supplyAsync(() -> body(id));
        Thread.sleep(500);
        assertThat(stream).isNotDone();
        Instant asked = Instant.now();
        scene.server().close();
        assertThat(stream.get(20, TimeUnit.SECONDS)).contains("id: 1\n");
        assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(4));
    }

    @Test
    void streams_areBounded() throws Exception {
        String id = id(create());
        List<CompletableFuture<String>> open = Stream.generate(
                        () -> CompletableFuture.supplyAsync(() -> body(id), Thread::startVirtualThread))
                .limit(64)
                .toList();
        Thread.sleep(3000);
        HttpResponse<String> refused = events(id, "");
        Refusal.of(refused).says(503, "busy", "64 streams of events are open already");
        jobs.cancel(id);
        for (CompletableFuture<String> stream : open) {
            assertThat(stream.get(20, TimeUnit.SECONDS)).endsWith("\"state\":\"cancelled\"}\n\n");
        }
        assertThat(events(id, "").statusCode()).isEqualTo(200);
    }

    @Test
    void log_isText() throws Exception {
        String id = id(create());
        Lease lease = lease();
        jobs.log(lease, "one");
        jobs.progress(lease, PROGRESS);
        jobs.log(lease, "zwölf");
        assertThat(scene.call("GET", PATH + "/" + id + "/log", trainer, "").body())
                .matches("20[^ ]+Z one\n20[^ ]+Z zwölf\n");
    }

    @Test
    void sentDataset_becomesASource_ofThisAndFurtherJobs() throws Exception {
        JsonNode job =
                created(send(ZipFiles.of("red/1.png", "blue/1.png", "blue/2.png", "__MACOSX/._1.png", ".DS_Store")));
        String upload = job.path("dataset").path(0).path("upload").asString();
        Path dataset = folder.resolve("datasets/uploads").resolve(upload);
        assertThat(dataset.resolve("blue/2.png")).hasBinaryContent(Scene.BLUE);
        assertThat(dataset.resolve("__MACOSX")).doesNotExist();
        assertThat(uploads()).containsExactly(upload);
        created(scene.call(
                "POST", PATH, trainer, "{\"bundle\":\"rain\",\"dataset\":[{\"upload\":\"" + upload + "\"}]}"));
    }

    @Test
    void sentDatasetInAFolderOfItsOwn_isFound() throws Exception {
        JsonNode job = created(send(ZipFiles.of("mine/red/1.png", "mine/blue/1.png")));
        String upload = job.path("dataset").path(0).path("upload").asString();
        assertThat(folder.resolve("datasets/uploads").resolve(upload).resolve("red/1.png"))
                .exists();
    }

    @Test
    void formThatLacksAPart_orHasAnother_isRefused() throws Exception {
        byte[] zip = ZipFiles.of("red/1.png", "blue/1.png");
        byte[] job = BARE.getBytes(UTF_8);
        Refusal.of(send(Form.empty().part("dataset", "x.zip", zip))).says(400, "bad-request", "it has no part \"job\"");
        Refusal.of(send(Form.empty().part("job", "x", job))).says(400, "bad-request", "it has no part \"dataset\"");
        Refusal.of(send(Form.empty().part("photo", "x", zip)))
                .says(400, "bad-request", "it has a part \"photo\", where \"job\" and \"dataset\" are read");
        Refusal.of(send(form(zip).part("dataset", "y", zip))).says(400, "bad-request", "the form is malformed");
        Refusal.of(send(Form.empty()
                        .part("job", "x", "{\"bundle\":7}".getBytes(UTF_8))
                        .part("dataset", "x", zip)))
                .says(400, "bad-request", "\"bundle\" must be a string");
        assertThat(uploads()).isEmpty();
    }

    @Test
    void uploadThatIsBrokenOff_leavesNothing() throws Exception {
        byte[] body = form(ZipFiles.of("red/1.png", "blue/1.png")).body();
        String head = "POST " + PATH + " HTTP/1.1\nHost: h\nAuthorization: Bearer " + trainer + "\nContent-Type: "
                + Form.empty().contentType() + "\nContent-Length: " + body.length + "\n\n";
        try (var socket = scene.connect()) {
            socket.getOutputStream().write(head.replace("\n", "\r\n").getBytes(UTF_8));
            socket.getOutputStream().write(body, 0, body.length / 2);
            socket.getOutputStream().flush();
        }
        Instant end = Instant.now().plusSeconds(10);
        while (!uploads().isEmpty() && Instant.now().isBefore(end)) {
            Thread.sleep(50);
        }
        assertThat(uploads()).isEmpty();
        assertThat(jobs.list(1)).isEmpty();
    }
}
