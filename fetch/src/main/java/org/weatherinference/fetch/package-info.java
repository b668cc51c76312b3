/**
 * The one guarded way to get a URL. Start with {@link org.weatherinference.fetch.Fetcher}; what it permits is said by
 * {@link org.weatherinference.fetch.FetchRules}. Knows neither photos nor models.
 */
@NullMarked
package org.weatherinference.fetch;

import org.jspecify.annotations.NullMarked;
