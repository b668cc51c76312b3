package org.weatherinference.training;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;
import org.weatherinference.dataset.Dataset;
import org.weatherinference.onnx.Graph;

/**
 * The learning-rate range test: steps with all layers learning while the rate grows exponentially, until the loss takes
 * off (Smith 2017, "Cyclical Learning Rates for Training Neural Networks").
 */
final class RateFinder {
    static final double LOWEST = 1e-5;
    static final double HIGHEST = 1;
    static final int STEPS = 100;

    /** How much of the average loss stays at each step. */
    private static final double DECAY = 0.9;

    /** The loss has taken off when its average is so many times the least, and worse than that of a mere guess. */
    private static final double TAKEN_OFF = 1.5;

    private final TrainingPlan plan;

    /** @param plan of whose rates only the proportion of body to head counts */
    RateFinder(TrainingPlan plan) {
        this.plan = plan;
    }

    /**
     * Tests.
     *
     * @param graph with its head
     * @param learnt photos to learn from; where they are few they come again, changed anew
     * @param loss hears the smoothed loss after each step
     * @param stop asked before each step
     * @return nothing when it was stopped
     */
    Optional<RateCurve> find(Graph graph, Dataset learnt, DoubleConsumer loss, BooleanSupplier stop)
            throws TrainingException {
        try (NDManager manager = NDManager.newBaseManager();
                Batches batches = new Batches(learnt, plan);
                Learner learner = new Learner(graph, learnt.labels().size(), plan, manager)) {
            learner.learn(false);
            Climb climb = new Climb(learner, Math.log(learnt.labels().size()), loss, stop);
            for (int epoch = 0; climb.goesOn(); epoch++) {
                int before = climb.steps.size();
                batches.shuffled(epoch, 0, climb::step);
                if (climb.goesOn() && climb.steps.size() == before) {
                    throw new TrainingException(
                            "none of the photos to learn from could be read: " + batches.unreadable());
                }
            }
            return climb.result();
        }
    }

    /** The way up. */
    private static final class Climb {
        private final Learner learner;
        private final double guess;
        private final DoubleConsumer listener;
        private final BooleanSupplier stop;
        private final List<RateCurve.Point> steps = new ArrayList<>();
        private double average;
        private double least = Double.POSITIVE_INFINITY;
        private boolean stopped;
        private boolean tookOff;

        Climb(Learner learner, double guess, DoubleConsumer listener, BooleanSupplier stop) {
            this.learner = learner;
            this.guess = guess;
            this.listener = listener;
            this.stop = stop;
        }

        boolean goesOn() {
            return !stopped && !tookOff && steps.size() < STEPS;
        }

        boolean step(int index, Batch batch) {
            stopped = stop.getAsBoolean();
            if (goesOn()) {
                double rate = LOWEST * Math.pow(HIGHEST / LOWEST, (double) steps.size() / (STEPS - 1));
                take(rate, learner.step(batch, rate));
            }
            return goesOn();
        }

        private void take(double rate, double loss) {
            average = DECAY * average + (1 - DECAY) * loss;
            double mean = average / (1 - Math.pow(DECAY, steps.size() + 1));
            least = Math.min(least, mean);
            tookOff = !(mean < Math.max(guess, TAKEN_OFF * least));
            if (Double.isFinite(loss)) {
                steps.add(new RateCurve.Point(rate, loss));
                listener.accept(mean);
            }
        }

        Optional<RateCurve> result() throws TrainingException {
            if (stopped) {
                return Optional.empty();
            }
            if (steps.isEmpty()) {
                throw new TrainingException(
                        "the loss is no number at the first step: the network to begin with is broken");
            }
            return Optional.of(RateCurve.of(steps));
        }
    }
}
