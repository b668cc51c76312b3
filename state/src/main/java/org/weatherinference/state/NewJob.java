package org.weatherinference.state;

import org.jspecify.annotations.Nullable;

/** A training that is wanted; its parts are those of {@link Job}. */
public record NewJob(
        String bundle,
        String dataset,
        @Nullable String start,
        String settings,
        @Nullable String createdBy) {}
