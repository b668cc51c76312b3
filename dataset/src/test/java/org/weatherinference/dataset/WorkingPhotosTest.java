package org.weatherinference.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Over the photos that the shipped bundles learn from, where they lie at hand. */
class WorkingPhotosTest {
    @Test
    void twoLabels_haveTheKnownSplit() throws DatasetException {
        String shared = System.getProperty("weather.shared", "");
        assumeFalse(shared.isEmpty(), "left out: -Dweather.shared names no folder of working photos");
        Dataset dataset = Dataset.read(Path.of(shared, "photos"));
        assertThat(dataset.entries()).hasSize(8606);
        assertThat(dataset.select(LabelSelection.parse("raining,sunny"))
                        .only(Split.VALID)
                        .entries())
                .hasSize(462);
    }
}
