package io.cordwood.swarm.content;

import io.cordwood.swarm.content.InvalidContentException.Code;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * What a channel signs its segments with (PROTOCOL §2.5); whoever has it is the channel. Prints
 * nothing of itself. Safe on every thread.
 */
public final class ChannelKeyPair {
  private static final Base64.Encoder BASE64 =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

  private final PrivateKey privateKey;
  private final ChannelKey publicKey;

  private ChannelKeyPair(PrivateKey privateKey, ChannelKey publicKey) {
    this.privateKey = privateKey;
    this.publicKey = publicKey;
  }

  /** A new pair. */
  public static ChannelKeyPair generate() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(P256.NAME);
      var pair = generator.generateKeyPair();
      return new ChannelKeyPair(pair.getPrivate(), ChannelKey.of((ECPublicKey) pair.getPublic()));
    } catch (GeneralSecurityException e) {
      throw P256.missing(e);
    }
  }

  /**
   * Reads what {@link #pem} wrote; refuses a text without both halves, and halves that do not
   * belong together. The sentence holds no key.
   */
  public static ChannelKeyPair parsePem(String pem) {
    try {
      var keys = KeyFactory.getInstance("EC");
      var privateKey = keys.generatePrivate(new PKCS8EncodedKeySpec(block(pem, "PRIVATE KEY")));
      var publicKey = keys.generatePublic(new X509EncodedKeySpec(block(pem, "PUBLIC KEY")));
      var pair = new ChannelKeyPair(privateKey, ChannelKey.of((ECPublicKey) publicKey));
      byte[] proof = new byte[32];
      if (pair.publicKey.verifies(proof, pair.sign(proof))) {
        return pair;
      }
    } catch (GeneralSecurityException | IllegalArgumentException | IllegalStateException e) {
      throw refused();
    }
    throw refused();
  }

  /**
   * Both halves as text (RFC 7468), the private one PKCS #8; for a file that only its owner reads.
   */
  public String pem() {
    return block("PRIVATE KEY", privateKey.getEncoded()) + block("PUBLIC KEY", publicKey.encoded());
  }

  /** What others check with. */
  public ChannelKey publicKey() {
    return publicKey;
  }

  /** ECDSA with SHA-256, {@code r‖s} of 64 bytes (IEEE P1363); another one each time. */
  byte[] sign(byte[] message) {
    try {
      var signer = Signature.getInstance(P256.ALGORITHM);
      signer.initSign(privateKey);
      signer.update(message);
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw P256.missing(e);
    }
  }

  private static String block(String label, byte[] der) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(label, BASE64.encodeToString(der), label);
  }

  private static byte[] block(String pem, String label) {
    var found =
        Pattern.compile(
                "-----BEGIN " + label + "-----([A-Za-z0-9+/=\\s]+)-----END " + label + "-----")
            .matcher(pem);
    if (!found.find()) {
      throw refused();
    }
    return Base64.getMimeDecoder().decode(found.group(1));
  }

  private static InvalidContentException refused() {
    return new InvalidContentException(
        Code.KEY,
        "A channel's key file holds a private and a public P-256 key as PEM that belong together;"
            + " restore it.");
  }
}
