/** ONNX files: read node by node, changed, written; networks of others made to fit a bundle. Knows no engine. */
@NullMarked
package org.weatherinference.onnx;

import org.jspecify.annotations.NullMarked;
