package io.cordwood.swarm.wire;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One candidate attribute without its {@code candidate:} (RFC 8839 §5.1): {@code foundation
 * component transport priority address port typ type …}.
 */
public final class CandidateLine {
  private static final int FIXED_TOKENS = 8;
  private static final int MAX_TOKENS = 40;
  private static final int FIRST_OPEN_PORT = 1024;
  private static final int HTTPS_PORT = 443;
  private static final int STUN_PORT = 3478;

  /** What a TCP candidate that only connects outwards names as its port (RFC 6544 §4.5). */
  private static final int DISCARD_PORT = 9;

  private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
  private static final Pattern SPACES = Pattern.compile(" ");

  private CandidateLine() {}

  static void check(String value) {
    var tokens = SPACES.split(value, MAX_TOKENS + 1);
    if (tokens.length < FIXED_TOKENS
        || tokens.length > MAX_TOKENS
        || !tokens[6].equals("typ")
        || !isTransport(tokens[2])) {
      throw refuse("Write a candidate as RFC 8839: foundation, component, udp or tcp, …, typ.");
    }
    CandidateAddress.problem(tokens[4])
        .ifPresent(
            problem -> {
              throw refuse(problem);
            });
    if (!isAllowedPort(tokens)) {
      throw refuse("Send no candidate with a port below 1024 but 443 and 3478.");
    }
  }

  private static boolean isTransport(String token) {
    var transport = token.toLowerCase(Locale.ROOT);
    return transport.equals("udp") || transport.equals("tcp");
  }

  private static boolean isAllowedPort(String[] tokens) {
    if (!PORT.matcher(tokens[5]).matches()) {
      return false;
    }
    int port = Integer.parseInt(tokens[5]);
    return isOpenPort(port)
        || port == DISCARD_PORT && tcpType(tokens).filter("active"::equals).isPresent();
  }

  /** True for a port that any candidate may name; others only in the cases of RFC 6544. */
  public static boolean isOpenPort(int port) {
    return port == HTTPS_PORT || port == STUN_PORT || port >= FIRST_OPEN_PORT && port <= 0xffff;
  }

  private static Optional<String> tcpType(String[] tokens) {
    if (!tokens[2].equalsIgnoreCase("tcp")) {
      return Optional.empty();
    }
    for (int i = FIXED_TOKENS; i + 1 < tokens.length; i += 2) {
      if (tokens[i].equals("tcptype")) {
        return Optional.of(tokens[i + 1]);
      }
    }
    return Optional.empty();
  }

  private static Refusal refuse(String sentence) {
    return new Refusal(ErrorCode.CANDIDATE_REFUSED, sentence);
  }
}
