package org.weatherinference.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.weatherinference.model.BundleDraft;
import org.weatherinference.model.BundleException;
import org.weatherinference.model.BundleStore;
import org.weatherinference.model.Device;
import org.weatherinference.model.RedOrBlue;
import org.weatherinference.model.Rollout.Canary;
import org.weatherinference.model.Rollout.Shadow;
import org.weatherinference.photo.PhotoDecoder;
import org.weatherinference.photo.PhotoLimits;
import org.weatherinference.server.Lineup.Tried;

class LineupTest {
    private static final int REQUESTS = 10_000;

    @TempDir
    private Path folder;

    private ServedModel live;
    private ServedModel other;

    @BeforeEach
    void open() throws BundleException {
        live = open(RedOrBlue.draft("sun-rain"));
        other = open(RedOrBlue.silent("sun-rain"));
    }

    private ServedModel open(BundleDraft draft) throws BundleException {
        return ServedModel.open(
                BundleStore.open(folder).add(draft), PhotoDecoder.create(PhotoLimits.DEFAULT), Device.CPU);
    }

    @AfterEach
    void close() {
        live.release();
        other.release();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 50})
    void canary_getsItsShare_andTheSameRequestAlwaysTheSameVersion(int percent) {
        Lineup lineup = new Lineup(live, new Tried(other, new Canary(2, percent)));
        List<String> requests = Stream.generate(() -> UUID.randomUUID().toString())
                .limit(REQUESTS)
                .toList();
        List<ServedModel> first =
                requests.stream().map(id -> lineup.chosen(id, false)).toList();
        double share = percent / 100.0;
        // Five times the standard deviation.
        assertThat((double) first.stream().filter(other::equals).count())
                .isCloseTo(REQUESTS * share, within(5 * Math.sqrt(REQUESTS * share * (1 - share))));
        assertThat(requests.stream().map(id -> lineup.chosen(id, false)).toList())
                .isEqualTo(first);
    }

    @Test
    void widerShare_takesNoRequestFromTheCanary() {
        Lineup narrow = new Lineup(live, new Tried(other, new Canary(2, 10)));
        Lineup wide = new Lineup(live, new Tried(other, new Canary(2, 20)));
        assertThat(Stream.generate(() -> UUID.randomUUID().toString()).limit(1000))
                .filteredOn(id -> narrow.chosen(id, false) == other)
                .isNotEmpty()
                .allMatch(id -> wide.chosen(id, false) == other);
    }

    @Test
    void canaryThatCannotSayWhatDecided_isNotChosenForIt_unlessTheLiveOneCannotEither() {
        List<String> requests =
                Stream.generate(() -> UUID.randomUUID().toString()).limit(100).toList();
        Lineup lineup = new Lineup(live, new Tried(other, new Canary(2, 50)));
        assertThat(requests).allMatch(id -> lineup.chosen(id, true) == live);
        Lineup bothSilent = new Lineup(other, new Tried(other, new Canary(2, 50)));
        assertThat(requests).allMatch(id -> bothSilent.chosen(id, true) == other);
    }

    @Test
    void shadow_isNeverChosen() {
        Lineup lineup = new Lineup(live, new Tried(other, new Shadow(2)));
        assertThat(Stream.generate(() -> UUID.randomUUID().toString()).limit(100))
                .allMatch(id -> lineup.chosen(id, false) == live);
        assertThat(lineup.answering()).containsExactly(live);
        assertThat(lineup.open()).containsExactly(live, other);
    }
}
