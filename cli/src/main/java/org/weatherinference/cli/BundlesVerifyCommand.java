package org.weatherinference.cli;

import java.util.ArrayList;
import java.util.List;
import org.weatherinference.command.ExitCode;
import org.weatherinference.command.WeatherCommand;
import org.weatherinference.model.Bundle;
import org.weatherinference.model.BundleException;
import org.weatherinference.model.BundleStore;
import org.weatherinference.model.BundleStore.Entry;
import org.weatherinference.model.Classifier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Whether bundles are what they were when they were made, and answer as they did. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = "Verifies format and checksums of bundles, and that golden photos are answered as recorded.")
final class BundlesVerifyCommand implements WeatherCommand {
    private final Surroundings around;

    @Parameters(arity = "0..*", paramLabel = "REF", description = "Bundles, or their folders (default: all there are).")
    private List<String> references = new ArrayList<>();

    BundlesVerifyCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        BundleStore store = around.store().get();
        List<String> all = references.isEmpty()
                ? store.list().stream().map(BundlesVerifyCommand::folder).toList()
                : references;
        boolean sound = true;
        for (String reference : all) {
            sound &= verify(store, reference);
        }
        return sound ? ExitCode.DONE : ExitCode.FAILED;
    }

    private static String folder(Entry entry) {
        return entry.folder().toAbsolutePath().toString();
    }

    private boolean verify(BundleStore store, String reference) {
        try {
            Bundle bundle = store.resolve(reference);
            try (Classifier _ = bundle.classifier()) {
                around.console()
                        .out()
                        .println(bundle.reference() + " is sound: "
                                + bundle.manifest().files().size()
                                + " files as recorded, golden photos answered as recorded");
            }
            return true;
        } catch (BundleException e) {
            around.console().err().println(reference + ": " + e.getMessage());
            return false;
        }
    }
}
