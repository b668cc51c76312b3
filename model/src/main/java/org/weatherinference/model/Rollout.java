package org.weatherinference.model;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an operator decided about the versions of a name. Immutable.
 *
 * @param name of the bundles
 * @param live the version that answers
 * @param previous the version that answered before; empty where none did, or where that was gone back to
 * @param trial of another version; empty where there is none
 */
public record Rollout(String name, int live, OptionalInt previous, Optional<Trial> trial) {
    /** A version that is looked at beside the live one. */
    public sealed interface Trial {
        /** The version; never the live one. */
        int version();

        /** As in lists: {@code canary 10%} or {@code shadow}. */
        String word();
    }

    /**
     * A version that answers a share of the requests.
     *
     * @param percent of the requests that name no version; 1 to {@value #MOST_PERCENT}
     */
    public record Canary(int version, int percent) implements Trial {
        /** What answers more than half is no trial. */
        private static final int MOST_PERCENT = 50;

        private static final Pattern SHARE = Pattern.compile("([0-9]{1,3}) ?%");

        /** @throws IllegalArgumentException where the share is not within its range */
        public Canary {
            if (percent < 1 || percent > MOST_PERCENT) {
                throw outOfRange(percent + "%");
            }
        }

        /**
         * Reads a share, such as {@code 10%}.
         *
         * @throws IllegalArgumentException where it is none, or not within its range
         */
        public static int percent(String share) {
            Matcher form = SHARE.matcher(share);
            if (!form.matches()) {
                throw outOfRange(share);
            }
            return new Canary(1, Integer.parseInt(form.group(1))).percent();
        }

        private static IllegalArgumentException outOfRange(String share) {
            return new IllegalArgumentException(
                    "the canary's share is \"" + share + "\", must be 1% to " + MOST_PERCENT + "%");
        }

        /** As people write it: {@code 10%}. */
        public String share() {
            return percent + "%";
        }

        @Override
        public String word() {
            return "canary " + share();
        }
    }

    /** A version that is asked about the same photos, and whose answers nobody gets to see. */
    public record Shadow(int version) implements Trial {
        @Override
        public String word() {
            return "shadow";
        }
    }

    /** Its live version, as {@code name:3}. */
    public String reference() {
        return name + ":" + live;
    }

    Rollout with(Optional<Trial> other) {
        return new Rollout(name, live, previous, other);
    }

    /** Another version in the place of the live one. */
    Rollout promoted(int version) {
        return new Rollout(name, version, version == live ? previous : OptionalInt.of(live), Optional.empty());
    }
}
