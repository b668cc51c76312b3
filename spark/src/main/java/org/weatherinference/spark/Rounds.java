package org.weatherinference.spark;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.api.java.JavaRDD;
import org.jspecify.annotations.Nullable;

/**
 * A batch's work, cut into jobs. A job's rows are seen when it ends, all of them or none; so what is lost when the
 * driver is killed is one round, and neither a list of all photos nor their rows ever lie in its memory.
 */
final class Rounds {
    /** A minute of work or so, so that the moment when cores wait for the last photo of a round weighs little. */
    private static final int PHOTOS_PER_CORE = 10_000;

    private Rounds() {}

    /** The most photos of one. */
    static int photos(int cores) {
        return cores * PHOTOS_PER_CORE;
    }

    static Iterator<JavaRDD<PhotoSource>> of(WeatherSpark weather, String input, @Nullable String column) {
        int cores = weather.session().sparkContext().defaultParallelism();
        PhotoTable table = PhotoTable.at(input, column, weather.session()).orElse(null);
        if (table == null) {
            return cut(weather.listing(input), photos(cores), weather::distributed);
        }
        return table.holdsBytes()
                ? cut(
                        table.files().iterator(),
                        cores,
                        files -> table.held(files).toJavaRDD().map(PhotoTable::source))
                : cut(table.named(), photos(cores), weather::distributed);
    }

    private static <T> Iterator<JavaRDD<PhotoSource>> cut(
            Iterator<T> all, int size, Function<List<T>, JavaRDD<PhotoSource>> round) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return all.hasNext();
            }

            @Override
            public JavaRDD<PhotoSource> next() {
                List<T> some = new ArrayList<>();
                do {
                    some.add(all.next());
                } while (all.hasNext() && some.size() < size);
                return round.apply(some);
            }
        };
    }
}
