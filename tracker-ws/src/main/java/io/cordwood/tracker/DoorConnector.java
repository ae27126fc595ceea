package io.cordwood.tracker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.ProxyConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.strategy.AdaptiveExecutionStrategy;

/** Listens: TCP, then a PROXY header of those who may send one, then TLS if there is, then HTTP. */
final class DoorConnector extends ServerConnector {
  private static final int MAX_HEAD_BYTES = 8 * 1024;
  private static final int ACCEPTORS = 1;
  private static final int ACCEPT_QUEUE = 1024;

  private final TrackerConfig config;
  private final Heads heads;
  private final Map<ManagedSelector, SelectorRound> rounds = new ConcurrentHashMap<>();

  DoorConnector(
      Server server,
      TrackerConfig config,
      TrackerCounters counters,
      Forwarded proxies,
      Optional<SslContextFactory.Server> tls) {
    super(
        server,
        null,
        null,
        null,
        ACCEPTORS,
        Runtime.getRuntime().availableProcessors(),
        protocols(config, proxies, tls));
    this.config = config;
    this.heads = new Heads(config.limits().connectionsPerAddress(), proxies, counters);
    setHost(config.listen().host());
    setPort(config.listen().port());
    setIdleTimeout(config.timing().head().toMillis());
    setAcceptQueueSize(ACCEPT_QUEUE);
  }

  @Override
  protected SocketChannelEndPoint newEndPoint(
      SocketChannel channel, ManagedSelector selector, SelectionKey key) throws IOException {
    var made =
        new DoorEndPoint(
            channel,
            selector,
            key,
            getScheduler(),
            heads,
            config.timing().head(),
            rounds.computeIfAbsent(selector, each -> new SelectorRound(each::submit)));
    made.setIdleTimeout(getIdleTimeout());
    return made;
  }

  @Override
  protected void onEndPointClosed(EndPoint endPoint) {
    super.onEndPointClosed(endPoint);
    ((DoorEndPoint) endPoint).gone();
  }

  /** Tasks that a selector's thread gave to another thread since the start. */
  long handedOver() {
    return getSelectorManager().getContainedBeans(AdaptiveExecutionStrategy.class).stream()
        .mapToLong(strategy -> strategy.getEPCTasksConsumed() + strategy.getPECTasksExecuted())
        .sum();
  }

  private static ConnectionFactory[] protocols(
      TrackerConfig config, Forwarded proxies, Optional<SslContextFactory.Server> tls) {
    var settings = new HttpConfiguration();
    settings.setSendServerVersion(false);
    settings.setRequestHeaderSize(MAX_HEAD_BYTES);
    ConnectionFactory http = new HttpConnectionFactory(settings);
    var inner = tls.map(context -> secure(context, http)).orElse(http);
    var outer = config.proxies().proxyProtocol() ? new ProxyHeader(proxies, inner) : inner;
    return List.of(outer, inner, http).stream().distinct().toArray(ConnectionFactory[]::new);
  }

  /** Any name is served with the one certificate there is. */
  private static ConnectionFactory secure(
      SslContextFactory.Server context, ConnectionFactory http) {
    var made = new SslConnectionFactory(context, http.getProtocol());
    made.setEnsureSecureRequestCustomizer(false);
    return made;
  }

  /** Expects a PROXY header from trusted proxies, and from nobody else. */
  private static final class ProxyHeader extends AbstractConnectionFactory {
    private final Forwarded proxies;
    private final ConnectionFactory inner;
    private final ProxyConnectionFactory header;

    ProxyHeader(Forwarded proxies, ConnectionFactory inner) {
      super("trusted-proxy");
      this.proxies = proxies;
      this.inner = inner;
      this.header = new ProxyConnectionFactory(inner.getProtocol());
      installBean(header);
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
      boolean trusted = address(endPoint).map(proxies::trusts).orElse(false);
      return (trusted ? header : inner).newConnection(connector, endPoint);
    }

    private static Optional<InetAddress> address(EndPoint endPoint) {
      return endPoint.getRemoteSocketAddress() instanceof InetSocketAddress socket
          ? Optional.ofNullable(socket.getAddress())
          : Optional.empty();
    }
  }
}
