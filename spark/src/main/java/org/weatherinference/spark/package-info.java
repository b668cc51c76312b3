/**
 * Photos by the million: the answers of {@link org.weatherinference.model.PhotoClassifier} as rows of Apache Spark.
 * Start with {@link org.weatherinference.spark.WeatherSpark}. Knows models and Spark, neither HTTP nor training.
 */
@NullMarked
package org.weatherinference.spark;

import org.jspecify.annotations.NullMarked;
