package io.cordwood.swarm.wire.tracker;

import static io.cordwood.swarm.wire.tracker.Messages.announced;
import static io.cordwood.swarm.wire.tracker.Messages.json;
import static io.cordwood.swarm.wire.tracker.Messages.offer;
import static io.cordwood.swarm.wire.tracker.Messages.offerId;
import static io.cordwood.swarm.wire.tracker.Messages.offers;
import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.swarm.wire.IceCandidate;
import io.cordwood.swarm.wire.Scanned;
import io.cordwood.swarm.wire.SdpScan;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What the codec relays of a description is what an oracle of regular expressions leaves of it. */
class TrackerSdpProperties {
  private static final Pattern LINE = Pattern.compile("([^\\r\\n]*)(\\r\\n|\\r|\\n|\\z)");
  private static final Pattern ANY_LINE_END =
      Pattern.compile("[\\x00-\\x08\\x0a-\\x1f\\x85\\u2028\\u2029]");
  private static final Pattern CANDIDATE =
      Pattern.compile("(?is)^[^!-~]*a[^!-~]*=[^!-~]*candidate(?:[^!-~]*:(.*)|[^!-~].*)?$");
  private static final Pattern PLAIN = Pattern.compile("[!-~]+( [!-~]+){7}( [ -~]*)?");
  private static final TrackerCodec CODEC = new TrackerCodec();

  /** A line with its line end. */
  private record Line(String text, boolean good) {}

  @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE)
  void everySpellingOfADescriptionKeepsAllButItsForbiddenCandidates(
      @ForAll("descriptions") String sdp, @ForAll long seed) {
    var lines = lines(sdp);
    for (int escaped : new int[] {0, 20, 400}) {
      var random = new Random(seed);
      var all = new StringBuilder();
      var good = new StringBuilder();
      for (var line : lines) {
        var json = spelled(line.text, random, escaped);
        all.append(json);
        good.append(line.good ? json : "");
      }
      int cut = (int) lines.stream().filter(line -> !line.good).count();
      checkRelayed(
          "{ \"type\":\"offer\", \"sdp\" :\"", all, good, "\",\"x\":[1e5, \"\\u0061\"]}", cut);
      checkRelayed("{\"sdp\":\"", all, good, "\"}", cut);
    }
  }

  @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE)
  void soDoesADamagedOne(@ForAll("descriptions") String sdp, @ForAll long seed) {
    var random = new Random(seed);
    var damaged = new StringBuilder(sdp);
    for (int i = random.nextInt(1, 4); i > 0 && !damaged.isEmpty(); i--) {
      int at = random.nextInt(damaged.length());
      char c = " \t\r\n:=aA.09\u007f\u00a0\u2028\u0130\u0131/\u0000".charAt(random.nextInt(18));
      if (random.nextBoolean()) {
        damaged.setCharAt(at, c);
      } else {
        damaged.insert(at, c);
      }
    }
    everySpellingOfADescriptionKeepsAllButItsForbiddenCandidates(damaged.toString(), seed);
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void moreThanThirtyTwoCandidatesAreLeftOutInEverySpelling(
      @ForAll("manyCandidates") String sdp, @ForAll long seed) {
    for (int escaped : new int[] {0, 20}) {
      var message = announced(offers(offer(offerId(1), spelled(sdp, new Random(seed), escaped))));
      assertThat(message.leftOut().badCandidate()).isEqualTo(candidates(sdp) > 32 ? 1 : 0);
      assertThat(message.offers()).hasSize(candidates(sdp) > 32 ? 0 : 1);
    }
  }

  /** The description with {@code all} is relayed with {@code good}, byte for byte. */
  private static void checkRelayed(
      String head, CharSequence all, CharSequence good, String tail, int cut) {
    var message =
        announced(
            offers("{\"offer\":" + head + all + tail + ",\"offer_id\":\"" + offerId(1) + "\"}"));
    var description = message.offers().getFirst().description();
    assertThat(json(description)).as(all.toString()).isEqualTo(head + good + tail);
    assertThat(message.candidatesCut()).isEqualTo(cut);
    assertThat(message.warning()).isEmpty();
    checkNothingIsLeftToCut(message, description);
  }

  /** As Jackson reads what the receiver gets. */
  private static void checkNothingIsLeftToCut(
      ClientMessage.Announce message, TrackerDescription description) {
    var offer = message.offers().getFirst();
    var relayed =
        CODEC.encode(
            message.swarm(),
            new ServerMessage.RelayedOffer(message.peer(), offer.id(), description));
    var sdp = Jackson.object(relayed).orElseThrow().get("offer").get("sdp").textValue();
    assertThat(description.sdp()).isEqualTo(sdp);
    assertThat(lines(sdp)).allMatch(Line::good);
  }

  private static List<Line> lines(String sdp) {
    return LINE.matcher(sdp)
        .results()
        .map(line -> new Line(line.group(), isGoodLine(line.group(1))))
        .toList();
  }

  private static boolean isGoodLine(String line) {
    return Stream.concat(Stream.of(line), ANY_LINE_END.splitAsStream(line))
        .map(CANDIDATE::matcher)
        .filter(Matcher::matches)
        .allMatch(candidate -> candidate.group(1) != null && isGood(candidate.group(1)));
  }

  private static long candidates(String sdp) {
    return sdp.lines().filter(line -> CANDIDATE.matcher(line).matches()).count();
  }

  private static boolean isGood(String value) {
    var candidate = new IceCandidate("candidate:" + value, Optional.empty(), OptionalInt.empty());
    return PLAIN.matcher(value).matches()
        && SdpScan.scan(List.of(candidate), true) instanceof Scanned.Passed;
  }

  /** Of a thousand characters {@code escaped} are written as escapes without need. */
  private static String spelled(String text, Random random, int escaped) {
    var json = new StringBuilder();
    for (char c : text.toCharArray()) {
      int shortEscape = "\"\\/\b\f\n\r\t".indexOf(c);
      if (random.nextInt(1000) < escaped || c < ' ' && shortEscape < 0) {
        json.append((random.nextBoolean() ? "\\u%04x" : "\\u%04X").formatted((int) c));
      } else if (shortEscape >= 0 && (c != '/' || random.nextBoolean())) {
        json.append('\\').append("\"\\/bfnrt".charAt(shortEscape));
      } else {
        json.append(c);
      }
    }
    return json.toString();
  }

  @Provide
  Arbitrary<String> descriptions() {
    return Descriptions.few();
  }

  @Provide
  Arbitrary<String> manyCandidates() {
    return Descriptions.aroundThirtyTwoCandidates();
  }
}
