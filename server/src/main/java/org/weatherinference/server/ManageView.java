package org.weatherinference.server;

import java.util.Arrays;
import java.util.List;
import org.weatherinference.model.JsonText;
import org.weatherinference.state.Right;

/**
 * What the operator's page has before anybody showed a key: nothing that is not public.
 *
 * @param frame what every page has
 * @param models the names that are served
 * @param labels that visitors may give
 */
record ManageView(Frame frame, List<String> models, List<String> labels) {
    /** What the page's scripts need to know, as JSON. */
    String facts() {
        return JsonText.line(JsonText.object("models", models, "labels", labels, "drawn", List.of()));
    }

    String text(String key) {
        return frame.text(key);
    }

    List<String> rights() {
        return Arrays.stream(Right.values()).map(Right::toString).toList();
    }
}
