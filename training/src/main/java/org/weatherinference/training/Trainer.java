package org.weatherinference.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.weatherinference.dataset.Dataset;
import org.weatherinference.onnx.Graph;
import org.weatherinference.onnx.Outputs;

/**
 * Fine-tunes a network on a dataset: first the fresh head alone, then all layers. The result is the moving average of
 * the weights as it was after the epoch that answered the held-out photos best, blended with the start where the plan
 * says so. One at a time in a process, since DJL collects gradients for one.
 */
final class Trainer implements AutoCloseable {
    private final TrainingPlan plan;
    private final Graph start;
    private final Learner learner;
    private final MovingAverage average;
    private final NDManager manager;
    private final Batches learnt;
    private final Batches heldOut;
    private final int labels;
    private final Checkpoint checkpoint;
    private final Path best;
    private final Stages stages;
    private final TrainingListener listener;

    private final List<EpochResult> history = new ArrayList<>();
    private int bestEpoch;
    private double lossSum;
    private long photos;

    /**
     * @param graph with its head
     * @param learnt photos to learn from
     * @param heldOut photos to choose the best epoch by
     * @param teachers of the dataset's labels; whoever opened them closes them afterwards
     * @param stages in whose folder checkpoints and the best network are kept, too
     */
    Trainer(
            Graph graph,
            Dataset learnt,
            Dataset heldOut,
            TrainingPlan plan,
            Teachers teachers,
            Stages stages,
            TrainingListener listener) {
        this.plan = plan;
        this.start = graph;
        this.listener = listener;
        this.labels = learnt.labels().size();
        this.checkpoint = new Checkpoint(stages.folder());
        this.stages = stages;
        this.best = checkpoint.best();
        this.learnt = new Batches(learnt, plan, teachers);
        this.heldOut = new Batches(heldOut, plan);
        this.manager = NDManager.newBaseManager();
        this.learner = new Learner(graph, labels, plan, manager);
        this.average = new MovingAverage(new Network(graph, manager), plan.averageDecay());
    }

    /** The trained network with its answers to the held-out photos. */
    @SuppressWarnings("ArrayRecordComponent") // megabytes, handed on once
    record Result(byte[] network, Answers heldOut, int bestEpoch, List<EpochResult> history) {}

    /**
     * Trains, from the folder's checkpoint where there is one.
     *
     * @param stop asked before each step; once it says so, a checkpoint is written
     * @return nothing when it was stopped
     * @throws TrainingException when the loss is no number any more
     */
    Optional<Result> train(BooleanSupplier stop) throws TrainingException, IOException {
        Checkpoint.Position start = checkpoint.exists()
                ? checkpoint.restore(learner.network(), average, learner.optimizer())
                : Checkpoint.Position.START;
        history.addAll(start.history());
        bestEpoch = start.bestEpoch();
        lossSum = start.lossSum();
        photos = start.photos();
        int step = start.step();
        for (int epoch = start.epoch(); epoch < plan.allEpochs() && !stoppedEarly(); epoch++) {
            int reached = epoch(epoch, step, stop);
            if (reached < learnt.count()) {
                save(epoch, reached);
                return Optional.empty();
            }
            step = 0;
            finish(epoch);
            save(epoch + 1, 0);
        }
        stages.keep(Stages.ALL_LAYERS, average.network());
        return Optional.of(result());
    }

    private boolean stoppedEarly() {
        return history.size() - Math.max(bestEpoch, plan.freezeEpochs()) >= plan.patience();
    }

    private boolean frozen(int epoch) {
        return epoch < plan.freezeEpochs();
    }

