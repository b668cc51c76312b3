/** A dataset and any plain convolutional ONNX network to a bundle. The only package that knows DJL. */
@NullMarked
package org.weatherinference.training;

import org.jspecify.annotations.NullMarked;
