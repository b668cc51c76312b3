@NullMarked
package org.weatherinference.spark;

import org.jspecify.annotations.NullMarked;
