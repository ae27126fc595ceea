package io.cordwood.webseed.heat;

/** How much a viewer needs what it asks for, by its own word: {@code ?need=} (PROTOCOL §3). */
public enum Need {
  /** It is about to stall. */
  NOW,
  /** It plays on for some seconds; also of those who say nothing. */
  SOON,
  /** It fetches for later, or for others. */
  AHEAD;

  /** Reads a query string, which may be null. */
  public static Need of(String query) {
    if (query == null) {
      return SOON;
    }
    for (String field : query.split("&")) {
      switch (field) {
        case "need=now" -> {
          return NOW;
        }
        case "need=ahead" -> {
          return AHEAD;
        }
        default -> {}
      }
    }
    return SOON;
  }

  /** Lower case, for metrics. */
  public String metric() {
    return switch (this) {
      case NOW -> "now";
      case SOON -> "soon";
      case AHEAD -> "ahead";
    };
  }
}
