/**
 * What an answer costs. {@code *Benchmark} measure its steps one by one with JMH;
 * {@link org.weatherinference.bench.SideBySide} puts the server beside what others would use. Nothing depends on it.
 */
@NullMarked
package org.weatherinference.bench;

import org.jspecify.annotations.NullMarked;
