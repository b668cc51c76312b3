/**
 * What the service remembers, in SQLite or PostgreSQL: {@link org.weatherinference.state.Keys},
 * {@link org.weatherinference.state.Feedback} and {@link org.weatherinference.state.Jobs}, all in one
 * {@link org.weatherinference.state.Database}. Knows neither HTTP nor networks.
 */
@NullMarked
package org.weatherinference.state;

import org.jspecify.annotations.NullMarked;
