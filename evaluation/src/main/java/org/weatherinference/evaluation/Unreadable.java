package org.weatherinference.evaluation;

/**
 * A photo that could not be measured on.
 *
 * @param path as the dataset has it
 * @param reason fit for users
 */
public record Unreadable(String path, String reason) implements Outcome {}
