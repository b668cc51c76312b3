package org.weatherinference.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weatherinference.server.ServerSettings;
import org.weatherinference.server.Setting;
import org.weatherinference.server.WeatherServer;
import org.weatherinference.state.Database;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The notebook in {@code examples} runs beside a real server, and shows what comes of it. */
class NotebookTest {
    private static final Path NOTEBOOK = Checkout.root().resolve("examples/weather.ipynb");
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int MINUTES = 5;
    /** What differs between machines: the last bits of a probability, and where an object lies in memory. */
    private static final Pattern VARYING = Pattern.compile("\\d+%| at 0x[0-9a-f]+");

    @TempDir
    private Path home;

    /** With {@code -Dnotebook=write} it keeps what comes. */
    @Test
    void everyCell_showsWhatTheNotebookKeeps() throws Exception {
        JsonNode kept = JSON.readTree(Files.readString(NOTEBOOK));
        List<JsonNode> shown = outputs(executed());
        if (System.getProperty("notebook", "").equals("write")) {
            keep(kept, shown);
        }
        assertThat(outputs(kept).stream().map(NotebookTest::withoutVarying))
                .as("kept anew by: ./mvnw test -pl acceptance -am -Dtest=NotebookTest -Dnotebook=write"
                        + " -Dsurefire.failIfNoSpecifiedTests=false")
                .containsExactlyElementsOf(
                        shown.stream().map(NotebookTest::withoutVarying).toList());
    }

    private static String withoutVarying(JsonNode outputs) {
        return VARYING.matcher(outputs.toString()).replaceAll("#");
    }

    private static List<JsonNode> outputs(JsonNode notebook) {
        return notebook.get("cells")
                .valueStream()
                .filter(cell -> cell.get("cell_type").asString().equals("code"))
                .map(cell -> cell.get("outputs"))
                .toList();
    }

    private JsonNode executed() throws Exception {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        ServerSettings settings = ServerSettings.of(
                Map.of(Setting.PORT, "0", Setting.DATABASE, Database.standardAddress(home)), Map.of(), null);
        try (WeatherServer server = WeatherServer.start(settings, Checkout.shipped(home), nowhere, nowhere)) {
            String address = "http://127.0.0.1:" + server.port();
            String notebook = run(
                    address,
                    python(),
                    "-m",
                    "nbconvert",
                    "--log-level=ERROR",
                    "--to",
                    "notebook",
                    "--execute",
                    "--stdout",
                    NOTEBOOK.toString());
            return JSON.readTree(notebook.replace(address, "http://127.0.0.1:8080"));
        }
    }

    /** The one for which Jupyter is there: where there are several, Debian's is seldom the first. */
    private String python() throws Exception {
        for (String python : List.of("python3", "/usr/bin/python3")) {
            if (start("", python, "-c", "import nbconvert, ipykernel").isPresent()) {
                return python;
            }
        }
        assumeTrue(false, "left out: the notebook needs python3 with nbconvert and ipykernel on this machine");
        return "";
    }

    private String run(String address, String... command) throws Exception {
        Optional<String> said = start(address, command);
        assertThat(said).as(Files.readString(home.resolve("err"))).isPresent();
        return said.orElseThrow();
    }

    /** What it says, where it ends well. */
    private Optional<String> start(String address, String... command) throws IOException, InterruptedException {
        Path out = home.resolve("out");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectOutput(out.toFile())
                .redirectError(home.resolve("err").toFile());
        builder.environment().put("WEATHER_ADDRESS", address);
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        // Neither a user's settings nor a kernel of theirs.
        builder.environment().put("HOME", home.toString());
        try {
            Process process = builder.start();
            boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
            process.destroyForcibly();
            return ended && process.exitValue() == 0 ? Optional.of(Files.readString(out)) : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static void keep(JsonNode notebook, List<JsonNode> shown) throws IOException {
        List<JsonNode> left = new ArrayList<>(shown);
        int count = 0;
        for (JsonNode cell : notebook.get("cells")) {
            if (cell.get("cell_type").asString().equals("code")) {
                ((ObjectNode) cell).put("execution_count", ++count).set("outputs", left.removeFirst());
            }
        }
        Files.writeString(NOTEBOOK, JSON.writer().with(layout()).writeValueAsString(notebook) + "\n");
    }

    /** As Jupyter lays it out. */
    private static DefaultPrettyPrinter layout() {
        DefaultIndenter lines = new DefaultIndenter(" ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(Separators.createDefaultInstance()
                .withObjectNameValueSpacing(Separators.Spacing.AFTER)
                .withArrayEmptySeparator("")
                .withObjectEmptySeparator(""));
        printer.indentArraysWith(lines);
        printer.indentObjectsWith(lines);
        return printer;
    }
}
