package io.cordwood.swarm.content;

/** A value of bencoding (BEP 3); immutable, with a hard set of four kinds. Safe on every thread. */
public sealed interface BencodeValue
    permits BencodeInteger, BencodeString, BencodeList, BencodeDictionary {}
