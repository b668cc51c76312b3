package org.weatherinference.model;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What a bundle and its draft must both keep to. */
final class ModelRules {
    static final String NAME_RULE =
            "must be lower-case letters, digits and hyphens, starting with a letter, at most 64";

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,63}");

    private ModelRules() {}

    static void check(String name, List<String> labels, double temperature, double unsureThreshold, String licence) {
        checkName(name);
        checkLabels(labels);
        if (!(temperature > 0 && Double.isFinite(temperature))) {
            throw new IllegalArgumentException("temperature is " + temperature + ", must be above 0");
        }
        if (!(unsureThreshold >= 0 && unsureThreshold <= 1)) {
            throw new IllegalArgumentException("unsure threshold is " + unsureThreshold + ", must be 0 to 1");
        }
        if (licence.isBlank()) {
            throw new IllegalArgumentException("licence is blank");
        }
    }

    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    private static void checkName(String name) {
        if (!isName(name)) {
            throw new IllegalArgumentException("name \"" + name + "\" " + NAME_RULE);
        }
    }

    private static void checkLabels(List<String> labels) {
        if (labels.size() < 2) {
            throw new IllegalArgumentException("labels " + labels + " are too few, must be at least 2");
        }
        Set<String> seen = new HashSet<>();
        for (String label : labels) {
            if (label.isBlank() || label.equals(Prediction.UNSURE)) {
                throw new IllegalArgumentException("a label is \"" + label + "\", must be another word");
            }
            if (!seen.add(label)) {
                throw new IllegalArgumentException("label \"" + label + "\" is there twice");
            }
        }
    }
}
