package io.cordwood.swarm.wire;

import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** The name of one introduction, made by the node: 16 lower-case hex digits (PROTOCOL §5). */
public record IntroductionId(long value) {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{16}");

  /** A new name; whoever calls keeps the names of open introductions apart. */
  public static IntroductionId random(RandomGenerator random) {
    return new IntroductionId(random.nextLong());
  }

  /** Reads 16 lower-case hex digits; empty for any other form. */
  public static Optional<IntroductionId> parse(String text) {
    return FORM.matcher(text).matches()
        ? Optional.of(new IntroductionId(HexFormat.fromHexDigitsToLong(text)))
        : Optional.empty();
  }

  /** 16 lower-case hex digits. */
  @Override
  public String toString() {
    return HexFormat.of().toHexDigits(value);
  }
}
