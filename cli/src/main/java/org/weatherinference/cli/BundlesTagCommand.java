package org.weatherinference.cli;

import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.weatherinference.command.ExitCode;
import org.weatherinference.command.WeatherCommand;
import org.weatherinference.model.BundleException;
import org.weatherinference.model.BundleStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Names for versions. */
@Command(
        name = "tag",
        mixinStandardHelpOptions = true,
        description = "Gives a version a name of its own, lists such names, or takes one away.",
        footer = {
            "",
            "  weather bundles tag weather:3 stable           weather:stable is weather:3 from now on",
            "  weather bundles tag weather                    lists the tags of weather",
            "  weather bundles tag --remove weather:stable    the version itself stays",
        })
final class BundlesTagCommand implements WeatherCommand {
    private final Surroundings around;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "REF", description = "Version: NAME:VERSION, NAME:TAG; or a NAME to list.")
    private String reference;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "TAG",
            description = "Lower-case letters, digits and hyphens, such as stable.")
    private @Nullable String tag;

    @Option(names = "--remove", description = "Take away the tag NAME:TAG.")
    private boolean remove;

    BundlesTagCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws BundleException {
        BundleStore store = around.store().get();
        if (tag != null) {
            set(store, tag);
        } else if (remove) {
            store.untag(reference);
            say(reference + " is no longer");
        } else {
            list(store);
        }
        return ExitCode.DONE;
    }

    private void set(BundleStore store, String wanted) throws BundleException {
        if (remove) {
            throw wrong("--remove takes NAME:TAG, such as " + reference + ":" + wanted);
        }
        String version = store.tag(reference, wanted);
        say(name(version) + ":" + wanted + " is " + version);
    }

    private void list(BundleStore store) throws BundleException {
        if (reference.contains(":")) {
            throw wrong("TAG is missing: the name that " + reference + " shall have");
        }
        SortedMap<String, Integer> tags = store.tags(reference);
        if (tags.isEmpty()) {
            around.console().err().println(reference + " has no tags");
        }
        tags.forEach((name, version) -> say(reference + ":" + name + " is " + reference + ":" + version));
    }

    private static String name(String version) {
        return List.of(version.split(":")).getFirst();
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private void say(String line) {
        around.console().out().println(line);
    }
}
