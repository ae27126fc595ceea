package io.cordwood.webseed.store;

import io.cordwood.swarm.content.RenditionName;
import io.cordwood.swarm.content.TitleId;

/** What sent media bytes are counted under. */
public record MediaKey(TitleId title, RenditionName rendition) {}
