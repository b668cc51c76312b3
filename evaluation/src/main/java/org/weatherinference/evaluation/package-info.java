/**
 * How often a bundle is right, and how sure one may be of that. {@link org.weatherinference.evaluation.Evaluation}
 * counts; {@link org.weatherinference.evaluation.Calibration} finds temperature and unsure threshold;
 * {@link org.weatherinference.evaluation.Report} shows it all to people.
 */
@NullMarked
package org.weatherinference.evaluation;

import org.jspecify.annotations.NullMarked;
