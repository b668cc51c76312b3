package org.weatherinference.training;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.ParameterStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A PyTorch function of one tensor that DJL has no call for, reached through a TorchScript module of one line.
 *
 * <p>ReLU6 is why: as DJL's {@code clip} its backward pass makes masks and copies and costs more than all convolutions
 * of a MobileNetV2 together; as {@code torch.hardtanh} it is one pass, and the whole training step 1.5 times as fast.
 */
final class ScriptedFunction implements AutoCloseable {
    /** A pickled module without parameters: {@code __torch__.M} with {@code training = True}. */
    private static final String DATA = "\u0080\u0002c__torch__\nM\n)\u0081}(X\b\u0000\u0000\u0000training\u0088ub.";

    /** A pickled empty tuple. */
    private static final String CONSTANTS = "\u0080\u0002).";

    private final Model model;

    /** @param expression over the tensor {@code x}, such as {@code torch.hardtanh(x, 0., 6.)} */
    ScriptedFunction(String expression) {
        model = Model.newInstance("function", "PyTorch");
        try {
            model.load(new ByteArrayInputStream(archive(expression)));
        } catch (IOException | MalformedModelException e) {
            throw new IllegalArgumentException("PyTorch does not take " + expression, e);
        }
    }

    NDArray apply(NDArray x) {
        return model.getBlock()
                .forward(new ParameterStore(x.getManager(), false), new NDList(x), true)
                .singletonOrThrow();
    }

    @Override
    public void close() {
        model.close();
    }

    private static byte[] archive(String expression) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            store(zip, "f/code/__torch__.py", """
                    class M(Module):
                      __parameters__ = []
                      __buffers__ = []
                      training : bool
                      def forward(self: __torch__.M,
                        x: Tensor) -> Tensor:
                        return %s
                    """.formatted(expression));
            store(zip, "f/data.pkl", DATA);
            store(zip, "f/constants.pkl", CONSTANTS);
            store(zip, "f/version", "3\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** PyTorch reads entries in place, so they are stored and not compressed. */
    private static void store(ZipOutputStream zip, String name, String content) throws IOException {
        byte[] bytes = content.getBytes(StandardCharsets.ISO_8859_1);
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }
}
