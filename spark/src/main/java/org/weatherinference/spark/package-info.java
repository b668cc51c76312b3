/**
 * Photos by the million: the answers of {@link org.weatherinference.model.PhotoClassifier} as rows of Apache Spark.
 * Start with {@link org.weatherinference.spark.WeatherSpark}. Knows models, fetching and Spark, neither a server nor
 * training.
 */
@NullMarked
package org.weatherinference.spark;

import org.jspecify.annotations.NullMarked;
