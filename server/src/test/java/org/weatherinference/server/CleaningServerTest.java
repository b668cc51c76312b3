package org.weatherinference.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.weatherinference.dataset.Cleaning;
import org.weatherinference.dataset.Dataset;
import org.weatherinference.dataset.Entry;
import org.weatherinference.evaluation.Doubt;
import org.weatherinference.model.Prediction;

class CleaningServerTest {
    private static final PrintStream NOWHERE = new PrintStream(OutputStream.nullOutputStream());

    @TempDir
    Path folder;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private Cleaning cleaning;
    private CleaningServer server;
    private String origin;
    private String cookie;
    private String dataset;
    private String sitting;

    @BeforeEach
    void start() throws Exception {
        write("red/1.png", Scene.RED);
        write("red/2.png", Scene.BLUE);
        write("blue/<b>&\".png", Scene.BLUE);
        write("red/text.png", "<script>alert(1)</script>".getBytes(UTF_8));
        cleaning = Cleaning.open(folder);
        List<Entry> entries = Dataset.read(folder).entries();
        List<Doubt> doubts = entries.stream()
                .map(entry -> new Doubt(entry, new Prediction(List.of("blue", "red"), List.of(0.75f, 0.25f), 0.6)))
                .toList();
        server = CleaningServer.start(
                new CleaningPlan(folder, "sun-rain:1", List.of("blue", "red"), doubts, List.of(entries.subList(0, 2))),
                cleaning,
                0,
                NOWHERE);
        enter();
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
        cleaning.close();
    }

