/**
 * Pixels to calibrated probabilities. A {@link org.weatherinference.model.Bundle} is a trained network with all that is
 * needed to use it; a {@link org.weatherinference.model.BundleStore} finds and keeps them; a
 * {@link org.weatherinference.model.Classifier} answers for a photo, a
 * {@link org.weatherinference.model.PhotoClassifier} for a file's bytes. Knows neither HTTP nor training.
 */
@NullMarked
package org.weatherinference.model;

import org.jspecify.annotations.NullMarked;
