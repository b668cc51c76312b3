package org.weatherinference.state;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a key lets its holder do. */
public enum Right {
    /** Have photos answered. */
    CLASSIFY,
    /** Say what an answer should have been. */
    FEEDBACK,
    /** Start training jobs, watch and cancel them. */
    TRAIN,
    /** All that an operator does: promote versions, review feedback, make and revoke keys. */
    MANAGE;

    /** As typed and as shown: lower case. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The rights of a list such as {@code classify,feedback}.
     *
     * @return at least one, in the order of this enum
     */
    public static Set<Right> parse(String list) throws StateException.Invalid {
        Set<Right> rights = EnumSet.noneOf(Right.class);
        for (String word : list.split(",", -1)) {
            rights.add(ofWord(word.strip())
                    .orElseThrow(() -> new StateException.Invalid(
                            "the rights are \"" + list + "\", must be some of " + words(EnumSet.allOf(Right.class))
                                    + ", separated by commas; \"" + word.strip() + "\" is none of them")));
        }
        return Collections.unmodifiableSet(rights);
    }

    private static Optional<Right> ofWord(String word) {
        return Arrays.stream(values())
                .filter(right -> right.toString().equals(word))
                .findFirst();
    }

    /** As {@link #parse} reads them. */
    public static String words(Set<Right> rights) {
        return rights.stream().sorted().map(Right::toString).collect(Collectors.joining(","));
    }

    /** Those of a row, which another version of the program may have written: what is not known grants nothing. */
    static Set<Right> ofRow(String list) {
        Set<Right> rights = EnumSet.noneOf(Right.class);
        Arrays.stream(list.split(",", -1))
                .map(Right::ofWord)
                .flatMap(Optional::stream)
                .forEach(rights::add);
        return Collections.unmodifiableSet(rights);
    }
}
