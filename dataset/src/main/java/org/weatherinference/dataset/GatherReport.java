package org.weatherinference.dataset;

import java.util.List;
import java.util.SortedMap;

/**
 * What came of gathering.
 *
 * @param kept photos that are new in the folder
 * @param again URLs whose photo is there from another URL
 * @param known URLs that were not fetched because an earlier run has their photo
 * @param failed by reason
 */
public record GatherReport(int kept, int again, int known, SortedMap<String, List<Failure>> failed) {
    /**
     * A URL without a photo.
     *
     * @param detail why, fit for users
     * @param earlier whether that was found by an earlier run, and the URL not tried again
     */
    public record Failure(String url, String detail, boolean earlier) {}
}
