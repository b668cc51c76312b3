/**
 * What is handed on: the program and its bundles, as a container image made without Docker, or as a zip file.
 * {@link org.weatherinference.delivery.ContainerCommand} and {@link org.weatherinference.delivery.DistCommand} are
 * where it starts. {@code ProgramFiles} puts together what both hold; {@code ServingRoot} lays out an image's file
 * system, of which {@code Image} makes an image, and {@code Distribution} what is zipped.
 */
@NullMarked
package org.weatherinference.delivery;

import org.jspecify.annotations.NullMarked;
