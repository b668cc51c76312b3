package org.weatherinference.evaluation;

import org.jspecify.annotations.Nullable;
import org.weatherinference.dataset.Entry;
import org.weatherinference.model.Provenance;

/** Whether a bundle learnt from photos of the source that a photo is of: those are easier for it than any other. */
public enum Familiarity {
    /** Its provenance lists the source. */
    LEARNT,
    /** Its provenance does not list the source. */
    UNSEEN,
    /** The photo's source or the bundle's provenance is not recorded. */
    UNKNOWN;

    static Familiarity of(Entry entry, @Nullable Provenance provenance) {
        if (provenance == null || !entry.sourceRecorded()) {
            return UNKNOWN;
        }
        return provenance.sources().stream().anyMatch(source -> source.name().equals(entry.source())) ? LEARNT : UNSEEN;
    }
}
