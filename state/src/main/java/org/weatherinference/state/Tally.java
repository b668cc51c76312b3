package org.weatherinference.state;

/**
 * How often visitors gave a label where a bundle had answered with one.
 *
 * @param given may be the same as answered: they agreed
 */
public record Tally(String bundle, String answered, String given, long count) {}
