/**
 * Answers over HTTP. Start with {@link org.weatherinference.server.WeatherServer}, and with
 * {@link org.weatherinference.server.Setting} for what can be set.
 */
@org.jspecify.annotations.NullMarked
package org.weatherinference.server;
