package org.weatherinference.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The Open Inference Protocol, as KServe and Triton's clients speak it. */
class InferTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String INFER = "/v2/models/sun-rain/infer";
    private static final String LENGTH = "Inference-Header-Content-Length";

    @TempDir
    private static Path folder;

    private static Scene scene;

    @BeforeAll
    static void start() throws Exception {
        scene = Scene.start(
                folder, Map.of(Setting.PHOTOS, "3", Setting.PHOTO_BYTES, "5000", Setting.PHOTO_PIXELS, "400"));
    }

    @AfterAll
    static void stop() {
        scene.close();
    }

    private static String base64(byte[] photo) {
        return Base64.getEncoder().encodeToString(photo);
    }

    private static String photos(byte[]... photos) {
        StringBuilder data = new StringBuilder();
        for (byte[] photo : photos) {
            data.append(data.isEmpty() ? "" : ",")
                    .append('"')
                    .append(base64(photo))
                    .append('"');
        }
        return "{'id':'42','inputs':[{'name':'photo','datatype':'BYTES','shape':[" + photos.length + "],'data':[" + data
                + "]}]}";
    }

    private static HttpResponse<String> infer(String json) throws Exception {
        return scene.post(INFER, "application/json", json.replace('\'', '"').getBytes(UTF_8));
    }

    private static JsonNode answer(String json) throws Exception {
        HttpResponse<String> answer = infer(json);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static JsonNode output(JsonNode answer, String name) {
        for (JsonNode output : answer.path("outputs")) {
            if (output.path("name").asString().equals(name)) {
                return output;
            }
        }
        throw new AssertionError(name + " is not in " + answer);
    }

    @Test
    void photos_areAnsweredAsTensors() throws Exception {
        JsonNode answer = answer(photos(Scene.RED, Scene.BLUE));
        assertThat(answer.path("model_name").asString()).isEqualTo("sun-rain");
        assertThat(answer.path("model_version").asString()).isEqualTo("1");
        assertThat(answer.path("id").asString()).isEqualTo("42");
        assertThat(output(answer, "label").path("data").toString()).isEqualTo("[\"red\",\"blue\"]");
        assertThat(output(answer, "probabilities").path("shape").toString()).isEqualTo("[2,2]");
        assertThat(output(answer, "confidence").path("data").size()).isEqualTo(2);
    }

    @Test
    void probabilities_areThoseOfTheOtherInterface() throws Exception {
        JsonNode other = JSON.readTree(scene.classify(Scene.RED).body()).path("probabilities");
        JsonNode data = output(answer(photos(Scene.RED)), "probabilities").path("data");
        assertThat(data.toString())
                .isEqualTo("["
                        + String.join(
                                ",",
                                other.properties().stream()
                                        .map(label -> label.getValue().toString())
                                        .toList())
                        + "]");
    }

    @Test
    void pixels_areAnswered_howeverTheyAreNested() throws Exception {
        String row = "[255,0,0],[255,0,0]";
        JsonNode nested = answer("{'inputs':[{'name':'pixels','datatype':'UINT8','shape':[2,2,3],'data':[[" + row
                + "],[" + row + "]]}]}");
        JsonNode flat = answer("{'inputs':[{'name':'pixels','datatype':'UINT8','shape':[1,2,2,3],'data':["
                + "0,0,255,0,0,255,0,0,255,0,0,255]}]}");
        assertThat(output(nested, "label").path("data").toString()).isEqualTo("[\"red\"]");
        assertThat(output(flat, "label").path("data").toString()).isEqualTo("[\"blue\"]");
    }

    @Test
    void onlyWantedOutputs_come() throws Exception {
        JsonNode answer = answer(photos(Scene.RED).replace("'inputs'", "'outputs':[{'name':'verdict'}],'inputs'"));
        assertThat(answer.path("outputs").size()).isEqualTo(1);
        assertThat(output(answer, "verdict").path("data").toString()).isEqualTo("[\"red\"]");
    }

    @Test
    void binaryData_comeAndGoBehindTheJson() throws Exception {
        String json = """
                {"inputs":[{"name":"photo","datatype":"BYTES","shape":[2],"parameters":{"binary_data_size":%d}}],
                 "outputs":[{"name":"confidence","parameters":{"binary_data":true}},{"name":"label"}]}""".formatted(8 + Scene.RED.length + Scene.BLUE.length);
        HttpResponse<byte[]> answer = binary(json, Scene.RED, Scene.BLUE);
        int length = Integer.parseInt(answer.headers().firstValue(LENGTH).orElseThrow());
        JsonNode head = JSON.readTree(new String(answer.body(), 0, length, UTF_8));
        assertThat(output(head, "label").path("data").toString()).isEqualTo("[\"red\",\"blue\"]");
        assertThat(output(head, "confidence")
                        .path("parameters")
                        .path("binary_data_size")
                        .asInt())
                .isEqualTo(8);
        ByteBuffer floats = ByteBuffer.wrap(answer.body(), length, 8).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(floats.getFloat()).isBetween(0.5f, 1f);
        assertThat(floats.getFloat()).isBetween(0.5f, 1f);
        assertThat(answer.body()).hasSize(length + 8);
    }

    @Test
    void allOutputs_canBeBinary() throws Exception {
        String json = """
                {"parameters":{"binary_data_output":true},
                 "inputs":[{"name":"pixels","datatype":"UINT8","shape":[1,1,3],"parameters":{"binary_data_size":3}}]}""";
        HttpResponse<byte[]> answer = send(json, new byte[] {(byte) 255, 0, 0});
        assertThat(new String(answer.body(), ISO_8859_1)).contains("\u0003\0\0\0red\u0003\0\0\0red");
    }

    private static HttpResponse<byte[]> binary(String json, byte[]... photos) throws Exception {
        var data = new ByteArrayOutputStream();
        for (byte[] photo : photos) {
            data.writeBytes(ByteBuffer.allocate(4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(photo.length)
                    .array());
            data.writeBytes(photo);
        }
        return send(json, data.toByteArray());
    }

    private static HttpResponse<byte[]> send(String json, byte[] data) throws Exception {
        byte[] head = json.getBytes(UTF_8);
        var body = new ByteArrayOutputStream();
        body.writeBytes(head);
        body.writeBytes(data);
        HttpRequest request = HttpRequest.newBuilder(scene.uri(INFER))
                .header("Content-Type", "application/octet-stream")
                .header(LENGTH, String.valueOf(head.length))
                .POST(BodyPublishers.ofByteArray(body.toByteArray()))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.ofByteArray());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        [] | the request is START_ARRAY
        {} | there are 0 inputs, must be one: photo or pixels
        {'inputs':[{'name':'x','datatype':'BYTES','shape':[1],'data':['']}]} | the input is "x"
        {'inputs':[{'name':'photo','datatype':'FP32','shape':[1],'data':['']}]} | must be BYTES
        {'inputs':[{'name':'photo','datatype':'BYTES','shape':[2],'data':['']}]} | there are 1 elements
        {'inputs':[{'name':'photo','datatype':'BYTES','shape':[0],'data':[]}]} | must be at least 1
        {'inputs':[{'name':'photo','datatype':'BYTES','shape':[1],'data':['!']}]} | photo 1 is no base64
        {'inputs':[{'name':'photo','datatype':'BYTES','data':['']}]} | "photo" has no shape
        {'inputs':[{'name':'pixels','datatype':'UINT8','shape':[1,1],'data':[1]}]} | must be [height, width, 3]
        {'inputs':[{'name':'pixels','datatype':'UINT8','shape':[1,1,3],'data':[1,2]}]} | there are 2 elements
        {'inputs':[{'name':'pixels','datatype':'UINT8','shape':[1,1,3],'data':[1,2,256]}]} | 256, must be 0 to 255
        {'inputs':[{'name':'pixels','datatype':'UINT8','shape':[1,1,3],'data':[1,2,0.5]}]} | data has VALUE_NUMBER_FLOAT
        {'inputs':[{'name':'photo','datatype':'BYTES','shape':[1],'parameters':{'binary_data_size':9}}]} | only 0 bytes follow
        {'outputs':[{'name':'x'}],'inputs':[]} | there is no output "x"
        {'inputs':[]} x | it is no JSON
        """)
    void wrongRequest_isSaid(String json, String why) throws Exception {
        HttpResponse<String> answer = infer(json);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(answer.body()).path("error").asString()).contains(why);
    }

    @Test
    void brokenPhoto_isNamed_andRefusesThemAll() throws Exception {
        HttpResponse<String> answer = infer(photos(Scene.RED, "words".getBytes(UTF_8)));
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("\"error\":\"photo 2: not a picture");
    }

    @Test
    void whatIsTooLarge_isSaid() throws Exception {
        assertThat(infer(photos(Scene.RED, Scene.RED, Scene.RED, Scene.RED)).body())
                .contains("4 photos, the limit is 3");
        assertThat(infer(photos(new byte[5001])).body()).contains("photo 1 has 5,001 bytes");
        String pixels = "{'inputs':[{'name':'pixels','datatype':'UINT8','shape':[21,20,3],'data':[]}]}";
        assertThat(infer(pixels).statusCode()).isEqualTo(413);
        String huge = "{'inputs':[{'name':'pixels','datatype':'UINT8','shape':[3,2147483647,2147483647,3],'data':[]}]}";
        assertThat(infer(huge).statusCode()).isEqualTo(413);
    }

    @Test
    void binaryElementThatIsCut_isSaid() throws Exception {
        String json = "{\"inputs\":[{\"name\":\"photo\",\"datatype\":\"BYTES\",\"shape\":[1],"
                + "\"parameters\":{\"binary_data_size\":6}}]}";
        HttpResponse<byte[]> answer = send(json, new byte[] {9, 0, 0, 0, 1, 2});
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(new String(answer.body(), UTF_8)).contains("end within an element");
    }

    @Test
    void metadata_tellWhatIsTakenAndGiven() throws Exception {
        JsonNode model =
                JSON.readTree(scene.get("/v2/models/sun-rain/versions/1").body());
        assertThat(model.path("versions").toString()).isEqualTo("[\"1\"]");
        assertThat(model.path("inputs").path(1).path("shape").toString()).isEqualTo("[-1,-1,-1,3]");
        assertThat(model.path("outputs").path(0).path("shape").toString()).isEqualTo("[-1,2]");
        assertThat(scene.get("/v2").body()).contains("binary_tensor_data");
        assertThat(scene.get("/v2/health/live").body()).isEqualTo("{\"live\":true}");
        assertThat(scene.get("/v2/health/ready").body()).isEqualTo("{\"ready\":true}");
        assertThat(scene.get("/v2/models/sun-rain/ready").body()).contains("\"ready\":true");
    }

    @Test
    void unknownModel_isNotFound_inTheProtocolsWords() throws Exception {
        HttpResponse<String> answer = scene.get("/v2/models/fog/versions/7");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(JSON.readTree(answer.body()).path("error").asString()).contains("\"fog:7\" is not served");
    }
}
