package org.weatherinference.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019). Unlike DJL's it has a rate for each parameter, spares
 * vectors (biases, batch norms) the decay, and lets its memory be saved and taken up again.
 */
final class AdamW implements AutoCloseable {
    private static final float BETA1 = 0.9f;
    private static final float BETA2 = 0.99f;
    private static final float EPSILON = 1e-5f;

    private final NDManager manager;
    private final float weightDecay;
    private final Map<String, NDArray> means = new LinkedHashMap<>();
    private final Map<String, NDArray> variances = new LinkedHashMap<>();
    private final Map<String, Integer> steps = new LinkedHashMap<>();

    AdamW(NDManager parent, double weightDecay) {
        this.manager = parent.newSubManager();
        this.weightDecay = (float) weightDecay;
    }

    /** Moves a parameter against its gradient, which must belong to a manager that is closed soon. */
    void step(String name, NDArray parameter, NDArray gradient, double rate) {
        NDArray mean = means.computeIfAbsent(name, n -> manager.zeros(parameter.getShape()));
        NDArray variance = variances.computeIfAbsent(name, n -> manager.zeros(parameter.getShape()));
        int step = steps.merge(name, 1, Integer::sum);
        mean.muli(BETA1).addi(gradient.mul(1 - BETA1));
        variance.muli(BETA2).addi(gradient.square().mul(1 - BETA2));
        double correction1 = 1 - Math.pow(BETA1, step);
        double correction2 = 1 - Math.pow(BETA2, step);
        try (NDArray root = variance.sqrt();
                NDArray numerator = mean.mul((float) (rate / correction1))) {
            root.muli((float) (1 / Math.sqrt(correction2))).addi(EPSILON);
            if (parameter.getShape().dimension() > 1) {
                parameter.muli((float) (1 - rate * weightDecay));
            }
            parameter.subi(numerator.divi(root));
        }
    }

    Map<String, NDArray> means() {
        return means;
    }

    Map<String, NDArray> variances() {
        return variances;
    }

    Map<String, Integer> steps() {
        return steps;
    }

    /** Takes up the memory of an earlier run. */
    void restore(String name, NDArray mean, NDArray variance, int step) {
        mean.attach(manager);
        variance.attach(manager);
        means.put(name, mean);
        variances.put(name, variance);
        steps.put(name, step);
    }

    @Override
    public void close() {
        manager.close();
    }
}
