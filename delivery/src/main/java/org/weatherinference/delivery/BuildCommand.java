package org.weatherinference.delivery;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.weatherinference.command.CommandException;
import org.weatherinference.command.ExitCode;
import org.weatherinference.command.WeatherCommand;
import org.weatherinference.model.Bundle;
import org.weatherinference.model.BundleException;
import org.weatherinference.model.BundleStore;
import org.weatherinference.model.WeatherHome;

/** A command that makes something of bundles, and tells in one way what stands against it. */
abstract class BuildCommand implements WeatherCommand {
    @Override
    public final Integer call() {
        try {
            build();
            return ExitCode.DONE;
        } catch (BundleException refusal) {
            throw new CommandException(String.valueOf(refusal.getMessage()), refusal);
        } catch (IOException fault) {
            throw new CommandException("cannot write or read: " + fault, fault);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return ExitCode.FAILED;
        }
    }

    abstract void build() throws BundleException, IOException, InterruptedException;

    static List<Bundle> bundles(List<String> references) throws BundleException {
        BundleStore store = BundleStore.standard();
        List<Bundle> bundles = new ArrayList<>();
        for (String reference : references) {
            bundles.add(store.resolve(reference));
        }
        return bundles;
    }

    /** Where what may be needed again is kept. */
    static Path cache() {
        return WeatherHome.folder().resolve("cache").toAbsolutePath();
    }

    /** @param reason why, and the way out */
    static void requireLinux(String reason) {
        if (!System.getProperty("os.name").equals("Linux")) {
            throw new CommandException(reason);
        }
    }
}
