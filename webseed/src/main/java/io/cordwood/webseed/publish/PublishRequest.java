package io.cordwood.webseed.publish;

import io.cordwood.swarm.content.TitleId;
import java.net.URI;
import java.nio.file.Path;

/**
 * What shall be published, and how.
 *
 * @param input a film, or the folder of an HLS package
 * @param title its name in addresses
 * @param name its name for people
 * @param open whether stock clients may join its swarm
 * @param tracker base of the tracker door that its torrent names, {@code ws://host}
 * @param webseed base of the webseed that its torrent names, {@code http://host}
 */
public record PublishRequest(
    Path input, TitleId title, String name, boolean open, URI tracker, URI webseed) {}
