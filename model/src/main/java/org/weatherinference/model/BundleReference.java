package org.weatherinference.model;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What stands before and after the colon of {@code name}, {@code name:latest}, {@code name:live}, {@code name:3} or
 * {@code name:tag}.
 */
record BundleReference(String name, String selector) {
    static final String LATEST = "latest";
    static final String LIVE = "live";
    private static final Pattern FORM = Pattern.compile("([^:]+)(?::([^:]+))?");
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");

    static BundleReference parse(String text) throws BundleException {
        Matcher form = FORM.matcher(text);
        if (!form.matches() || !ModelRules.isName(form.group(1)) || !isSelector(form.group(2))) {
            throw new BundleException("\"" + text + "\" names no bundle: it must be name, name:latest, name:live,"
                    + " name:3 (a version), name:tag, or the path of a folder, such as ./"
                    + (text.isEmpty() ? "folder" : text));
        }
        String selector = form.group(2);
        return new BundleReference(form.group(1), selector == null ? LATEST : selector);
    }

    private static boolean isSelector(@Nullable String text) {
        return text == null || isVersion(text) || ModelRules.isName(text);
    }

    /** Whether a folder within a bundle's name is that of a version, and so is a number. */
    static boolean isVersion(String text) {
        return NUMBER.matcher(text).matches();
    }
}
