package io.cordwood.bench.tracker.conformance;

/**
 * How a case went with one tracker.
 *
 * @param seen what was seen instead, or which of the allowed ways was taken; one line, may be empty
 */
record Result(Case played, Verdict verdict, String seen) {}
