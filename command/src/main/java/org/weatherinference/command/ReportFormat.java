package org.weatherinference.command;

import java.util.Locale;

/** How what a command found is written. */
public enum ReportFormat {
    /** For people. */
    TEXT,
    /** For programs: one object a line. */
    JSON;

    /** As typed. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
