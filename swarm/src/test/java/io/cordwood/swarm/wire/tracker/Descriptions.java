package io.cordwood.swarm.wire.tracker;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Makes descriptions with candidates of all kinds. */
final class Descriptions {
  private Descriptions() {}

  /** Of a few lines, whatever ends them. */
  static Arbitrary<String> few() {
    var ends = mostly("\r\n", "\n", "\r", "\u2028", "\u0085", "\u000b", "");
    var others = Arbitraries.of("v=0", "a=mid:0", "", "a=ice-pwd:2/1mu+C", "s=\u00e9", "a=x:\"");
    var lines = Arbitraries.oneOf(candidates(), candidates(), others);
    return Combinators.combine(lines, ends)
        .as(String::concat)
        .list()
        .ofMaxSize(5)
        .map(l -> String.join("", l));
  }

  /** One a line, good and forbidden ones. */
  static Arbitrary<String> aroundThirtyTwoCandidates() {
    return candidates()
        .map(line -> line + "\r\n")
        .list()
        .ofMinSize(30)
        .ofMaxSize(36)
        .map(l -> String.join("", l));
  }

  private static Arbitrary<String> candidates() {
    var names =
        mostly(
            "a=candidate:",
            "a=Candidate:",
            " a=candidate:",
            "a= candidate :",
            "a=candidate ",
            "a=candidatex:");
    var transports = mostly("udp", "tcp", "UDP", "TCP", "Tcp", "sctp", "");
    var addresses =
        mostly(
            "203.0.113.7",
            "10.1.2.3",
            "5c1d6a2e-7f0b-4b3e-9d51-0c1f2a3b4c5d.local",
            "127.0.0.1",
            "0.0.0.0",
            "223.255.255.255",
            "224.0.0.1",
            "169.254.169.1",
            "169.254.171.1",
            "100.100.100.200",
            "100.100.100.201",
            "01.2.3.4",
            "1.2.3.256",
            "1.2.3",
            "::1",
            "2001:db8::7",
            "::ffff:10.0.0.1",
            "ff02::1",
            "-.local",
            "A-b.local",
            "x".repeat(63) + ".local",
            "x".repeat(64) + ".local",
            "X.LOCAL",
            "localhost",
            "");
    var ports =
        mostly(
            "50123", "9", "443", "3478", "1023", "1024", "65535", "65536", "007000", "00443", "0",
            "");
    var rests =
        mostly(
            " typ host",
            " typ srflx raddr 0.0.0.0 rport 0 generation 0",
            " typ host tcptype active",
            " typ host tcptype passive tcptype active",
            " typ host x tcptype active",
            " typ",
            " typ ",
            " TYP host",
            " typ host ",
            " typ host  x",
            " typ host" + " y".repeat(32),
            " typ host" + " y".repeat(33));
    return Combinators.combine(names, transports, addresses, ports, rests)
        .as(
            (name, transport, address, port, rest) ->
                name + "1 1 " + transport + " 2113937151 " + address + " " + port + rest);
  }

  private static Arbitrary<String> mostly(String usual, String... others) {
    return Arbitraries.oneOf(
        Arbitraries.just(usual), Arbitraries.just(usual), Arbitraries.of(others));
  }
}
