package io.cordwood.tracker;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.Collections;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * The door's key and certificate, taken anew when the file changes. Invariant: once opened, {@link
 * #context} has a key that could be read; connections that are open keep the one they began with.
 * {@link #reload} is called by one thread at a time.
 */
final class TlsKeystore {
  private static final System.Logger LOG = System.getLogger(TlsKeystore.class.getName());

  private final TrackerConfig.Tls tls;
  private final SslContextFactory.Server context = new SslContextFactory.Server();
  private byte[] seen = {};
  private String complaint = "";

  TlsKeystore(TrackerConfig.Tls tls) {
    this.tls = tls;
    context.setKeyStorePassword(tls.password());
    context.setIncludeProtocols("TLSv1.3", "TLSv1.2");
    context.setRenegotiationAllowed(false);
  }

  /** Reads the file, before the context is used; the exception's sentence says what is wrong. */
  void open() throws IOException {
    seen = read();
    context.setKeyStore(parse(seen));
  }

  SslContextFactory.Server context() {
    return context;
  }

  /**
   * Looks at the file. True when new connections get another certificate now; a file that cannot be
   * used is logged once and changes nothing.
   */
  boolean reload() {
    try {
      var now = read();
      if (Arrays.equals(now, seen)) {
        return false;
      }
      seen = now;
      var parsed = parse(now);
      context.reload(made -> made.setKeyStore(parsed));
      complaint = "";
      LOG.log(Level.INFO, "The certificate in {0} is used from now on.", tls.keystore());
      return true;
    } catch (Exception e) {
      complain(e.getMessage());
      return false;
    }
  }

  private void complain(String about) {
    if (!complaint.equals(about)) {
      complaint = about;
      LOG.log(Level.WARNING, "The certificate stays the old one. {0}", about);
    }
  }

  private byte[] read() throws IOException {
    try {
      return Files.readAllBytes(tls.keystore());
    } catch (IOException e) {
      throw new IOException("The keystore " + tls.keystore() + " cannot be read.", e);
    }
  }

  private KeyStore parse(byte[] bytes) throws IOException {
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(new ByteArrayInputStream(bytes), tls.password().toCharArray());
      for (var alias : Collections.list(store.aliases())) {
        if (store.getKey(alias, tls.password().toCharArray()) != null) {
          return store;
        }
      }
    } catch (GeneralSecurityException | IOException e) {
      throw new IOException(tls.keystore() + " is no PKCS12 file that the password opens.", e);
    }
    throw new IOException(tls.keystore() + " holds no private key.");
  }
}
