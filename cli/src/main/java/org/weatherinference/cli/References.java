package org.weatherinference.cli;

/** How options say what they take where they take a bundle. */
final class References {
    static final String FORMS = "NAME, NAME:VERSION, NAME:TAG, NAME:latest, NAME:live or its folder.";
    static final String BUNDLE = "Bundle: " + FORMS;

    private References() {}
}
