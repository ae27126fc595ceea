package io.cordwood.webseed.range;

/**
 * What is known of a resource before it is read.
 *
 * @param sizeBytes its size
 * @param tag names its bytes
 * @param contentType its media type
 * @param cacheControl the Cache-Control it is sent with
 */
public record Representation(
    long sizeBytes, EntityTag tag, String contentType, String cacheControl) {}
