package io.cordwood.bench.tracker.load;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * All peers and what they do when something comes: an offer is answered at once, everything is
 * checked and counted. When they announce is a {@link Pace}'s decision. One thread.
 */
final class Crowd implements Reactor.Listener, AutoCloseable {
  private static final int CONNECTING_AT_ONCE = 200;
  private static final int EXAMPLE_BYTES = 300;

  final Tally tally = new Tally();
  final Peers peers;
  final Reactor reactor;
  final Latencies replies = new Latencies();
  final Latencies answered = new Latencies();
  private final Checker checker;
  private final MessageReader reader = new MessageReader();
  private final Announce[] announces = new Announce[Sdp.VARIANTS];
  private final Answer[] answers = new Answer[Sdp.VARIANTS];
  private final ArrayDeque<Peer> fresh = new ArrayDeque<>();
  private Pace pace = Pace.NONE;
  private int open;
  private long pongs;

  Crowd(InetSocketAddress server, int count, int swarms) {
    peers = new Peers(count, swarms);
    checker = new Checker(peers);
    reactor = new Reactor(server, this, tally);
    Arrays.setAll(announces, Announce::new);
    Arrays.setAll(answers, Answer::new);
  }

  /** Opens some more connections, as many as may be on their way at once. */
  void connectSome() {
    while (peers.all().size() < peers.count() && peers.all().size() - open < CONNECTING_AT_ONCE) {
      peers.add(reactor.connect());
    }
  }

  /** Connections that are open. */
  int open() {
    return open;
  }

  /** Pongs that came. */
  long pongs() {
    return pongs;
  }

  /** The next peer whose connection has opened, null when there is none. */
  Peer fresh() {
    return fresh.poll();
  }

  /** Sends a first announce without offers. */
  void join(Peer peer, long due) {
    peer.announce(due).open = false;
    tally.announcesSent++;
    reactor.write(peer.link, Announce.join(peer));
  }

  /** Sends a ping. */
  void ping(Peer peer) {
    reactor.write(peer.link, ClientFrame.control(ServerFrames.PING, new byte[0], 0, 0));
  }

  /** Sends an announce with offers. */
  void announce(Peer peer, long due) {
    var announce = announces[peer.index % Sdp.VARIANTS];
    var track = peer.announce(due);
    var out = peer.link.room(announce.length());
    announce.write(peer, track.number, out, peer.link.outTo());
    peer.link.wrote(announce.length());
    reactor.dirty(peer.link);
    tally.announcesSent++;
  }

  /** Who is told that an announce is over. */
  void pace(Pace next) {
    pace = next;
  }

  @Override
  public void opened(Link link) {
    open++;
    fresh.add(link.peer);
  }

  @Override
  public void pong(Link link) {
    pongs++;
  }

  @Override
  public void lost(Link link, String why) {
    tally.wrong("connection lost", "peer " + link.peer.index + ": " + why);
  }

  @Override
  public void message(Link link, byte[] bytes, int from, int to) {
    String wrong;
    try {
      wrong = handle(link.peer, bytes, reader.read(bytes, from, to));
    } catch (JsonCursor.Malformed e) {
      tally.others++;
      wrong = "no JSON message (" + e.getMessage() + ")";
    }
    if (wrong != null) {
      var length = Math.min(to - from, EXAMPLE_BYTES);
      tally.wrong(wrong, new String(bytes, from, length, StandardCharsets.UTF_8));
    }
  }

  private String handle(Peer peer, byte[] bytes, Message message) {
    tally.warnings += message.warned ? 1 : 0;
    return switch (message.kind) {
      case REPLY -> reply(peer, bytes, message);
      case OFFER -> offer(peer, bytes, message);
      case ANSWER -> answer(peer, bytes, message);
      case FAILURE -> other("the tracker refused");
      case NONE -> other("a message of no known kind");
    };
  }

  private String other(String what) {
    tally.others++;
    return what;
  }

  private String reply(Peer peer, byte[] bytes, Message message) {
    tally.replies++;
    var wrong = checker.reply(peer, bytes, message);
    var number = peer.nextReply();
    if (number == 0) {
      return "reply to no announce";
    }
    var track = peer.track(number);
    if (track != null) {
      track.replied = true;
      replies.record(System.nanoTime() - track.due);
      over(peer, track);
    }
    return wrong;
  }

  private String offer(Peer peer, byte[] bytes, Message message) {
    tally.offers++;
    var wrong = checker.offer(peer, bytes, message);
    if (wrong != null) {
      return wrong;
    }
    var offerer = checker.offerer;
    var track = offerer.track(checker.announce);
    if (track != null) {
      if (track.receivers[checker.offer] >= 0) {
        return "one offer to two peers";
      }
      track.receivers[checker.offer] = peer.index;
    }
    var answer = answers[peer.index % Sdp.VARIANTS];
    var out = peer.link.room(answer.length());
    answer.write(peer, offerer, checker.announce, checker.offer, out, peer.link.outTo());
    peer.link.wrote(answer.length());
    reactor.dirty(peer.link);
    tally.answersSent++;
    return null;
  }

  private String answer(Peer peer, byte[] bytes, Message message) {
    tally.answers++;
    var wrong = checker.answer(peer, bytes, message);
    var track = wrong == null ? peer.track(checker.announce) : null;
    if (track != null) {
      var bit = 1 << checker.offer;
      if ((track.answered & bit) != 0) {
        return "one answer twice";
      }
      track.answered |= bit;
      over(peer, track);
    }
    return wrong;
  }

  private void over(Peer peer, Peer.Track track) {
    if (track.open && track.replied && Integer.bitCount(track.answered) >= peer.swarm.reached()) {
      track.open = false;
      answered.record(System.nanoTime() - track.due);
      pace.over(peer);
    }
  }

  /** Gives up announces that were due before {@code limit}. */
  void expire(long limit) {
    for (var peer : peers.all()) {
      peer.expired(
          limit,
          track -> {
            track.open = false;
            tally.expired++;
            pace.over(peer);
          });
    }
  }

  @Override
  public void close() {
    reactor.close();
  }
}
