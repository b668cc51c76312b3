package org.weatherinference.evaluation;

import java.util.List;

/**
 * Photos that the report shows together.
 *
 * @param anchor names the group within the page
 * @param order in words
 * @param total how many there are
 * @param cards the first of them in that order, at most {@value #MOST}, so that the page stays small
 */
record PhotoGroup(String anchor, String title, String order, int total, List<Card> cards) {
    static final int MOST = 60;

    static PhotoGroup of(String anchor, String title, String order, List<Card> all) {
        return new PhotoGroup(
                anchor, title, order, all.size(), all.stream().limit(MOST).toList());
    }
}
