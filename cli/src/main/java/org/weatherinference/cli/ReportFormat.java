package org.weatherinference.cli;

import java.util.Locale;

/** How what a command found is written. */
enum ReportFormat {
    TEXT,
    JSON;

    /** As typed. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
