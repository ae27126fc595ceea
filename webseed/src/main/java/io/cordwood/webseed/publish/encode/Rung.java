package io.cordwood.webseed.publish.encode;

/**
 * One quality to encode.
 *
 * @param name its folder's name
 * @param width pixels, even
 * @param height pixels, even
 * @param maxVideoBitsPerSecond the most the pictures take over any second or two
 * @param audioBitsPerSecond what the sound takes
 */
public record Rung(
    String name, int width, int height, int maxVideoBitsPerSecond, int audioBitsPerSecond) {}
