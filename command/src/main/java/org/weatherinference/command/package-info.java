/**
 * What every command shares, whichever module it lives in: {@link org.weatherinference.command.WeatherCommand} is how a
 * module adds one, {@link org.weatherinference.command.Progress} how long work shows itself.
 */
@NullMarked
package org.weatherinference.command;

import org.jspecify.annotations.NullMarked;
