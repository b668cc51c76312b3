package org.weatherinference.dataset;

import java.util.List;
import java.util.SortedMap;

/**
 * What {@link DatasetCheck} found. Immutable.
 *
 * @param photos how many were looked at
 * @param labels how many photos each label has
 * @param findings by kind, then by path
 * @param telltales what may tell the label without being weather
 */
public record CheckReport(
        int photos, SortedMap<String, Integer> labels, List<Finding> findings, List<Telltale> telltales) {
    private static final double LOPSIDED = 3;

    public CheckReport {
        findings = List.copyOf(findings);
        telltales = List.copyOf(telltales);
    }

    /** How many times as many photos the largest label has as the smallest. */
    public double imbalance() {
        var counts = labels.values().stream().mapToInt(Integer::intValue).summaryStatistics();
        return (double) counts.getMax() / counts.getMin();
    }

    /** Whether the labels differ so much in photos that a network leans towards the largest: three times. */
    public boolean lopsided() {
        return imbalance() >= LOPSIDED;
    }
}
