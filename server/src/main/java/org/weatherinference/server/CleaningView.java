package org.weatherinference.server;

import java.util.List;
import org.weatherinference.model.JsonText;

/**
 * What the cleaning page has from the start; the photos come after it.
 *
 * @param frame what every page has
 * @param name of the dataset's folder
 * @param model whose doubts they are
 * @param labels that are offered
 * @param dataset tells datasets apart, in what a browser keeps
 * @param sitting in the addresses of photos, so that no browser takes those of another sitting for them
 */
record CleaningView(Frame frame, String name, String model, List<String> labels, String dataset, String sitting) {
    /** The keys that give a label. */
    private static final int KEYS = 9;

    /** What the page's scripts need to know, as JSON. */
    String facts() {
        return JsonText.line(JsonText.object("labels", labels, "dataset", dataset, "sitting", sitting));
    }

    String text(String key) {
        return frame.text(key);
    }

    /** The key that gives a label; empty where all are taken. */
    String key(int index) {
        return index < KEYS ? String.valueOf(index + 1) : "";
    }
}
