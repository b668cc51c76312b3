package org.weatherinference.cli;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import org.weatherinference.command.ExitCode;
import org.weatherinference.command.Progress;
import org.weatherinference.model.Answer;
import org.weatherinference.model.PhotoClassifier;
import org.weatherinference.model.ProblemType;

/** One run over photos: several at once, shown in order, a bad one said and passed over. */
final class Classification {
    private final PhotoClassifier classifier;
    private final boolean explain;
    private final AnswerWriter writer;
    private final Progress progress;
    private final Interrupt interrupt;
    private final List<Keeper> keepers = new ArrayList<>();
    private long failed;
    private long leftOut;

    Classification(
            PhotoClassifier classifier, boolean explain, AnswerWriter writer, Progress progress, Interrupt interrupt) {
        this.classifier = classifier;
        this.explain = explain;
        this.writer = writer;
        this.progress = progress;
        this.interrupt = interrupt;
    }

    /** Something that keeps what was answered beyond showing it. */
    interface Keeper {
        /** Called in the photos' order, on one thread. */
        void keep(PhotoInput input, Answer.Classified answer);
    }

    void also(Keeper keeper) {
        keepers.add(keeper);
    }

    /**
     * Runs to the end, to the end of the output's reader, or to Ctrl-C.
     *
     * @return the exit code
     */
    int run(Iterator<PhotoInput> inputs, int threads) {
        try (var work = new InOrder<>(threads, this::answer)) {
            work.run(inputs, this::show, interrupt::hasCome);
        }
        if (leftOut > 0 && !interrupt.hasCome()) {
            progress.line(leftOut + (leftOut == 1 ? " file that is" : " files that are") + " no picture left out");
        }
        return failed == 0 ? ExitCode.DONE : ExitCode.FAILED;
    }

    private Answered answer(PhotoInput input) {
        try {
            return new Answered(input, classifier.classify(input.read(), input.name(), explain));
        } catch (InputException e) {
            return new Answered(input, failure(e.problem(), input));
        } catch (RuntimeException | OutOfMemoryError e) {
            return new Answered(input, failure(ProblemType.INTERNAL.with(e.toString()), input));
        }
    }

    private static Answer.Failed failure(Answer.Problem problem, PhotoInput input) {
        return new Answer.Failed(UUID.randomUUID().toString(), problem, input.name());
    }

    /** @return whether anyone still reads */
    private boolean show(Answered answered) {
        if (interrupt.hasCome()) {
            return false;
        }
        progress.step(1);
        switch (answered.answer()) {
            case Answer.Failed _
            when answered.input().chanceFind() -> {
                leftOut++;
                return true;
            }
            case Answer.Failed _ -> failed++;
            case Answer.Classified good -> keepers.forEach(keeper -> keeper.keep(answered.input(), good));
        }
        return writer.write(answered.answer());
    }

    private record Answered(PhotoInput input, Answer answer) {}
}
