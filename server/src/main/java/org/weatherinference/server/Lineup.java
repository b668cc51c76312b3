package org.weatherinference.server;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.weatherinference.model.Rollout.Canary;
import org.weatherinference.model.Rollout.Shadow;
import org.weatherinference.model.Rollout.Trial;

/**
 * The versions of one bundle that are open: the live one, and during a trial another. Immutable.
 *
 * @param tried null where there is no trial
 */
record Lineup(ServedModel live, @Nullable Tried tried) {
    private static final int WHOLE = 100;

    /** A version that is tried out. */
    record Tried(ServedModel model, Trial trial) {}

    Optional<Trial> trial() {
        return Optional.ofNullable(tried).map(Tried::trial);
    }

    /** The version that a share of the requests gets; null where there is none. */
    private @Nullable Tried canary() {
        return tried != null && tried.trial() instanceof Canary ? tried : null;
    }

    /** The version that is asked about the same photos as the live one; null where there is none. */
    @Nullable
    ServedModel shadow() {
        return tried != null && tried.trial() instanceof Shadow ? tried.model() : null;
    }

    /** All that may be asked. */
    List<ServedModel> answering() {
        Tried canary = canary();
        return canary == null ? List.of(live) : List.of(live, canary.model());
    }

    /** All that are open. */
    List<ServedModel> open() {
        return tried == null ? List.of(live) : List.of(live, tried.model());
    }

    /**
     * The version that answers a request that names none: always the same for the same request.
     *
     * @param request its id
     * @param explained whether the answer shall say what decided
     */
    ServedModel chosen(String request, boolean explained) {
        Tried canary = canary();
        return canary != null && isDrawn(request, canary.trial()) && (!explained || explainsAsWell(canary.model()))
                ? canary.model()
                : live;
    }

    private static boolean isDrawn(String request, Trial trial) {
        return trial instanceof Canary canary && Math.floorMod(request.hashCode(), WHOLE) < canary.percent();
    }

    /** A trial takes nothing away from anybody. */
    private boolean explainsAsWell(ServedModel canary) {
        return canary.classifier().explains() || !live.classifier().explains();
    }
}
