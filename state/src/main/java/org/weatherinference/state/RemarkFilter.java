package org.weatherinference.state;

import org.jspecify.annotations.Nullable;

/**
 * Which remarks are wanted.
 *
 * @param bundle a bundle's reference; null for all
 * @param given a label that visitors gave; null for all
 */
public record RemarkFilter(
        @Nullable String bundle, @Nullable String given) {
    /** Every remark. */
    public static final RemarkFilter ALL = new RemarkFilter(null, null);
}
