package io.cordwood.webseed.live;

import java.time.Duration;
import java.time.Instant;

/**
 * Whether this webseed may sign for a channel. Its invariant: it may while its lease lasts, and
 * nothing else but an answer gives it one. It begins as <i>unasked</i>; an answer makes it
 * <i>leading</i> until the lease's end, or <i>refused</i>, when it asks again after a second. Where
 * nobody gives leases it is <i>free</i>. Any thread.
 */
public final class Tenure {
  private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

  /** So long goes on who had the lease last, while nobody can be asked: nor can anybody else. */
  private static final Duration WITHOUT_ANSWER = Duration.ofSeconds(2);

  private static final Duration RENEW_AFTER = Duration.ofMillis(500);

  private sealed interface State {
    record Free() implements State {}

    record Unasked() implements State {}

    record Leading(Instant since, Instant until) implements State {}

    record Refused(Entry.MayNot entry, Instant until) implements State {}
  }

  /** What a publisher's request meets. */
  public sealed interface Entry {
    /** It is taken. */
    record May() implements Entry {}

    /** The lease must be asked for first. */
    record MustAsk() implements Entry {}

    /** It is refused. */
    record MayNot(int status, String sentence) implements Entry {}
  }

  private volatile State state = new State.Free();

  /** From now on leases are needed. */
  void begin() {
    state = new State.Unasked();
  }

  /** What a request meets now. */
  Entry entry(Instant now) {
    return switch (state) {
      case State.Free() -> new Entry.May();
      case State.Leading(var _, var until) when now.isBefore(until) -> new Entry.May();
      case State.Refused(var entry, var until) when now.isBefore(until) -> entry;
      case State.Unasked _, State.Leading _, State.Refused _ -> new Entry.MustAsk();
    };
  }

  /** Whether segments may be signed now. */
  boolean signs(Instant now) {
    return entry(now) instanceof Entry.May;
  }

  /** Whether a lease lasts that has not been renewed just now. */
  boolean renews(Instant now) {
    return state instanceof State.Leading(var since, var until)
        && now.isBefore(until)
        && !now.isBefore(since.plus(RENEW_AFTER));
  }

  /**
   * An answer came.
   *
   * @param askedAt when it was asked for
   * @param held whether this webseed had the lease last
   */
  void heard(LeaseGiver.Answer answer, Instant askedAt, boolean held) {
    state =
        switch (answer) {
          case LeaseGiver.Answer.Granted(var lasts, var _, var _) ->
              new State.Leading(askedAt, askedAt.plus(lasts));
          case LeaseGiver.Answer.Held(String sentence) ->
              new State.Refused(new Entry.MayNot(409, sentence), askedAt.plus(ASK_AGAIN));
          case LeaseGiver.Answer.Away() when held ->
              new State.Leading(askedAt, later(askedAt.plus(WITHOUT_ANSWER)));
          case LeaseGiver.Answer.Away() ->
              new State.Refused(
                  new Entry.MayNot(
                      503,
                      "The node says who takes a channel in, and it does not answer; start it."),
                  askedAt.plus(ASK_AGAIN));
        };
  }

  private Instant later(Instant end) {
    return state instanceof State.Leading(var _, var until) && until.isAfter(end) ? until : end;
  }
}
