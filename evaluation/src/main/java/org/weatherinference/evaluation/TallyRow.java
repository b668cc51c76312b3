package org.weatherinference.evaluation;

/**
 * A row of a table of errors.
 *
 * @param note below the name; empty where there is nothing to say
 */
record TallyRow(String name, String note, Tally tally) {}
