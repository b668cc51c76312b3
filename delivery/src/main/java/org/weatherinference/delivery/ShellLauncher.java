package org.weatherinference.delivery;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The script that starts the program of a distribution, wherever that was unpacked to, with the Java that is in it.
 *
 * @param jars names of the class path's jars, in order
 * @param standard name of the bundle that is used where none is named; empty for the usual one
 */
record ShellLauncher(List<String> jars, String standard) {
    /** As the script's own variable names it. */
    private static final Place PLACE = new Place("$home");

    private static final String SCRIPT = """
            #!/bin/sh
            # Runs a command of Weather Inference with the Java that lies beside it. It may be called by a link.
            set -euf

            script=$0
            [ ! -L "$script" ] || script=$(readlink -f "$script")
            case $script in
              /*) ;;
              *) script=$PWD/$script ;;
            esac
            home=$(cd "${script%/*}/.." && pwd -P)
            java=@RUNTIME@/bin/java

            end() {
              echo "weather: $*" >&2
              exit 1
            }
            [ -x "$java" ] || end "$java may not be run: unpack again with what keeps permissions, such as unzip"
            case $home in
              *:*) end "Java cannot run from $home: move it to a folder without a colon" ;;
            esac

            . "@JARS@/start.sh"

            # OPTION CLASS ARGUMENT…
            run() {
              option=$1 main=$2
              shift 2
              start_java "$option" @OPTIONS@ \\
                -cp "@CLASS_PATH@" \\
                "org.weatherinference.cli.$main" "$@"
            }

            """;

    /** What is in the distribution. */
    String script() {
        return head() + """
            compiler_of "$@"
            exec=exec
            run "-XX:AOTCache=@CACHE@" Main "$@"
            """.replace("@CACHE@", PLACE.startCache());
    }

    /** The same, for Java to write its cache to the file that is its one argument. */
    String rehearsal() {
        return head() + """
            compiler=''
            run "-XX:AOTCacheOutput=$1" Rehearsal
            """;
    }

    private String head() {
        return SCRIPT.replace("@RUNTIME@", PLACE.runtime())
                .replace("@JARS@", PLACE.jars())
                .replace("@OPTIONS@", options())
                .replace(
                        "@CLASS_PATH@",
                        jars.stream().map(jar -> PLACE.jars() + "/" + jar).collect(Collectors.joining(":")));
    }

    private String options() {
        String places =
                PLACE.whereFilesLie().stream().map(option -> '"' + option + '"').collect(Collectors.joining(" "));
        return places + " -Dweather.standard=" + standard;
    }
}
