package org.weatherinference.training;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.Map;
import org.weatherinference.onnx.Graph;
import org.weatherinference.onnx.Outputs;

/**
 * A network that learns, a batch a step. The rate it is told is the head's; layers before it learn the more gently the
 * nearer they are to the picture (Howard and Ruder 2018). One at a time in a process, since DJL collects gradients for
 * one.
 */
final class Learner implements AutoCloseable {
    private final TrainingPlan plan;
    private final int labels;
    private final NDManager manager;
    private final Network network;
    private final AdamW optimizer;
    private boolean headOnly;

    /** @param graph with a head for so many labels */
    Learner(Graph graph, int labels, TrainingPlan plan, NDManager manager) {
        this.plan = plan;
        this.labels = labels;
        this.manager = manager;
        Engine.getInstance().setRandomSeed((int) plan.seed());
        this.network = new Network(graph, manager);
        this.optimizer = new AdamW(manager, plan.weightDecay());
    }

    /** What learns from now on: the head alone, or everything. */
    void learn(boolean onlyHead) {
        headOnly = onlyHead;
        network.parameters().forEach((name, array) -> array.setRequiresGradient(!onlyHead || isHead(name)));
    }

    private static boolean isHead(String parameter) {
        return parameter.equals(Head.WEIGHT) || parameter.equals(Head.BIAS);
    }

    /** One step down the loss of a batch; returns that loss. */
    double step(Batch batch, double rate) {
        try (NDManager step = manager.newSubManager()) {
            NDArray pixels = batch.pixels(step);
            NDArray targets = step.create(batch.targets(), new Shape(batch.photos(), labels));
            float loss;
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                NDArray logits = network.run(pixels, !headOnly, Outputs.LOGITS).singletonOrThrow();
                NDArray entropy = crossEntropy(logits, targets);
                collector.backward(entropy);
                loss = entropy.getFloat();
            }
            descend(step, rate);
            return loss;
        }
    }

    /** Mean over the photos of the cross-entropy between targets and answers. */
    static NDArray crossEntropy(NDArray logits, NDArray targets) {
        return logits.logSoftmax(1).mul(targets).sum(new int[] {1}).mean().neg();
    }

    private void descend(NDManager step, double rate) {
        double share = plan.bodyRate() / plan.rate();
        int layers = network.parameters().size();
        int layer = 0;
        for (Map.Entry<String, NDArray> parameter : network.parameters().entrySet()) {
            boolean head = isHead(parameter.getKey());
            double depth = (double) layer++ / layers;
            if (!headOnly || head) {
                NDArray gradient = parameter.getValue().getGradient();
                gradient.attach(step);
                double own = head ? rate : rate * Math.pow(share, 1 - depth);
                optimizer.step(parameter.getKey(), parameter.getValue(), gradient, own);
                gradient.subi(gradient);
            }
        }
    }

    Network network() {
        return network;
    }

    AdamW optimizer() {
        return optimizer;
    }

    @Override
    public void close() {
        optimizer.close();
        network.close();
    }
}
