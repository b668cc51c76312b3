package org.weatherinference.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.weatherinference.model.Answer;
import org.weatherinference.model.BundleManifest;
import org.weatherinference.model.JsonText;
import org.weatherinference.model.ProblemType;
import org.weatherinference.photo.Photo;
import org.weatherinference.server.InferBody.Input;
import org.weatherinference.server.PhotoAnswers.Answering;
import org.weatherinference.server.PhotoAnswers.Reason;

/**
 * The Open Inference Protocol, version 2, over HTTP (kserve/open-inference-protocol), with its extension for binary
 * data: {@code photo} takes photo files as BYTES, {@code pixels} RGB as UINT8. What goes wrong is said as
 * {@code {"error": …}}, by {@link Failures}.
 */
final class InferRoute {
    /** In front of all its paths. */
    static final String ROOT = "/v2";

    private static final String PHOTO = "photo";
    private static final String PIXELS = "pixels";
    private static final String PROBABILITIES = "probabilities";
    private static final String LABEL = "label";
    private static final String VERDICT = "verdict";
    private static final String CONFIDENCE = "confidence";
    private static final String JSON_LENGTH = "Inference-Header-Content-Length";
    private static final int CHANNELS = 3;

    private final PhotoAnswers answers;
    private final ServedModels models;
    private final ServerSettings.Limits limits;

    InferRoute(PhotoAnswers answers, ServedModels models, ServerSettings.Limits limits) {
        this.answers = answers;
        this.models = models;
        this.limits = limits;
    }

    /** {@code GET /v2}: what the server is. */
    void server(Request request) throws ProblemException {
        request.requireParameters(Set.of());
        String version = InferRoute.class.getPackage().getImplementationVersion();
        send(
                request,
                JsonText.object(
                        "name",
                        "weather-inference",
                        "version",
                        version == null ? "unknown" : version,
                        "extensions",
                        List.of("binary_tensor_data")));
    }

    void live(Request request) {
        send(request, JsonText.object("live", true));
    }

    void ready(Request request) throws ProblemException {
        models.find(null);
        send(request, JsonText.object("ready", true));
    }

    /** Whether one bundle answers. */
    void modelReady(Request request) throws ProblemException {
        request.requireParameters(Set.of());
        ServedModel model = models.find(reference(request));
        send(request, JsonText.object("name", model.manifest().name(), "ready", true));
    }

    /** What one bundle takes and gives. */
    void model(Request request) throws ProblemException {
        request.requireParameters(Set.of());
        BundleManifest manifest = models.find(reference(request)).manifest();
        int labels = manifest.labels().size();
        send(
                request,
                JsonText.object(
                        "name",
                        manifest.name(),
                        "versions",
                        List.of(String.valueOf(manifest.version())),
                        "platform",
                        "onnx_onnxv1",
                        "inputs",
                        List.of(tensor(PHOTO, "BYTES", -1), tensor(PIXELS, "UINT8", -1, -1, -1, CHANNELS)),
                        "outputs",
                        List.of(
                                tensor(PROBABILITIES, "FP32", -1, labels),
                                tensor(LABEL, "BYTES", -1),
                                tensor(VERDICT, "BYTES", -1),
                                tensor(CONFIDENCE, "FP32", -1)),
                        "properties",
                        JsonText.object("labels", String.join(",", manifest.labels()))));
    }

    private static Map<String, @Nullable Object> tensor(String name, String datatype, Integer... shape) {
        return JsonText.object("name", name, "datatype", datatype, "shape", Arrays.asList(shape));
    }

    private static String reference(Request request) {
        Map<String, String> path = request.context().pathParamMap();
        String version = path.get("version");
        return path.get("model") + (version == null ? "" : ":" + version);
    }

    /** Photos in, tensors out; one that cannot be read refuses them all, as the protocol has no word for it alone. */
    void infer(Request request) throws ProblemException {
        request.requireParameters(Set.of());
        try (Answering answering = answers.begin(request, reference(request), Reason.NONE)) {
            byte[] whole = request.body()
                    .readAll(limits.requestBytes(), ProblemType.REQUEST_TOO_LARGE, "the inference request");
            int jsonLength = jsonLength(request, whole.length);
            InferBody body = InferBody.parse(Arrays.copyOf(whole, jsonLength), limits.requestBytes());
            body.requireOutputs(PROBABILITIES, LABEL, VERDICT, CONFIDENCE);
            Input input = body.onlyInput(List.of(PHOTO, PIXELS));
            ByteBuffer binary = ByteBuffer.wrap(whole, jsonLength, whole.length - jsonLength)
                    .order(ByteOrder.LITTLE_ENDIAN);
            List<Outcome> outcomes = input.name().equals(PHOTO)
                    ? answering.each(files(input, binary))
                    : answering.eachPicture(pictures(input, binary));
            send(request, body, answering.model().manifest(), answered(outcomes));
        }
    }

