package org.weatherinference.state;

/**
 * A key just made.
 *
 * @param text what its holder presents, {@code wi_ID_SECRET}: it is nowhere else, and cannot be had again
 */
public record NewKey(Key key, String text) {
    /** Without the secret, so that no log has it. */
    @Override
    public String toString() {
        return key.toString();
    }
}
