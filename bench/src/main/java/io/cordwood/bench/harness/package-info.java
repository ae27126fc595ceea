/**
 * Real servers, real browsers: starts them, reads their counters, ends them. Used by the end-to-end
 * tests and by the benchmarks. Nothing here decides whether a run was good.
 */
package io.cordwood.bench.harness;
