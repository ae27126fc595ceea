package io.cordwood.signaling.catalogue;

import io.cordwood.signaling.http.ProblemException;
import java.util.regex.Pattern;

/** The name a webseed gives itself: 1 to 64 of {@code [A-Za-z0-9._-]}. */
public record WebseedId(String value) {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  /** Refuses a name of any other form with a 400. */
  public WebseedId {
    if (!FORM.matcher(value).matches()) {
      throw new ProblemException(
          400, "A webseed's id has 1 to 64 letters, digits, '.', '_' or '-'; choose such a one.");
    }
  }
}
