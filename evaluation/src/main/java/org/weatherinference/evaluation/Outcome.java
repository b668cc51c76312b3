package org.weatherinference.evaluation;

/** What came of one photo. */
sealed interface Outcome permits Case, Unreadable {}
