package io.cordwood.webseed.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** HTTP/1.1 by hand over a socket, so that nothing is normalised on the way. */
public final class RawHttp {
  private static final int TIMEOUT_MS = 120_000;

  /** An answer as it came. */
  public record Answer(int status, Map<String, String> headers, byte[] body) {
    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    public String header(String name) {
      return headers.get(name.toLowerCase(Locale.ROOT));
    }
  }

  private final int port;

  public RawHttp(int port) {
    this.port = port;
  }

  /** One request on a connection of its own. */
  public Answer send(String method, String target, String... fields) throws IOException {
    try (var socket = open()) {
      write(socket, method, target, fields);
      return read(new BufferedInputStream(socket.getInputStream()), method);
    }
  }

  /** Requests written at once on one connection, answered in order. */
  public List<Answer> pipeline(List<String> targets) throws IOException {
    try (var socket = open()) {
      for (String target : targets) {
        write(socket, "GET", target);
      }
      var in = new BufferedInputStream(socket.getInputStream());
      var answers = new ArrayList<Answer>();
      for (int i = 0; i < targets.size(); i++) {
        answers.add(read(in, "GET"));
      }
      return answers;
    }
  }

  public Socket open() throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(TIMEOUT_MS);
    return socket;
  }

  public static void write(Socket socket, String method, String target, String... fields)
      throws IOException {
    var request = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n");
    for (String field : fields) {
      request.append(field).append("\r\n");
    }
    request.append("\r\n");
    socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.ISO_8859_1));
  }

  private static Answer read(InputStream in, String method) throws IOException {
    int status = Integer.parseInt(line(in).split(" ")[1]);
    var headers = new TreeMap<String, String>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.merge(
          line.substring(0, colon).toLowerCase(Locale.ROOT),
          line.substring(colon + 1).strip(),
          (a, b) -> a + "|" + b);
    }
    boolean bodyless = method.equals("HEAD") || status == 204 || status == 304;
    int length = bodyless ? 0 : Integer.parseInt(headers.getOrDefault("content-length", "0"));
    byte[] body = in.readNBytes(length);
    if (body.length != length) {
      throw new IOException("the body ended after " + body.length + " of " + length);
    }
    return new Answer(status, headers, body);
  }

  private static String line(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new IOException("the connection ended");
      }
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }
}
