package org.weatherinference.model;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.weatherinference.photo.Photo;

/**
 * An ONNX graph that takes uint8 [1, height, width, 3] RGB and gives float32 {@code logits} [1, labels] and, where it
 * can, {@code activation} [1, labels, h, w]. Safe to share: each run has tensors of its own, which are kept for the
 * next. Whoever opened it closes it, when no run is under way.
 */
final class Network implements AutoCloseable {
    private static final String LOGITS = "logits";
    private static final String ACTIVATION = "activation";

    private final OrtSession session;
    private final String input;
    private final long[] inputShape;
    private final int labels;
    private final Queue<Workspace> idle = new ConcurrentLinkedQueue<>();

    private Network(OrtSession session, String input, long[] inputShape, int labels) {
        this.session = session;
        this.input = input;
        this.inputShape = inputShape;
        this.labels = labels;
    }

    /**
     * Opens one.
     *
     * @throws BundleException when the file is no network, does not fit the preparation and the labels, or cannot be
     *     run on the device
     */
    static Network open(Path file, Preparation preparation, int labels, Device device) throws BundleException {
        try {
            OrtSession session = session(file, device);
            try {
                String input = input(session, preparation);
                checkLogits(session, labels);
                checkActivation(session, labels);
                return new Network(
                        session, input, new long[] {1, preparation.height(), preparation.width(), 3}, labels);
            } catch (BundleException misfit) {
                session.close();
                throw misfit;
            }
        } catch (OrtException fault) {
            throw new BundleException(
                    file.getFileName() + " is not a network that can be run: " + fault.getMessage(), fault);
        }
    }

    private static OrtSession session(Path file, Device device) throws OrtException, BundleException {
        try (var options = options()) {
            if (device == Device.CUDA) {
                addCuda(options);
            }
            return OnnxRuntime.environment().createSession(file.toString(), options);
        }
    }

    private static void addCuda(OrtSession.SessionOptions options) throws BundleException {
        try {
            options.addCUDA();
        } catch (OrtException fault) {
            throw new BundleException(
                    "there is no cuda to run it on (" + fault.getMessage()
                            + "): it needs a GPU of NVIDIA's with CUDA and cuDNN, and ONNX Runtime built for it"
                            + " (docs/operation.md, \"On a GPU\"); without --device cuda the processor answers",
                    fault);
        }
    }

    /** The caller closes them. */
    static OrtSession.SessionOptions options() throws OrtException {
        // Measured on two cores: one thread a run, many runs at once, gives most photos a second. The memory arena
        // and its patterns stay on: without them 30 % slower, and 15 to 40 MB more.
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        options.addConfigEntry("session.intra_op.allow_spinning", "0");
        options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
        return options;
    }

    private static String input(OrtSession session, Preparation preparation) throws OrtException, BundleException {
        if (session.getNumInputs() != 1) {
            throw new BundleException("the network has " + session.getNumInputs() + " inputs, must have 1");
        }
        NodeInfo node = session.getInputInfo().values().iterator().next();
        var wanted = new long[] {1, preparation.height(), preparation.width(), 3};
        if (!fits(node, OnnxJavaType.UINT8, wanted)) {
            throw new BundleException("input " + described(node) + " does not take uint8 " + Arrays.toString(wanted)
                    + ", which the bundle's preparation gives");
        }
        return node.getName();
    }

    private static void checkLogits(OrtSession session, int labels) throws OrtException, BundleException {
        NodeInfo node = session.getOutputInfo().get(LOGITS);
        if (node == null) {
            throw new BundleException("the network has no output \"" + LOGITS + "\", only " + session.getOutputNames());
        }
        if (fits(node, OnnxJavaType.FLOAT, 1, -1) && !fits(node, OnnxJavaType.FLOAT, 1, labels)) {
            throw new BundleException(
                    "bundle lists " + labels + " labels but output \"" + LOGITS + "\" has width " + shape(node)[1]);
        }
        if (!fits(node, OnnxJavaType.FLOAT, 1, labels)) {
            throw new BundleException("output " + described(node) + " is not float [1, " + labels + "]");
        }
    }

    private static void checkActivation(OrtSession session, int labels) throws OrtException, BundleException {
        NodeInfo node = session.getOutputInfo().get(ACTIVATION);
        if (node != null && !fits(node, OnnxJavaType.FLOAT, 1, labels, -1, -1)) {
            throw new BundleException("output " + described(node) + " is not float [1, " + labels + ", h, w]");
        }
    }

