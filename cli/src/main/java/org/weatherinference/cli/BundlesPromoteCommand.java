package org.weatherinference.cli;

import org.jspecify.annotations.Nullable;
import org.weatherinference.command.ExitCode;
import org.weatherinference.command.WeatherCommand;
import org.weatherinference.model.BundleException;
import org.weatherinference.model.Rollout;
import org.weatherinference.model.Rollout.Canary;
import org.weatherinference.model.Rollout.Shadow;
import org.weatherinference.model.Rollouts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A version that answers from now on, or that is tried out. */
@Command(
        name = "promote",
        mixinStandardHelpOptions = true,
        description = "Makes a version live, or tries it out beside the live one. Servers over the same store follow.",
        footer = {
            "",
            "  weather bundles promote weather:4                weather:4 answers from now on",
            "  weather bundles promote weather:5 --canary 10%%   it answers every tenth request",
            "  weather bundles promote weather:5 --shadow       it is asked too, unseen",
            "",
            "A trial needs a live version beside it. It ends with the next promotion, or by",
            "weather bundles rollback NAME --trial.",
        })
final class BundlesPromoteCommand implements WeatherCommand {
    private final Surroundings around;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "REF", description = "Version: NAME:VERSION, NAME:TAG or NAME:latest.")
    private String reference;

    @Option(
            names = "--canary",
            paramLabel = "SHARE",
            description = "Have it answer this share of the requests that name no version: 1%% to 50%%.")
    private @Nullable String canary;

    @Option(names = "--shadow", description = "Have it asked about the same photos, unseen.")
    private boolean shadow;

    BundlesPromoteCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws BundleException {
        Rollout rollout = decide(around.store().get().rollouts());
        around.console().out().println(rollout.reference() + " is live" + beside(rollout));
        return ExitCode.DONE;
    }

    private Rollout decide(Rollouts rollouts) throws BundleException {
        if (canary != null) {
            return rollouts.tryAsCanary(reference, percent(canary));
        }
        return shadow ? rollouts.tryAsShadow(reference) : rollouts.promote(reference);
    }

    private int percent(String share) {
        if (shadow) {
            throw wrong("--canary and --shadow exclude each other: a version is tried out in one way at a time");
        }
        try {
            return Canary.percent(share);
        } catch (IllegalArgumentException refusal) {
            throw wrong(String.valueOf(refusal.getMessage()));
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private static String beside(Rollout rollout) {
        String other = rollout.name() + ":";
        return switch (rollout.trial().orElse(null)) {
            case Canary canary ->
                "; " + other + canary.version() + " answers " + canary.share()
                        + " of the requests that name no version";
            case Shadow shadow -> "; " + other + shadow.version() + " is asked too, unseen";
            case null ->
                rollout.previous().isEmpty()
                        ? ""
                        : ", in the place of " + other + rollout.previous().getAsInt();
        };
    }
}
