package io.cordwood.webseed.publish.mp4;

/**
 * One moof with its mdat.
 *
 * @param offset where it starts in the file
 * @param bytes its size
 * @param startUs when its first picture is due, in microseconds from the film's start
 * @param endUs when its last picture or sound ends
 */
public record Fragment(long offset, long bytes, long startUs, long endUs) {}
