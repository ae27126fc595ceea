package io.cordwood.webseed.live;

import io.cordwood.swarm.content.Bencode;
import io.cordwood.swarm.content.BencodeDictionary;
import io.cordwood.swarm.content.BencodeString;
import io.cordwood.swarm.content.Sha1;
import io.cordwood.swarm.content.SwarmId;
import io.cordwood.swarm.content.TitleId;
import io.cordwood.webseed.store.TitleDocument;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** A channel's ES256 key pair (PROTOCOL §2.5); it never leaves the ingest webseed. Any thread. */
final class ChannelKey {
  private static final int COORDINATE_BYTES = 32;

  private final PrivateKey secret;
  private final ECPublicKey open;

  private ChannelKey(PrivateKey secret, ECPublicKey open) {
    this.secret = secret;
    this.open = open;
  }

  /** The key that lies in {@code file}; made when there is none. */
  static ChannelKey in(Path file) throws IOException {
    try {
      if (!Files.exists(file)) {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        write(file, generator.generateKeyPair());
      }
      return read(file);
    } catch (GeneralSecurityException e) {
      throw new IOException(file + " is no key pair of a channel", e);
    }
  }

  private static void write(Path file, KeyPair pair) throws IOException {
    var base64 = Base64.getEncoder();
    ChannelFolder.writeSecret(
        file,
        base64.encodeToString(pair.getPrivate().getEncoded())
            + "\n"
            + base64.encodeToString(pair.getPublic().getEncoded())
            + "\n");
  }

  private static ChannelKey read(Path file) throws IOException, GeneralSecurityException {
    var lines = Files.readAllLines(file);
    if (lines.size() != 2) {
      throw new IOException(file + " is no key pair of a channel");
    }
    try {
      var factory = KeyFactory.getInstance("EC");
      var base64 = Base64.getDecoder();
      return new ChannelKey(
          factory.generatePrivate(new PKCS8EncodedKeySpec(base64.decode(lines.get(0)))),
          (ECPublicKey)
              factory.generatePublic(new X509EncodedKeySpec(base64.decode(lines.get(1)))));
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " is no key pair of a channel", e);
    }
  }

  /** The channel's swarm. */
  SwarmId swarm(TitleId channel) {
    byte[] point = new byte[1 + 2 * COORDINATE_BYTES];
    point[0] = 4;
    System.arraycopy(coordinate(open.getW().getAffineX()), 0, point, 1, COORDINATE_BYTES);
    System.arraycopy(
        coordinate(open.getW().getAffineY()), 0, point, 1 + COORDINATE_BYTES, COORDINATE_BYTES);
    var named =
        BencodeDictionary.builder()
            .put("channel", channel.toString())
            .put("key", BencodeString.of(point))
            .build();
    return SwarmId.of(Sha1.sha1(Bencode.encode(named)).bytes());
  }

  /** The public key as JSON Web Key (RFC 7518 §6.2). */
  TitleDocument.Key jwk() {
    var base64 = Base64.getUrlEncoder().withoutPadding();
    return new TitleDocument.Key(
        "EC",
        "P-256",
        base64.encodeToString(coordinate(open.getW().getAffineX())),
        base64.encodeToString(coordinate(open.getW().getAffineY())));
  }

  /** ES256 over {@code bytes}: 64 bytes, r and s (IEEE P1363). */
  byte[] sign(byte[] bytes) {
    try {
      var signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initSign(secret);
      signature.update(bytes);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("ES256 is part of every JDK; report this as a defect.", e);
    }
  }

  private static byte[] coordinate(BigInteger value) {
    byte[] bytes = value.toByteArray();
    byte[] fixed = new byte[COORDINATE_BYTES];
    int length = Math.min(bytes.length, COORDINATE_BYTES);
    System.arraycopy(bytes, bytes.length - length, fixed, COORDINATE_BYTES - length, length);
    return fixed;
  }
}
