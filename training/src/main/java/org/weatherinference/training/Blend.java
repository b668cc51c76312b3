package org.weatherinference.training;

import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.weatherinference.onnx.Graph;
import org.weatherinference.onnx.TensorData;

/**
 * A network whose weights and statistics lie between those of two others. Where one of them went on learning from the
 * other, what lies between often answers better than both (Wortsman et al. 2022, "Robust fine-tuning of zero-shot
 * models").
 */
final class Blend {
    private Blend() {}

    /**
     * The blend of a network with the one that its learning began with, of the same graph.
     *
     * @param share of the start, 0 to 1
     */
    static Graph of(Graph learnt, Graph start, double share) {
        List<TensorProto> blended = new ArrayList<>();
        for (TensorProto tensor : learnt.initializers().values()) {
            if (TensorData.isFloat(tensor)) {
                blended.add(between(
                        tensor, Objects.requireNonNull(start.initializers().get(tensor.getName())), share));
            }
        }
        return learnt.withInitializers(blended);
    }

    private static TensorProto between(TensorProto learnt, TensorProto start, double share) {
        float[] values = TensorData.floats(learnt);
        float[] before = TensorData.floats(start);
        for (int i = 0; i < values.length; i++) {
            values[i] += (float) (share * (before[i] - values[i]));
        }
        return TensorData.of(learnt.getName(), values, TensorData.shape(learnt));
    }
}
