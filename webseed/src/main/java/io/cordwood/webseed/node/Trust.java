package io.cordwood.webseed.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Collections;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Whom we trust when we speak to a node by https. */
public final class Trust {
  private Trust() {}

  /**
   * Trusts the usual authorities and the certificates in a PKCS#12 key store, such as the local one
   * that the node itself uses.
   *
   * @throws IOException when the key store cannot be read with the password
   */
  public static SSLContext context(Optional<Path> keyStore, String password) throws IOException {
    try {
      var trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      for (var manager : managers(null)) {
        if (manager instanceof X509TrustManager x509) {
          for (var issuer : x509.getAcceptedIssuers()) {
            trusted.setCertificateEntry("authority-" + trusted.size(), issuer);
          }
        }
      }
      if (keyStore.filter(Files::isRegularFile).isPresent()) {
        addAll(keyStore.get(), password, trusted);
      }
      var context = SSLContext.getInstance("TLS");
      context.init(null, managers(trusted), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  private static TrustManager[] managers(KeyStore trusted) throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    return factory.getTrustManagers();
  }

  private static void addAll(Path file, String password, KeyStore trusted)
      throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(file)) {
      store.load(in, password.toCharArray());
    }
    for (String alias : Collections.list(store.aliases())) {
      var certificate = store.getCertificate(alias);
      if (certificate != null) {
        trusted.setCertificateEntry("local-" + trusted.size(), certificate);
      }
    }
  }
}
