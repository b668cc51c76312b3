/**
 * Bytes of a picture file to upright 8-bit RGB pixels. Start with {@link org.weatherinference.photo.PhotoDecoder},
 * which turns bytes into a {@link org.weatherinference.photo.Photo}. Knows no model and no network.
 */
@NullMarked
package org.weatherinference.photo;

import org.jspecify.annotations.NullMarked;
