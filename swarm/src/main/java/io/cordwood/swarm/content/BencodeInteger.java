package io.cordwood.swarm.content;

/** An integer of bencoding, limited to 64 bits with a sign. */
public record BencodeInteger(long value) implements BencodeValue {}
