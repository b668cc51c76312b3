package org.weatherinference.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.weatherinference.command.CommandException;
import org.weatherinference.command.ExitCode;
import org.weatherinference.command.ReportFormat;
import org.weatherinference.command.WeatherCommand;
import org.weatherinference.dataset.Dataset;
import org.weatherinference.dataset.DatasetException;
import org.weatherinference.model.BundleStore;
import org.weatherinference.training.RunFolder.Kind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** {@code weather lr-find}: which learning rate suits the photos and the network. */
@Command(
        name = "lr-find",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        showDefaultValues = true,
        header = "Find a learning rate for a folder of labelled photos.",
        description = {
            "Learns with a growing rate until the loss takes off, draws the loss, and suggests a rate for weather train"
                    + " --lr. weather train does the same by itself where it is given no rate.",
            ""
        })
public final class LrFindCommand implements WeatherCommand {
    @Mixin
    private PhotoOptions photos;

    @Mixin
    private StepOptions step;

    @Option(names = "-o", paramLabel = "FILE.svg", description = "Draw it as SVG, too.")
    private @Nullable Path svg;

    @Option(
            names = "--format",
            defaultValue = "text",
            paramLabel = "FORMAT",
            description = "One of ${COMPLETION-CANDIDATES}.")
    private ReportFormat format;

    @Override
    public Integer call() {
        try (StopSignal stop = new StopSignal()) {
            return find(stop);
        } catch (TrainingException | DatasetException | IllegalArgumentException e) {
            throw new CommandException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new CommandException("cannot write or read: " + e, e);
        }
    }

    private int find(StopSignal stop) throws TrainingException, DatasetException, IOException {
        TrainingPlan plan = step.plan();
        StartNetwork start = StartNetwork.of(photos.from, BundleStore.standard());
        Dataset dataset = photos.dataset(plan.seed());
        RunFolder run = RunFolder.create(
                RunFolder.home(), photos.settings(Kind.LR_FIND, "lr-find", start, dataset, false, plan), Instant.now());
        try (RunFolder.Hold _ = run.hold()) {
            Optional<RateCurve> curve = RateSearch.run(new Fitting(start, plan), dataset, stop::hasCome);
            if (curve.isEmpty()) {
                System.err.println("stopped");
                return ExitCode.FAILED;
            }
            run.keep(curve.get());
            run.finish(RunFolder.Outcome.WITHOUT_BUNDLE);
            show(curve.get());
            return ExitCode.DONE;
        }
    }

    private void show(RateCurve curve) throws IOException {
        switch (format) {
            case TEXT -> System.out.print(BrailleChart.draw(RateSearch.chart(curve)));
            case JSON -> System.out.println(new JsonMapper().writeValueAsString(curve));
        }
        if (svg != null) {
            Files.writeString(svg, SvgChart.draw(RateSearch.chart(curve)));
        }
    }
}
