/** The {@code weather} command. */
@NullMarked
package org.weatherinference.cli;

import org.jspecify.annotations.NullMarked;
