package org.weatherinference.evaluation;

/** How the photos of one source fared. */
record SourceTally(String source, Familiarity familiarity, Tally tally) {}
