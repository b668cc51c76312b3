package org.weatherinference.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weatherinference.command.CommandException;

class ImageTest {
    @TempDir
    private Path folder;

    @Test
    void sameFiles_giveTheSameImage_whereverTheyLay() throws Exception {
        BuiltImage first = image("weather:1", null, "one").write(NewFile.at(folder.resolve("1.tar")));
        BuiltImage second = image("weather:1", null, "one").write(NewFile.at(folder.resolve("2.tar")));
        assertThat(second.digest()).isEqualTo(first.digest());
        assertThat(folder.resolve("2.tar")).hasSameBinaryContentAs(folder.resolve("1.tar"));
    }

    /** Two processes would else write the same variables in two orders, and so another digest. */
    @Test
    void variables_areInOneOrder() {
        assertThat(List.copyOf(Image.environment("weather:1").keySet())).isSorted();
    }

    @Test
    void oneChangedFile_changesItsLayerAlone() throws Exception {
        BuiltImage first = image("weather:1", null, "one").write(NewFile.at(folder.resolve("1.tar")));
        BuiltImage second = image("weather:1", null, "two").write(NewFile.at(folder.resolve("2.tar")));
        assertThat(second.digest()).isNotEqualTo(first.digest());
        assertThat(second.layers().get(0)).isEqualTo(first.layers().get(0));
        assertThat(second.layers().get(1)).isNotEqualTo(first.layers().get(1));
    }

    @Test
    void tar_hasTheListThatDockerLoads() throws Exception {
        image("weather:1", null, "one").write(NewFile.at(folder.resolve("1.tar")));
        assertThat(new String(Files.readAllBytes(folder.resolve("1.tar")), UTF_8))
                .contains("oci-layout", "manifest.json", "\"RepoTags\":[\"weather:1\"]", "\"Layers\":[\"blobs/sha256/");
    }

    @Test
    void push_sendsWhatTheTarHolds_andNotTwice() throws Exception {
        try (LoopbackRegistry registry = new LoopbackRegistry()) {
            BuiltImage sent =
                    image(registry.repository("weather:1"), null, "one").push();
            assertThat(registry.stored()).containsKey("/v2/weather/manifests/1");
            for (BuiltImage.BuiltLayer layer : sent.layers()) {
                assertThat(registry.stored().get("/v2/weather/blobs/" + layer.digest()))
                        .hasSize((int) layer.bytes());
            }
            int blobs = registry.sent().size();
            image(registry.repository("weather:2"), null, "two").push();
            assertThat(registry.sent()).hasSize(blobs + 2); // one layer and the configuration
        }
    }

    @Test
    void base_liesBelow() throws Exception {
        try (LoopbackRegistry registry = new LoopbackRegistry()) {
            BuiltImage below =
                    image(registry.repository("base:1"), null, "base").push();
            image("weather:1", registry.repository("base:1"), "one").write(NewFile.at(folder.resolve("1.tar")));
            Archive archive = Archive.open(folder.resolve("1.tar"));
            assertThat(archive.manifest().get("layers")).hasSize(4);
            assertThat(archive.manifest().at("/layers/1/digest").asString())
                    .isEqualTo(below.layers().get(1).digest());
        }
    }

    @Test
    void registryThatIsNotThere_isSaid() throws Exception {
        Image image = image("localhost:1/weather:1", null, "one");
        assertThatThrownBy(image::push)
                .isInstanceOf(CommandException.class)
                .hasMessageStartingWith("the image cannot be made or sent: ")
                .hasMessageContaining("localhost:1");
    }

    @Test
    void textThatNamesNoImage_isSaid() {
        assertThatThrownBy(() -> Image.reference("Weather Image"))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("\"Weather Image\" names no image");
    }

    private Image image(String name, @Nullable String base, String text) throws IOException {
        Path work = Files.createDirectory(folder.resolve(UUID.randomUUID().toString()));
        Layer system = new Layer("system", work.resolve("root"));
        system.write("/etc/passwd", "nobody");
        system.open("/tmp");
        Layer program = new Layer("program", work.resolve("root"));
        program.write("/opt/weather/text", text);
        return new Image(
                Image.reference(name),
                base == null ? null : Image.reference(base),
                "sun-rain:1",
                Instant.EPOCH,
                List.of(system, program),
                work,
                folder.resolve("base-images"));
    }
}
