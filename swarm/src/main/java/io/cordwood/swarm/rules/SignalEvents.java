package io.cordwood.swarm.rules;

import io.cordwood.swarm.wire.DownMessage;
import io.cordwood.swarm.wire.IntroductionId;
import io.cordwood.swarm.wire.Scanned;
import io.cordwood.swarm.wire.ScannedSdp;
import io.cordwood.swarm.wire.SdpScan;
import io.cordwood.swarm.wire.UpMessage;
import java.util.function.Function;

/**
 * Turns a viewer's message into an event of its swarm. Pure: the signaling door calls it on its own
 * thread, so that the scan of descriptions does not take the swarm's time.
 */
public final class SignalEvents {
  private SignalEvents() {}

  /** What becomes of a message. */
  public sealed interface Translated {
    /** Submit the event to the swarm. */
    record ForSwarm(Event event) implements Translated {}

    /** Answer with the error; the swarm need not know. */
    record Refused(DownMessage.Error error) implements Translated {}

    /** The door's own business: it checks the ticket before there is a peer. */
    record ForDoor(UpMessage.Hello hello) implements Translated {}
  }

  /** What the message of this peer means; scans its SDP or candidates. */
  public static Translated translate(PeerKey from, UpMessage message) {
    return switch (message) {
      case UpMessage.Hello hello -> new Translated.ForDoor(hello);
      case UpMessage.Offer offer ->
          described(offer.sdp(), sdp -> new Event.Offered(from, offer.introduction(), sdp));
      case UpMessage.Answer answer ->
          described(answer.sdp(), sdp -> new Event.Answered(from, answer.introduction(), sdp));
      case UpMessage.Candidates candidates -> trickled(from, candidates);
      case UpMessage.State state -> new Translated.ForSwarm(new Event.Reported(from, state));
      case UpMessage.Want want -> new Translated.ForSwarm(new Event.Wanted(from, want.peers()));
      case UpMessage.Bye bye -> new Translated.ForSwarm(new Event.Left(from));
    };
  }

  private static Translated described(String sdp, Function<ScannedSdp, Event> event) {
    return translated(SdpScan.scan(sdp), event);
  }

  private static Translated trickled(PeerKey from, UpMessage.Candidates message) {
    IntroductionId introduction = message.introduction();
    return translated(
        SdpScan.scan(message.candidates(), message.end()),
        candidates -> new Event.Trickled(from, introduction, candidates));
  }

  private static <T> Translated translated(Scanned<T> scanned, Function<T, Event> event) {
    return switch (scanned) {
      case Scanned.Passed<T> passed -> new Translated.ForSwarm(event.apply(passed.value()));
      case Scanned.Refused<T> refused -> new Translated.Refused(refused.asError());
    };
  }
}
