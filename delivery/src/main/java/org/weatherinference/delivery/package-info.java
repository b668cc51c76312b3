/**
 * What is handed on: the server and its bundles as a container image, made without Docker.
 * {@link org.weatherinference.delivery.ContainerCommand} is where it starts; {@code ServingRoot} lays out the image's
 * file system, {@code Image} makes an image of it.
 */
@NullMarked
package org.weatherinference.delivery;

import org.jspecify.annotations.NullMarked;
