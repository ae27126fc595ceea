/** Benchmarks: each measures, prints what it measured, and judges nothing. */
package io.cordwood.bench;
