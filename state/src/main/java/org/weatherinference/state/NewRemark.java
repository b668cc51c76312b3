package org.weatherinference.state;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a visitor says of an answer; its other parts are those of {@link Remark}.
 *
 * @param answer names the answer; no other remark can be about the same
 */
public record NewRemark(
        String answer,
        String bundle,
        String answered,
        String verdict,
        double confidence,
        String given,
        Instant answeredAt) {
    Remark kept(Instant now, @Nullable String photo, @Nullable Instant expires) {
        return new Remark(
                Secret.id(),
                bundle,
                answered,
                verdict,
                confidence,
                given,
                new MilliClock(() -> answeredAt).now(),
                now,
                photo,
                expires);
    }
}
