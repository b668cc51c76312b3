package org.weatherinference.state;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What opens a bucket.
 *
 * @param id named in each request, no secret
 * @param secret that requests are signed with
 * @param token that temporary keys have beside it
 */
record BucketKey(String id, String secret, @Nullable String token) {
    static final String ID = "AWS_ACCESS_KEY_ID";
    static final String SECRET = "AWS_SECRET_ACCESS_KEY";
    static final String TOKEN = "AWS_SESSION_TOKEN";

    /** The key in the variables that all programs for such buckets use. */
    static BucketKey of(Map<String, String> environment) throws StateException.Invalid {
        String token = environment.getOrDefault(TOKEN, "").strip();
        return new BucketKey(needed(environment, ID), needed(environment, SECRET), token.isEmpty() ? null : token);
    }

    private static String needed(Map<String, String> environment, String variable) throws StateException.Invalid {
        String value = environment.getOrDefault(variable, "").strip();
        if (value.isEmpty()) {
            throw new StateException.Invalid("the place for photos is a bucket, and the environment variable "
                    + variable + " is not set: " + ID + " and " + SECRET + " must name a key that opens it");
        }
        return value;
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "BucketKey";
    }
}
