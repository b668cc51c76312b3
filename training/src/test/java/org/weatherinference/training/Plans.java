package org.weatherinference.training;

import java.util.List;
import org.weatherinference.model.Preparation;

/** Settings for trainings of seconds. */
final class Plans {
    static final int SIZE = 32;
    static final Preparation PREPARATION = new Preparation(SIZE, SIZE, Preparation.Fit.SQUASH);

    private Plans() {}

    /** One epoch with the head alone, then so many. */
    static TrainingPlan of(int epochs, int batch) {
        return new TrainingPlan(
                epochs,
                1,
                SIZE,
                0,
                batch,
                0.02,
                0.01,
                Augment.STANDARD,
                0.01,
                0.1,
                0.2,
                0.9,
                0,
                0.25,
                20,
                List.of(),
                7);
    }

    /** The same, learning from photos of another size. */
    static TrainingPlan learningAt(int size, TrainingPlan plan) {
        return of(plan, size, plan.keep(), plan.smoothing(), plan.mixup());
    }

    /** The same, with so much of the start in the result. */
    static TrainingPlan keeping(double share, TrainingPlan plan) {
        return of(plan, plan.learnSize(), share, plan.smoothing(), plan.mixup());
    }

    /** The same with other smoothing and mixup. */
    static TrainingPlan without(TrainingPlan plan, double smoothing, double mixup) {
        return of(plan, plan.learnSize(), plan.keep(), smoothing, mixup);
    }

    private static TrainingPlan of(TrainingPlan plan, int learnSize, double keep, double smoothing, double mixup) {
        return new TrainingPlan(
                plan.epochs(),
                plan.freezeEpochs(),
                plan.size(),
                learnSize,
                plan.batch(),
                plan.rate(),
                plan.bodyRate(),
                plan.augment(),
                plan.weightDecay(),
                smoothing,
                mixup,
                plan.averageDecay(),
                keep,
                plan.holdOut(),
                plan.patience(),
                plan.teachers(),
                plan.seed());
    }
}
