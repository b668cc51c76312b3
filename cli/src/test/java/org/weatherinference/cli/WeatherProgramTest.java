package org.weatherinference.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeatherProgramTest {
    @TempDir
    Path folder;

    private Scene scene;

    @BeforeEach
    void start() {
        scene = Scene.bare(folder);
    }

    @Test
    void help_listsEveryCommandWithItsPurpose() {
        assertThat(scene.run("--help")).isZero();
        assertThat(scene.out()).isEqualTo("""
                        Usage: weather [-hV] COMMAND
                        Show it a photo, it tells the weather.
                          -h, --help      Show this help message and exit.
                          -V, --version   Print version information and exit.
                        Commands:
                          classify   Tells the weather in photos.
                          serve      Answers over HTTP.
                          health     Asks a server whether it is ready.
                          evaluate   Measures a bundle on labelled photos.
                          dataset    Gathers, checks and splits labelled photos.
                          bundles    Lists, verifies, hands on and takes in bundles.
                          keys       Makes, lists and revokes keys to a server.
                          jobs       Lists, follows and cancels training jobs.
                          feedback   Lists, counts and exports what visitors said.
                          doctor     Tells what is installed, and what is slow and why.
                          train      Turns a folder of labelled photos into a bundle.
                          lr-find    Finds a learning rate for a folder of labelled photos.
                          worker     Does the training jobs that servers are given.
                          runs       Lists trainings and how they went.
                          batch      Classifies photos by the million, with Apache Spark.
                          container  Builds a container image that serves bundles, without Docker.
                          deploy     Writes the files that serve a bundle on a host, cloud or cluster.
                          dist       Builds a zip file of this program that runs without a JDK.
                          site       Writes the page as files that answer on visitors' own devices.

                        Exit codes: 0 done, 1 something could not be read or done, 2 wrong usage.
                        """);
    }

    @Test
    void noCommand_isWrongUsage() {
        assertThat(scene.run()).isEqualTo(2);
        assertThat(scene.err()).startsWith("weather: Missing required subcommand");
    }

    @Test
    void unknownCommand_isNamedWithTheNearest() {
        assertThat(scene.run("clasify", "a.jpg")).isEqualTo(2);
        assertThat(scene.err()).isEqualTo("""
                        weather: there is no command 'clasify'; did you mean classify?
                        Usage: weather [-hV] COMMAND
                        Try 'weather --help'.
                        """);
    }

    @Test
    void unknownOption_isNamedWithTheNearest() {
        assertThat(scene.run("classify", "--fromat", "json", "a.jpg")).isEqualTo(2);
        assertThat(scene.err()).startsWith("weather: there is no option '--fromat'; did you mean --format?");
    }

    @Test
    void wrongValue_isNamedWithThoseThereAre() {
        assertThat(scene.run("classify", "--format", "xml", "a.jpg")).isEqualTo(2);
        assertThat(scene.err())
                .startsWith("weather: Invalid value for option '--format'")
                .contains("xml", "csv");
    }

    @Test
    void classifyWithoutPhoto_isWrongUsage() {
        assertThat(scene.run("classify")).isEqualTo(2);
        assertThat(scene.err()).startsWith("weather: Missing required parameter: 'PHOTO'");
    }

    @Test
    void classifyWithoutAnyBundle_saysSo() {
        assertThat(scene.run("classify", "a.jpg")).isEqualTo(1);
        assertThat(scene.err()).startsWith("weather: ").hasLineCount(1);
    }

    @Test
    void commandOfAnAbsentModule_saysHowToGetIt() {
        assertThat(scene.run("train", "photos", "--name", "x")).isEqualTo(1);
        assertThat(scene.err())
                .isEqualTo("weather: train is not in this copy of the program: it needs a"
                        + " checkout of Weather Inference and a JDK 25, where ./weather train gets the rest\n");
    }

    @Test
    void version_isOneLine() {
        assertThat(scene.run("--version")).isZero();
        assertThat(scene.out()).startsWith("weather ").hasLineCount(1);
    }
}
