package org.weatherinference.training;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import org.weatherinference.command.CommandException;
import org.weatherinference.model.Bundle;
import org.weatherinference.model.BundleException;
import org.weatherinference.model.BundleStore;
import org.weatherinference.training.TrainCommand.Audience;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * The process in which a worker has a job trained: {@code weather train} that tells the worker on standard output how
 * it goes, and people on standard error. When standard input ends, because the worker wants it or has died, the
 * training ends too, after a checkpoint.
 */
final class JobMain {
    private JobMain() {}

    /** Takes the folder for runs, then what {@code weather train} takes. */
    public static void main(String[] arguments) {
        PrintStream worker = System.out;
        System.setOut(System.err);
        Thread.ofPlatform().daemon().name("worker").start(JobMain::endWithWorker);
        Path runs = Path.of(arguments[0]);
        System.exit(run(runs, Arrays.copyOfRange(arguments, 1, arguments.length), message -> {
            worker.println(message.line());
            worker.flush();
        }));
    }

    private static void endWithWorker() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is said there.
            }
        } catch (IOException _) {
            // The worker is as gone as at the end.
        }
        System.exit(0);
    }

    /** Trains; the exit code tells less than the messages. */
    static int run(Path runs, String[] arguments, Consumer<JobMessage> worker) {
        TrainCommand command = new TrainCommand(runs, new Audience() {
            @Override
            public TrainingListener listener() {
                return new JobListener(worker, System.err::println, System::nanoTime);
            }

            @Override
            public void adding(String name, BundleStore store) throws BundleException {
                // A person promotes what a machine made, nobody else.
                store.rollouts().hold(name);
            }

            @Override
            public void made(Bundle bundle) {
                worker.accept(new JobMessage.Made(bundle.reference()));
            }
        });
        return new CommandLine(command)
                .setParameterExceptionHandler((wrong, _) -> failed(wrong, worker))
                .setExecutionExceptionHandler((fault, _, _) -> failed(fault, worker))
                .execute(arguments);
    }

    private static int failed(Exception fault, Consumer<JobMessage> worker) {
        boolean expected = fault instanceof CommandException || fault instanceof ParameterException;
        if (!expected) {
            fault.printStackTrace();
        }
        worker.accept(new JobMessage.Failed(
                expected ? String.valueOf(fault.getMessage()) : "a fault of the program itself: " + fault));
        return 1;
    }
}
