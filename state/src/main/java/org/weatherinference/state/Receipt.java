package org.weatherinference.state;

/**
 * What a visitor gets for a remark.
 *
 * @param token takes the remark back; it is nowhere else, and cannot be had again
 */
public record Receipt(Remark remark, String token) {
    /** Without the token, so that no log has it. */
    @Override
    public String toString() {
        return remark.toString();
    }
}