    private static int jsonLength(Request request, int all) throws ProblemException {
        String header = request.context().header(JSON_LENGTH);
        if (header == null) {
            return all;
        }
        if (!header.matches("[0-9]{1,9}") || Integer.parseInt(header) > all) {
            throw InferBody.wrong(JSON_LENGTH + " is \"" + header + "\", must be a number of at most " + all
                    + " bytes, which the body has");
        }
        return Integer.parseInt(header);
    }

    private List<PhotoPart> files(Input input, ByteBuffer binary) throws ProblemException {
        requireKind(input, "BYTES");
        requirePhotos(input.elements());
        List<byte[]> files = input.binarySize() > 0 ? strings(input, binary) : decoded(input.texts());
        requireElements(input, files.size());
        List<PhotoPart> photos = new ArrayList<>();
        for (byte[] file : files) {
            if (file.length > limits.photo().maxBytes()) {
                throw ProblemException.beyond(
                        limits.photo().maxBytes(),
                        ProblemType.PHOTO_TOO_LARGE,
                        String.format(
                                Locale.ROOT,
                                "photo %d has %,d bytes, the limit is %,d bytes: send a smaller one",
                                photos.size() + 1,
                                file.length,
                                limits.photo().maxBytes()));
            }
            photos.add(new PhotoPart.File(null, file));
        }
        return photos;
    }

    private static List<byte[]> decoded(List<String> texts) throws ProblemException {
        List<byte[]> files = new ArrayList<>();
        for (String text : texts) {
            try {
                files.add(Base64.getDecoder().decode(text));
            } catch (IllegalArgumentException fault) {
                throw InferBody.wrong("photo " + (files.size() + 1)
                        + " is no base64: send the photo's file in base64, or as binary data");
            }
        }
        return files;
    }

    /** Each behind its length in four bytes, little-endian. */
    private static List<byte[]> strings(Input input, ByteBuffer binary) throws ProblemException {
        ByteBuffer data = take(input, binary);
        List<byte[]> strings = new ArrayList<>();
        try {
            while (data.hasRemaining()) {
                int length = data.getInt();
                if (length < 0 || length > data.remaining()) {
                    throw new BufferUnderflowException();
                }
                byte[] string = new byte[length];
                data.get(string);
                strings.add(string);
            }
            return strings;
        } catch (BufferUnderflowException _) {
            throw InferBody.wrong("the binary data of \"" + input.name()
                    + "\" end within an element: each must come behind its length in four bytes, little-endian");
        }
    }

    private static ByteBuffer take(Input input, ByteBuffer binary) throws ProblemException {
        if (input.binarySize() > binary.remaining()) {
            throw InferBody.wrong("binary_data_size of \"" + input.name() + "\" is " + input.binarySize()
                    + ", but only " + binary.remaining() + " bytes follow the JSON");
        }
        ByteBuffer data = binary.slice(binary.position(), input.binarySize()).order(ByteOrder.LITTLE_ENDIAN);
        binary.position(binary.position() + input.binarySize());
        return data;
    }

    private List<Photo> pictures(Input input, ByteBuffer binary) throws ProblemException {
        requireKind(input, "UINT8");
        List<Integer> shape = input.shape().size() == CHANNELS ? withOne(input.shape()) : input.shape();
        if (shape.size() != 4 || shape.get(3) != CHANNELS) {
            throw InferBody.wrong("the shape of \"pixels\" is " + input.shape()
                    + ", must be [height, width, 3] or [photos, height, width, 3]");
        }
        requirePhotos(shape.get(0));
        int height = shape.get(1);
        int width = shape.get(2);
        if ((long) height * width > limits.photo().maxPixels()) {
            throw ProblemException.beyond(
                    limits.photo().maxPixels(),
                    ProblemType.PHOTO_TOO_LARGE,
                    width + " x " + height + " is more than the limit of "
                            + limits.photo().maxPixels() + " pixels: send smaller ones");
        }
        byte[] pixels = input.bytes();
        if (input.binarySize() > 0) {
            ByteBuffer data = take(input, binary);
            pixels = new byte[data.remaining()];
            data.get(pixels);
        }
        requireElements(input, pixels.length);
        List<Photo> photos = new ArrayList<>();
        int bytes = height * width * CHANNELS;
        for (int i = 0; i < shape.get(0); i++) {
            byte[] rgb = Arrays.copyOfRange(pixels, i * bytes, (i + 1) * bytes);
            photos.add(Photo.of(width, height, rgb));
        }
        return photos;
    }

