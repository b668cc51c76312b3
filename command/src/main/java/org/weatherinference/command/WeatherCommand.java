package org.weatherinference.command;

import java.util.concurrent.Callable;

/**
 * A picocli command of the {@code weather} program. Modules that the command line does not depend on name theirs in
 * {@code META-INF/services}. The result is an {@link ExitCode}; results go to standard output, all else to standard
 * error.
 */
public interface WeatherCommand extends Callable<Integer> {}
