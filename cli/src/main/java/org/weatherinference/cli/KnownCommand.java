package org.weatherinference.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.weatherinference.command.CommandException;
import org.weatherinference.command.WeatherCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * A command of the program.
 *
 * @param purpose in one line
 * @param command makes it
 */
record KnownCommand(String name, String purpose, Supplier<Object> command) {
    /**
     * Every command: those of this module, those that other modules on the class path add, and those that only the
     * launcher puts there. The class path is searched only where this module has no command for the arguments.
     */
    static List<KnownCommand> all(Surroundings around, List<String> arguments) {
        List<KnownCommand> all = new ArrayList<>(own(around));
        boolean ownAsked = !arguments.isEmpty()
                && all.stream().anyMatch(known -> known.name().equals(arguments.getFirst()));
        if (!ownAsked) {
            all.addAll(ofOtherModules().toList());
        }
        missing()
                .filter(known -> all.stream().noneMatch(other -> other.name().equals(known.name())))
                .forEach(all::add);
        return all;
    }

    private static List<KnownCommand> own(Surroundings around) {
        return List.of(
                new KnownCommand("classify", "Tells the weather in photos.", () -> new ClassifyCommand(around)),
                new KnownCommand("serve", "Answers over HTTP.", () -> ServeCommand.line(around)),
                new KnownCommand("health", "Asks a server whether it is ready.", () -> new HealthCommand(around)),
                new KnownCommand(
                        "evaluate", "Measures a bundle on labelled photos.", () -> new EvaluateCommand(around)),
                new KnownCommand(
                        "dataset", "Gathers, checks and splits labelled photos.", () -> DatasetCommand.line(around)),
                new KnownCommand(
                        "bundles",
                        "Lists, verifies, hands on and takes in bundles.",
                        () -> BundlesCommand.line(around)),
                new KnownCommand(
                        "keys", "Makes, lists and revokes keys to a server.", () -> KeysCommand.line(around.console())),
                new KnownCommand(
                        "jobs", "Lists, follows and cancels training jobs.", () -> JobsCommand.line(around.console())),
                new KnownCommand(
                        "feedback",
                        "Lists, counts and exports what visitors said.",
                        () -> FeedbackCommand.line(around.console())),
                new KnownCommand(
                        "doctor",
                        "Tells what is installed, and what is slow and why.",
                        () -> new DoctorCommand(around)));
    }

    private static Stream<KnownCommand> ofOtherModules() {
        return ServiceLoader.load(WeatherCommand.class).stream().map(KnownCommand::provided);
    }

    private static KnownCommand provided(ServiceLoader.Provider<WeatherCommand> provider) {
        Command described = provider.type().getAnnotation(Command.class);
        String[] lines = described.header().length > 0 ? described.header() : described.description();
        return new KnownCommand(described.name(), String.join(" ", lines), provider::get);
    }

    private static Stream<KnownCommand> missing() {
        return Stream.of(
                absent("train", "Turns a folder of labelled photos into a bundle."),
                absent("lr-find", "Finds a learning rate for a folder of labelled photos."),
                absent("worker", "Does the training jobs that servers are given."),
                absent("runs", "Lists trainings and how they went."),
                absent("batch", "Classifies photos by the million, with Apache Spark."),
                absent("container", "Builds a container image that serves bundles, without Docker."),
                absent("deploy", "Writes the files that serve a bundle on a host, cloud or cluster."),
                absent("dist", "Builds a zip file of this program that runs without a JDK."),
                absent("site", "Writes the page as files that answer on visitors' own devices."));
    }

    private static KnownCommand absent(String name, String purpose) {
        Callable<Integer> excuse = () -> {
            throw new CommandException(name + " is not in this copy of the program: it needs a"
                    + " checkout of Weather Inference and a JDK 25, where ./weather " + name + " gets the rest");
        };
        return new KnownCommand(
                name,
                purpose,
                () -> new CommandLine(CommandSpec.wrapWithoutInspection(excuse)).setUnmatchedArgumentsAllowed(true));
    }

    /** As the parser needs it: with its options only where the arguments name it. */
    CommandLine line(List<String> arguments) {
        Object made = arguments.contains(name) ? command.get() : CommandSpec.create();
        CommandLine line = made instanceof CommandLine parser ? parser : new CommandLine(made);
        UsageMessageSpec usage = line.getCommandSpec().usageMessage();
        if (usage.header().length == 0 && usage.description().length == 0) {
            usage.description(purpose);
        }
        return line;
    }
}