    /** The step that comes next: as many as the epoch has, unless it was stopped. */
    private int epoch(int epoch, int from, BooleanSupplier stop) throws TrainingException {
        listener.epochStarts(epoch + 1, plan.allEpochs(), learnt.photosFrom(from));
        boolean frozen = frozen(epoch);
        learner.learn(frozen);
        int stage = frozen ? plan.freezeEpochs() : plan.epochs();
        int stageEpoch = frozen ? epoch : epoch - plan.freezeEpochs();
        OneCycle cycle = new OneCycle(plan.rate(), (long) stage * learnt.count());
        int reached = learnt.shuffled(epoch, from, (index, batch) -> {
            if (stop.getAsBoolean()) {
                return false;
            }
            double loss = learner.step(batch, cycle.rate((long) stageEpoch * learnt.count() + index));
            average.update(learner.network());
            lossSum += loss * batch.photos();
            photos += batch.photos();
            listener.stepDone(batch.photos(), lossSum / photos);
            return Double.isFinite(loss);
        });
        if (!Double.isFinite(lossSum)) {
            throw new TrainingException("the loss is " + lossSum + " in epoch " + (epoch + 1) + ": the learning rate "
                    + plan.rate() + " is too high for this network, try a tenth (--lr)");
        }
        return reached;
    }

    private void finish(int epoch) throws TrainingException, IOException {
        Answers answers = answers(average.network());
        if (photos == 0 || answers.truth().length == 0) {
            throw new TrainingException("none of the photos to " + (photos == 0 ? "learn from" : "hold out")
                    + " could be read: " + unreadable());
        }
        Answers.Estimate loss = answers.loss();
        EpochResult result = new EpochResult(
                epoch + 1,
                frozen(epoch),
                lossSum / photos,
                loss.mean(),
                loss.error(),
                answers.error(),
                listener.photosPerSecond());
        history.add(result);
        lossSum = 0;
        photos = 0;
        if (history.stream().allMatch(result::supersedes)) {
            bestEpoch = epoch + 1;
            Files.write(best, average.network().current().bytes());
        }
        if (epoch + 1 == plan.freezeEpochs()) {
            stages.keep(Stages.HEAD, average.network());
        }
        listener.epochDone(result, bestEpoch == epoch + 1);
    }

    private void save(int epoch, int step) throws IOException {
        checkpoint.save(
                new Checkpoint.Position(
                        epoch,
                        step,
                        average.updates(),
                        learner.optimizer().steps(),
                        bestEpoch,
                        lossSum,
                        photos,
                        List.copyOf(history)),
                learner.network(),
                average,
                learner.optimizer());
    }

    private Answers answers(Network answering) {
        List<float[]> logits = new ArrayList<>();
        List<Integer> truth = new ArrayList<>();
        heldOut.plain((index, batch) -> {
            float[] flat = logits(answering, batch);
            for (int i = 0; i < batch.photos(); i++) {
                logits.add(Arrays.copyOfRange(flat, i * labels, (i + 1) * labels));
                truth.add(Answers.most(Arrays.copyOfRange(batch.targets(), i * labels, (i + 1) * labels)));
            }
            return true;
        });
        return new Answers(
                logits.toArray(float[][]::new),
                truth.stream().mapToInt(Integer::intValue).toArray());
    }

    private float[] logits(Network answering, Batch batch) {
        try (NDManager step = manager.newSubManager()) {
            NDArray pixels = batch.pixels(step);
            return answering
                    .run(pixels, false, Outputs.LOGITS)
                    .singletonOrThrow()
                    .toFloatArray();
        }
    }

    private Result result() throws IOException {
        Graph learnt = Graph.read(Files.readAllBytes(best));
        Graph chosen = plan.keep() == 0 ? learnt : Blend.of(learnt, start, plan.keep());
        try (Network answering = new Network(chosen, manager)) {
            return new Result(chosen.bytes(), answers(answering), bestEpoch, List.copyOf(history));
        }
    }

    /** Photos that could not be read, with the reason. */
    Map<String, String> unreadable() {
        Map<String, String> all = new TreeMap<>(learnt.unreadable());
        all.putAll(heldOut.unreadable());
        return all;
    }

    @Override
    public void close() {
        learnt.close();
        heldOut.close();
        learner.close();
        average.network().close();
        manager.close();
    }
}