    private void write(String name, byte[] bytes) throws Exception {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    /** As a browser does with the address from the terminal. */
    private void enter() throws Exception {
        URI address = server.newAddress();
        origin = "http://" + address.getAuthority();
        HttpResponse<String> page = client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
        assertThat(page.statusCode()).isEqualTo(200);
        String set = page.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(set).contains("; HttpOnly", "; SameSite=Strict", "; Path=/clean;");
        cookie = set.substring(0, set.indexOf(';'));
        dataset = fact("dataset", page.body());
        sitting = fact("sitting", page.body());
    }

    private static String fact(String name, String page) {
        Matcher fact =
                Pattern.compile("&#34;" + name + "&#34;:&#34;([0-9a-f-]+)&#34;").matcher(page);
        assertThat(fact.find()).as(name).isTrue();
        return fact.group(1);
    }

    private HttpRequest.Builder known(String path) {
        return HttpRequest.newBuilder(URI.create(origin + path)).header("Cookie", cookie);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String json) throws Exception {
        return send(known("/clean/decisions")
                .header("Origin", origin)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json)));
    }

    private String decision(String id, String path, String from, String to) {
        return """
                {"dataset":"%s","id":"%s","question":"label","changes":[{"path":"%s","from":"%s","to":"%s"}]}\
                """.formatted(dataset, id, path, from, to);
    }

    private String undo(String id, String undone) {
        return "{\"dataset\":\"%s\",\"id\":\"%s\",\"undoes\":\"%s\"}".formatted(dataset, id, undone);
    }

    private String table() throws Exception {
        return Files.readString(folder.resolve("photos.csv"));
    }

    @Test
    void decision_isOnTheDiskWhenItIsAnswered_andUndoneAgain() throws Exception {
        assertThat(post(decision("1", "red/2.png", "red", "blue")).body()).isEqualTo("{\"saved\":\"1\"}");
        assertThat(table()).contains("red/2.png,blue\n");
        assertThat(Files.readString(folder.resolve("cleaning.log.csv"))).contains(",red/2.png,red,blue,,sun-rain:1\n");
        assertThat(post(decision("2", "red/1.png", "red", "rejected")).statusCode())
                .isEqualTo(200);
        assertThat(table()).contains("red/1.png,rejected\n");
        assertThat(post(undo("3", "2")).statusCode()).isEqualTo(200);
        assertThat(post(undo("3", "2")).statusCode()).as("told twice").isEqualTo(200);
        assertThat(table()).contains("red/1.png,red\n", "red/2.png,blue\n");
    }

    @Test
    void deck_tellsPhotosDoubtsGroupsAndDecisions() throws Exception {
        post(decision("1", "red/2.png", "red", "blue"));
        String deck = send(known("/clean/deck")).body();
        assertThat(deck)
                .contains("{\"path\":\"red/2.png\",\"label\":\"blue\",\"source\":\"unknown\","
                        + "\"probabilities\":{\"blue\":0.75,\"red\":0.25}}")
                .contains("\"doubts\":[0,1,2,3],\"groups\":[[0,1]]")
                .endsWith("\"decisions\":[{\"id\":\"1\",\"question\":\"label\",\"earlier\":false,"
                        + "\"changes\":[{\"path\":\"red/2.png\",\"from\":\"red\",\"to\":\"blue\"}]}]}");
    }

    @Test
    void whatAnEarlierSittingDecided_comesBackWhenItIsUndone() throws Exception {
        post(decision("1", "red/2.png", "red", "rejected"));
        server.close();
        cleaning.close();
        cleaning = Cleaning.open(folder);
        server = CleaningServer.start(
                new CleaningPlan(folder, "sun-rain:1", List.of("blue", "red"), List.of(), List.of()),
                cleaning,
                0,
                NOWHERE);
        enter();
        assertThat(send(known("/clean/deck")).body()).contains("\"photos\":[]", "\"earlier\":true");
        assertThat(post(undo("2", "1")).statusCode()).isEqualTo(200);
        assertThat(send(known("/clean/deck")).body())
                .contains("\"photos\":[{\"path\":\"red/2.png\",\"label\":\"red\",\"source\":\"\"}],\"doubts\":[0]")
                .contains("\"decisions\":[]");
    }

    @Test
    void whatSomebodyElseChanged_isAConflict() throws Exception {
        post(decision("1", "red/1.png", "red", "red"));
        Files.writeString(folder.resolve("photos.csv"), table().replace("red/2.png,red", "red/2.png,green"));
        HttpResponse<String> answer = post(decision("2", "red/2.png", "red", "blue"));
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("\"type\":\"changed-meanwhile\"", "is 'green' by now");
        assertThat(table()).contains("red/2.png,green\n");
    }

    @Test
    void decisionAboutAnotherDataset_isRefused() throws Exception {
        String other = decision("1", "red/2.png", "red", "blue").replace(dataset, "0123456789abcdef");
        HttpResponse<String> answer = post(other);
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("\"type\":\"another-dataset\"");
        assertThat(folder.resolve("photos.csv")).doesNotExist();
    }

    @Test
    void tableThatCannotBeWritten_isAFailure_notASuccess() throws Exception {
        post(decision("1", "red/1.png", "red", "red"));
        Files.writeString(folder.resolve("photos.csv"), "\"");
        HttpResponse<String> answer = post(decision("2", "red/2.png", "red", "blue"));
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("photos.csv");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"dataset\":\"?\",\"id\":\"1\",\"question\":\"label\",\"changes\":[]}",
                "{\"dataset\":\"?\",\"id\":\"\",\"question\":\"label\",\"changes\":[{\"path\":\"red/1.png\",\"from\":\"red\",\"to\":\"red\"}]}",
                "{\"dataset\":\"?\",\"id\":\"1\",\"question\":\"why\",\"changes\":[{\"path\":\"red/1.png\",\"from\":\"red\",\"to\":\"red\"}]}",
                "{\"dataset\":\"?\",\"id\":\"1\",\"question\":\"label\",\"changes\":[{\"path\":\"red/1.png\",\"from\":\"red\",\"to\":\"green\"}]}",
                "{\"dataset\":\"?\",\"id\":\"1\",\"question\":\"label\",\"changes\":[{\"to\":\"red\"}]}",
                "{\"dataset\":\"?\",\"id\":1}",
                "{\"dataset\":\"?\",\"more\":\"1\"}",
            })
    void decisionThatIsNone_isTheAskersMistake(String json) throws Exception {
        HttpResponse<String> answer = post(json.replace("?", dataset));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(folder.resolve("photos.csv")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret.txt", "blue/../../secret.txt", "red/none.png", "photos.csv"})
    void pathThatIsNoPhotoOfTheDataset_isNotTouched(String path) throws Exception {
        Files.writeString(folder.resolveSibling("secret.txt"), "secret");
        HttpResponse<String> answer = post(decision("1", path, "red", "blue"));
        assertThat(answer.statusCode()).isEqualTo(409);
        Files.delete(folder.resolveSibling("secret.txt"));
    }

    @Test
    void photo_isItsFile_withItsRealType() throws Exception {
        HttpRequest request = known("/clean/photos/" + sitting + "/1").build();
        HttpResponse<byte[]> answer = client.send(request, BodyHandlers.ofByteArray());
        assertThat(answer.body()).isEqualTo(Scene.RED);
        assertThat(answer.headers().map())
                .containsEntry("content-type", List.of("image/png"))
                .containsEntry("x-content-type-options", List.of("nosniff"))
                .containsEntry("cache-control", List.of("no-store"))
                .containsEntry("content-security-policy", List.of("default-src 'none'; frame-ancestors 'none'"));
    }

    @ParameterizedTest
    @CsvSource({"3, 422", "4, 404", "-1, 404", "99999999999, 404", "..%2Fphotos.csv, 400", "photos.csv, 404"})
    void whatIsNoPhoto_isNotShown(String number, int status) throws Exception {
        HttpResponse<String> answer = send(known("/clean/photos/" + sitting + "/" + number));
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).doesNotContain("<script>");
        assertThat(send(known("/clean/photos/another/0")).statusCode()).isEqualTo(404);
    }

    @Test
    void photoThatBecameALink_isNotFollowed() throws Exception {
        Path outside = Files.write(folder.resolveSibling("outside.png"), Scene.RED);
        Files.delete(folder.resolve("red/1.png"));
        Files.createSymbolicLink(folder.resolve("red/1.png"), outside);
        assertThat(send(known("/clean/photos/" + sitting + "/1")).statusCode()).isEqualTo(404);
        Files.delete(outside);
    }

    @Test
    void address_countsOnce_andTheCookieGoesOn() throws Exception {
        URI address = server.newAddress();
        URI next = server.newAddress();
        assertThat(send(HttpRequest.newBuilder(address)).statusCode())
                .as("an older one")
                .isEqualTo(401);
        assertThat(send(HttpRequest.newBuilder(next)).statusCode()).isEqualTo(200);
        HttpResponse<String> again = send(HttpRequest.newBuilder(next));
        assertThat(again.statusCode()).isEqualTo(401);
        assertThat(again.body()).contains("Press Enter in the terminal");
        assertThat(send(known("/clean")).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/clean", "/clean/deck", "/clean/photos/x/0"})
    void browserThatIsNotKnown_seesNothing(String path) throws Exception {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(origin + path)));
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).doesNotContain("red/", dataset);
        assertThat(send(HttpRequest.newBuilder(URI.create(origin + path)).header("Cookie", cookie + "0"))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void decisionFromElsewhere_isRefused() throws Exception {
        for (String other : List.of("https://example.org", "http://127.0.0.1:1", "null", "")) {
            HttpRequest.Builder request = known("/clean/decisions")
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(decision("1", "red/2.png", "red", "blue")));
            if (!other.isEmpty()) {
                request.header("Origin", other);
            }
            assertThat(send(request).statusCode()).as(other).isEqualTo(403);
        }
        HttpRequest.Builder form = known("/clean/decisions")
                .header("Origin", origin)
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString(decision("1", "red/2.png", "red", "blue")));
        assertThat(send(form).statusCode()).isEqualTo(415);
        assertThat(send(known("/clean/deck").header("Sec-Fetch-Site", "same-site"))
                        .statusCode())
                .as("a page of another port of this machine")
                .isEqualTo(403);
        assertThat(folder.resolve("photos.csv")).doesNotExist();
    }

    /** DNS rebinding: a name of the attacker's that leads here. */
    @ParameterizedTest
    @ValueSource(strings = {"example.org", "127.0.0.1.example.org", "localhost.example.org:80"})
    void anotherHost_isRefused(String host) throws Exception {
        for (String path : List.of("/clean", "/clean/deck", "/clean/photos/" + sitting + "/0")) {
            try (Socket socket = new Socket(
                    InetAddress.getLoopbackAddress(), URI.create(origin).getPort())) {
                String request = "GET %s HTTP/1.1\r\nHost: %s\r\nCookie: %s\r\nConnection: close\r\n\r\n"
                        .formatted(path, host, cookie);
                socket.getOutputStream().write(request.getBytes(UTF_8));
                assertThat(Scene.readToEnd(socket)).startsWith("HTTP/1.1 403 ");
            }
        }
    }

    @Test
    void page_letsInNothingFromElsewhere_andNamesAreText() throws Exception {
        HttpResponse<String> page = send(known("/clean"));
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'; script-src 'self'; style-src 'self';", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(page.body().replaceAll("<!--.*?-->", "").replace("http://www.w3.org/2000/svg", ""))
                .doesNotContain("//", "<style", " style=");
        Matcher references =
                Pattern.compile("(?:src|href|data-texts)=\"(/[^\"#]*)").matcher(page.body());
        TreeSet<String> all = new TreeSet<>();
        while (references.find()) {
            all.add(references.group(1));
        }
        assertThat(all).hasSizeGreaterThan(5);
        for (String reference : all) {
            assertThat(send(known(reference)).statusCode()).as(reference).isEqualTo(200);
        }
    }

    @Test
    void germanPage_isGerman() throws Exception {
        assertThat(send(known("/clean?lang=de&theme=dark")).body())
                .contains("<html lang=\"de\" data-theme=\"dark\">", "Stimmen diese Labels?");
    }

    @Test
    void portThatIsTaken_isNamed() {
        int port = URI.create(origin).getPort();
        CleaningPlan plan = new CleaningPlan(folder, "sun-rain:1", List.of("red"), List.of(), List.of());
        assertThatThrownBy(() -> CleaningServer.start(plan, cleaning, port, NOWHERE))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("cannot listen at 127.0.0.1 port " + port)
                .hasMessageContaining("--port");
    }

    /** As the page does it: what a person decides in a minute is no more than this. */
    @Test
    void manyDecisions_areAllThere() throws Exception {
        for (int i = 0; i < 50; i++) {
            post(decision("d" + i, "red/2.png", i % 2 == 0 ? "red" : "blue", i % 2 == 0 ? "blue" : "red"));
        }
        assertThat(cleaning.standing()).hasSize(50);
        assertThat(table()).contains("red/2.png,red\n");
        assertThat(cleaning.tally()).isEqualTo(new Cleaning.Tally(0, 50, 0));
    }
}
