/**
 * Folders of labelled photos: {@link org.weatherinference.dataset.Dataset} reads one, chooses labels and splits it.
 * Knows no model.
 */
@NullMarked
package org.weatherinference.dataset;

import org.jspecify.annotations.NullMarked;
