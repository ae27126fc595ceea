package io.cordwood.signaling.catalogue;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.cordwood.swarm.content.TitleId;

/**
 * A live channel as webseeds are told of it, so that each of them serves it (PROTOCOL §4.2).
 *
 * @param key what its segments are checked with
 * @param targetMs milliseconds that a segment has at most
 * @param from base of the webseed that takes it in; absent for that one, and when it is not there
 */
@JsonPropertyOrder({"title", "key", "targetMs", "from"})
public record KnownChannel(TitleId title, Live.Key key, int targetMs, String from) {}
