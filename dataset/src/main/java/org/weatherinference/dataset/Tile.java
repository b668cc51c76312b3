package org.weatherinference.dataset;

import org.jspecify.annotations.Nullable;
import org.weatherinference.photo.Photo;

/**
 * One photo on a contact sheet.
 *
 * @param photo small; null where it cannot be read
 * @param fault why
 */
record Tile(Entry entry, @Nullable Photo photo, String fault) {}
