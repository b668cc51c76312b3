package org.weatherinference.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import org.weatherinference.command.Choice;
import org.weatherinference.command.ReportFormat;
import org.weatherinference.command.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;

/** The command line as a whole. */
final class WeatherProgram {
    private static final String[] FOOTER = {
        "", "Exit codes: 0 done, 1 something could not be read or done, 2 wrong usage.",
    };

    private WeatherProgram() {}

    /**
     * A parser for the given arguments. Of the commands that they do not name it knows only name and purpose: to look
     * through a command's options takes time that a first answer would wait for.
     */
    static CommandLine create(Surroundings around, String... arguments) {
        CommandSpec spec = CommandSpec.create()
                .name("weather")
                .mixinStandardHelpOptions(true)
                .version("weather " + version());
        spec.usageMessage()
                .description("Show it a photo, it tells the weather.")
                .footer(FOOTER)
                .synopsisSubcommandLabel("COMMAND");
        List<String> given = List.of(arguments);
        KnownCommand.all(around, given).forEach(known -> spec.addSubcommand(known.name(), known.line(given)));
        if (given.contains("help")) {
            spec.addSubcommand("help", new CommandLine(new HelpCommand()));
        }
        return configured(new CommandLine(spec), around.console());
    }

    private static CommandLine configured(CommandLine line, Console console) {
        return line.setOut(new PrintWriter(console.out(), true, UTF_8))
                .setErr(new PrintWriter(console.err(), true, UTF_8))
                .setColorScheme(Help.defaultColorScheme(ansi(console)))
                .registerConverter(AnswerWriter.Format.class, new Choice<>(AnswerWriter.Format.class))
                .registerConverter(ReportFormat.class, new Choice<>(ReportFormat.class))
                .setParameterExceptionHandler(Failures::wrongUsage)
                .setExecutionExceptionHandler(Failures::failed);
    }

    /** Picocli's own way to tell loads Java's console. */
    private static Help.Ansi ansi(Console console) {
        return Terminal.coloured(console.out()) ? Help.Ansi.ON : Help.Ansi.OFF;
    }

    /** From the jar's manifest. */
    static String version() {
        return Objects.requireNonNullElse(
                WeatherProgram.class.getPackage().getImplementationVersion(), "of an unknown version");
    }
}
