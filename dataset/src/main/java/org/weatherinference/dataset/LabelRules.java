package org.weatherinference.dataset;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What may be a label: a name that a folder can have, that a selection can mention and that no verdict is taken by. */
final class LabelRules {
    private static final int MAX_LENGTH = 64;
    private static final Pattern FORBIDDEN = Pattern.compile("[\\p{Cntrl}/\\\\:,=+]");

    /** The folder of photos that were taken out, and what their rows have for a label. */
    static final String REJECTED = "rejected";

    private LabelRules() {}

    /** Whether a folder of this name, or a row with this label, is kept out of every dataset. */
    static boolean leftOut(String name) {
        return name.equals(REJECTED) || hidden(name);
    }

    /** Whether a file or folder of this name is passed over. */
    static boolean hidden(String name) {
        return name.startsWith(".") || name.startsWith("_");
    }

    /** Which rule a label breaks; null where it breaks none. */
    static @Nullable String fault(String label) {
        if (label.isBlank()) {
            return "a label must not be empty";
        }
        if (label.length() > MAX_LENGTH) {
            return "label '%s' has %d characters, the limit is %d".formatted(label, label.length(), MAX_LENGTH);
        }
        if (FORBIDDEN.matcher(label).find()) {
            return "label '%s' must not hold any of / \\ : , = + or a control character".formatted(label);
        }
        if (label.equals("unsure")) {
            return "label 'unsure' is taken: it is the verdict where no label is sure enough";
        }
        return null;
    }
}