    /** A size of -1, on either side, fits any. */
    private static boolean fits(NodeInfo node, OnnxJavaType type, long... wanted) {
        long[] shape = shape(node);
        if (!(node.getInfo() instanceof TensorInfo info) || info.type != type || shape.length != wanted.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (shape[i] != -1 && wanted[i] != -1 && shape[i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    private static long[] shape(NodeInfo node) {
        return node.getInfo() instanceof TensorInfo info ? info.getShape() : new long[0];
    }

    private static String described(NodeInfo node) {
        String type =
                node.getInfo() instanceof TensorInfo info ? info.type.toString().toLowerCase(Locale.ROOT) : "no tensor";
        return '"' + node.getName() + "\" (" + type + " " + Arrays.toString(shape(node)) + ")";
    }

    /** Whether it gives {@code activation}. */
    boolean hasActivation() {
        return session.getOutputNames().contains(ACTIVATION);
    }

    /**
     * What the network gives for one photo.
     *
     * @param logits of each label
     * @param activation of each label, rows, columns; empty where it was not asked for
     */
    @SuppressWarnings("ArrayRecordComponent") // never leaves the package, never compared
    record Output(float[] logits, float[][][] activation) {}

    /**
     * The logits of several photos, in their order, run at once.
     *
     * @param photos of exactly the prepared size
     * @param pixels a direct buffer with room for all of them, which this overwrites
     */
    List<float[]> logits(List<Photo> photos, ByteBuffer pixels) {
        photos.forEach(photo -> photo.copyTo(pixels));
        var shape = new long[] {photos.size(), inputShape[1], inputShape[2], inputShape[3]};
        try (var tensor = OnnxTensor.createTensor(OnnxRuntime.environment(), pixels.flip(), shape, OnnxJavaType.UINT8);
                var result = session.run(Map.of(input, tensor), Set.of(LOGITS))) {
            return List.of((float[][]) result.get(LOGITS).orElseThrow().getValue());
        } catch (OrtException fault) {
            throw failed(fault);
        } finally {
            pixels.clear();
        }
    }

    /** Whether it runs more than one photo at a time. */
    boolean takesSeveral() {
        try {
            return shape(session.getInputInfo().values().iterator().next())[0] == -1;
        } catch (OrtException fault) {
            throw failed(fault);
        }
    }

    /** That a prepared photo takes. */
    int photoBytes() {
        return Math.toIntExact(inputShape[1] * inputShape[2] * inputShape[3]);
    }

    private static IllegalStateException failed(OrtException fault) {
        return new IllegalStateException("the network failed: " + fault.getMessage(), fault);
    }

    /** @param photo of exactly the prepared size */
    Output run(Photo photo, boolean activation) {
        try {
            Workspace workspace = idle.poll();
            if (workspace == null) {
                workspace = new Workspace();
            }
            try {
                return workspace.run(photo, activation);
            } finally {
                idle.add(workspace);
            }
        } catch (OrtException fault) {
            throw failed(fault);
        }
    }

    @Override
    public void close() {
        for (Workspace workspace = idle.poll(); workspace != null; workspace = idle.poll()) {
            workspace.close();
        }
        try {
            session.close();
        } catch (OrtException fault) {
            throw new IllegalStateException("the network could not be closed: " + fault.getMessage(), fault);
        }
    }

    /** The tensors of one run, over memory outside the heap that the network reads and writes in place. */
    private final class Workspace {
        private final ByteBuffer pixels;
        private final FloatBuffer logits;
        private final OnnxTensor pixelTensor;
        private final OnnxTensor logitTensor;

        Workspace() throws OrtException {
            OrtEnvironment environment = OnnxRuntime.environment();
            pixels = ByteBuffer.allocateDirect(photoBytes());
            logits = ByteBuffer.allocateDirect(labels * Float.BYTES)
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
            pixelTensor = OnnxTensor.createTensor(environment, pixels, inputShape, OnnxJavaType.UINT8);
            logitTensor = OnnxTensor.createTensor(environment, logits, new long[] {1, labels});
        }

        Output run(Photo photo, boolean activation) throws OrtException {
            photo.copyTo(pixels.clear());
            Set<String> asked = activation ? Set.of(ACTIVATION) : Set.of();
            try (var result = session.run(Map.of(input, pixelTensor), asked, Map.of(LOGITS, logitTensor))) {
                var values = new float[labels];
                logits.get(0, values);
                return new Output(values, activation ? activation(result) : new float[0][][]);
            }
        }

        private float[][][] activation(OrtSession.Result result) throws OrtException {
            return ((float[][][][]) result.get(ACTIVATION).orElseThrow().getValue())[0];
        }

        void close() {
            pixelTensor.close();
            logitTensor.close();
        }
    }
}
