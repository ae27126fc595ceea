package io.cordwood.swarm.rules;

import io.cordwood.swarm.content.OfferId;
import io.cordwood.swarm.wire.IntroductionId;
import java.time.Instant;
import java.util.Optional;

/**
 * The node's word to one peer to make an offer to another.
 *
 * <p>States: {@code INTRODUCED} → offer → {@code OFFERED} → answer → {@code ANSWERED}, or from
 * {@code OFFERED} on when a client of the tracker door brought the offer; it ends in any state when
 * an end leaves or its time is over. Candidates pass from the end that has spoken, and from the
 * answerer since the offer.
 */
final class Introduction {
  enum Stage {
    INTRODUCED,
    OFFERED,
    ANSWERED
  }

  final IntroductionId id;
  final Peer offerer;
  final Peer answerer;
  final Instant expiresAt;

  /** How the offerer calls its offer, where it is a client of the tracker door. */
  final Optional<OfferId> offer;

  private Stage stage = Stage.INTRODUCED;
  private int offererCandidates;
  private int answererCandidates;

  Introduction(
      IntroductionId id, Peer offerer, Peer answerer, Instant expiresAt, Optional<OfferId> offer) {
    this.id = id;
    this.offerer = offerer;
    this.answerer = answerer;
    this.expiresAt = expiresAt;
    this.offer = offer;
  }

  Peer otherThan(Peer end) {
    return end == offerer ? answerer : offerer;
  }

  boolean isEnd(Peer peer) {
    return peer == offerer || peer == answerer;
  }

  Stage stage() {
    return stage;
  }

  boolean isPending() {
    return stage != Stage.ANSWERED;
  }

  void offered() {
    stage = Stage.OFFERED;
  }

  void answered() {
    stage = Stage.ANSWERED;
  }

  /** False, and nothing is counted, when that would be more than {@code max} of this end. */
  boolean takeCandidates(Peer from, int count, int max) {
    int sum = count + (from == offerer ? offererCandidates : answererCandidates);
    if (sum > max) {
      return false;
    }
    if (from == offerer) {
      offererCandidates = sum;
    } else {
      answererCandidates = sum;
    }
    return true;
  }
}
