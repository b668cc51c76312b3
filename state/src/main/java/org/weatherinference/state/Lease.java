package org.weatherinference.state;

/**
 * A worker's hold on a job. It ends when its time is over without {@link Jobs#renew}; whatever the worker does with it
 * once another has the job is refused.
 *
 * @param job as it was taken
 */
public record Lease(Job job, String worker) {}
