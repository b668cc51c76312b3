package org.weatherinference.dataset;

/**
 * A photo to gather.
 *
 * @param url as it stands in the list
 * @param label that it is to have
 * @param source where it comes from; empty where the list does not say
 * @param licence empty where the list does not say
 */
public record Wanted(String url, String label, String source, String licence) {}