    private static List<Integer> withOne(List<Integer> shape) {
        List<Integer> batch = new ArrayList<>(List.of(1));
        batch.addAll(shape);
        return batch;
    }

    private static void requireKind(Input input, String datatype) throws ProblemException {
        if (!input.datatype().equals(datatype)) {
            throw InferBody.wrong(
                    "the datatype of \"" + input.name() + "\" is \"" + input.datatype() + "\", must be " + datatype);
        }
        if (input.shape().isEmpty()) {
            throw InferBody.wrong("\"" + input.name() + "\" has no shape");
        }
    }

    private static void requireElements(Input input, int found) throws ProblemException {
        if (found != input.elements()) {
            throw InferBody.wrong("the shape of \"" + input.name() + "\" is " + input.shape() + ", and there are "
                    + found + " elements");
        }
    }

    private void requirePhotos(int photos) throws ProblemException {
        if (photos > limits.photos()) {
            throw ProblemException.beyond(
                    limits.photos(),
                    ProblemType.REQUEST_TOO_LARGE,
                    "the request has " + photos + " photos, the limit is " + limits.photos()
                            + ": send them in several requests");
        }
    }

    private static List<Answer.Classified> answered(List<Outcome> outcomes) throws ProblemException {
        List<Answer.Classified> answers = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            switch (outcome) {
                case Outcome.Answered answered -> answers.add(answered.answer());
                case Outcome.Refused refused -> throw refused.reason().about("photo " + (answers.size() + 1));
            }
        }
        return answers;
    }

    private static List<Tensor> outputs(BundleManifest manifest, List<Answer.Classified> answers) {
        List<Float> probabilities = answers.stream()
                .flatMap(answer -> answer.probabilities().values().stream())
                .toList();
        return List.of(
                Tensor.ofFloats(
                        PROBABILITIES, List.of(answers.size(), manifest.labels().size()), probabilities),
                Tensor.ofStrings(
                        LABEL, answers.stream().map(Answer.Classified::label).toList()),
                Tensor.ofStrings(
                        VERDICT,
                        answers.stream().map(Answer.Classified::verdict).toList()),
                Tensor.ofFloats(
                        CONFIDENCE,
                        List.of(answers.size()),
                        answers.stream().map(Answer.Classified::confidence).toList()));
    }

    private static void send(
            Request request, InferBody body, BundleManifest manifest, List<Answer.Classified> answers) {
        List<Map<String, @Nullable Object>> fields = new ArrayList<>();
        var binary = new ByteArrayOutputStream();
        for (Tensor tensor : outputs(manifest, answers)) {
            if (body.wantsBinary(tensor.name()) && body.wants(tensor.name())) {
                byte[] data = tensor.binary();
                binary.writeBytes(data);
                fields.add(tensor.fieldsOfBinary(data.length));
            } else if (body.wants(tensor.name())) {
                fields.add(tensor.fields());
            }
        }
        Map<String, @Nullable Object> answer = JsonText.object(
                "model_name",
                manifest.name(),
                "model_version",
                String.valueOf(manifest.version()),
                "id",
                body.id(),
                "outputs",
                fields);
        if (binary.size() == 0) {
            send(request, answer);
            return;
        }
        byte[] json = JsonText.line(answer).getBytes(UTF_8);
        var whole = new ByteArrayOutputStream();
        whole.writeBytes(json);
        whole.writeBytes(binary.toByteArray());
        request.context()
                .header(JSON_LENGTH, String.valueOf(json.length))
                .contentType("application/octet-stream")
                .result(whole.toByteArray());
    }

    private static void send(Request request, Map<String, @Nullable Object> answer) {
        request.answer(JsonText.line(answer));
    }
}
