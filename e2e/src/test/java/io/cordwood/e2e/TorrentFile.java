package io.cordwood.e2e;

import io.cordwood.bench.harness.Stack;
import io.cordwood.swarm.content.Bencode;
import io.cordwood.swarm.content.BencodeDictionary;
import io.cordwood.swarm.content.BencodeLimits;
import io.cordwood.swarm.content.BencodeString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** A title's torrent as a person downloads it, and what they may cut out of it. */
record TorrentFile(byte[] bytes) {

  /** The torrent of a title, from the webseed. */
  static TorrentFile of(World world, String slug) {
    return of(world.servers(), slug);
  }

  /** The same of other servers. */
  static TorrentFile of(Stack servers, String slug) {
    try (var in = servers.torrent(slug).toURL().openStream()) {
      return new TorrentFile(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same without its tracker. */
  TorrentFile withoutTracker() {
    return without(List.of("announce", "announce-list"));
  }

  /** The same without its webseeds: bytes can come from peers only. */
  TorrentFile withoutWebseeds() {
    return without(List.of("url-list"));
  }

  /** The address at which clients announce themselves. */
  URI announce() {
    return URI.create(((BencodeString) dictionary().get("announce").orElseThrow()).text());
  }

  /** The v1 info hash, 40 hex digits: the SHA-1 of the info dictionary's own bytes. */
  String swarm() {
    var located = Bencode.decodeLocated(bytes, BencodeLimits.TORRENT);
    var info = located.ranges().get(BencodeString.of("info"));
    try {
      var sha1 = MessageDigest.getInstance("SHA-1");
      sha1.update(bytes, (int) info.offset(), (int) info.length());
      return HexFormat.of().formatHex(sha1.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As a page takes it. */
  String base64() {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private TorrentFile without(List<String> keys) {
    var kept = BencodeDictionary.builder();
    dictionary()
        .entries()
        .forEach(
            (key, value) -> {
              if (!keys.contains(key.text())) {
                kept.put(key, value);
              }
            });
    return new TorrentFile(Bencode.encode(kept.build()));
  }

  private BencodeDictionary dictionary() {
    return Bencode.decodeDictionary(bytes, BencodeLimits.TORRENT);
  }
}
