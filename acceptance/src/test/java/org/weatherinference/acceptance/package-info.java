/** Tests of the whole, over the shipped bundles, a real command line and, where they are at hand, real photos. */
@NullMarked
package org.weatherinference.acceptance;

import org.jspecify.annotations.NullMarked;
