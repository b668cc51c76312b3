package org.weatherinference.evaluation;

import org.jspecify.annotations.Nullable;
import org.weatherinference.dataset.Entry;

/** A photo as the report shows it: with its answer, and that of the bundle it is compared with where there is one. */
record Card(Case answer, @Nullable Case against) {
    static Card of(Case answer) {
        return new Card(answer, null);
    }

    static Card of(Comparison.Pair pair) {
        return new Card(pair.model(), pair.against());
    }

    Entry entry() {
        return answer.entry();
    }
}
