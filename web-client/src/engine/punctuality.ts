import type { PeerId, PieceIndex } from '../content/ids';
import { lateAfterMs } from '../schedule/ask';
import { Stalls } from './stalls';
import { uselessOf } from './standing';
import type { Standing } from './standing';

/** A peer as it is watched. */
export interface Watched {
  readonly id: PeerId;
  readonly standing: Standing;
  /** It is not believed to have a piece any more. */
  disbelieve(piece: PieceIndex): void;
}

/** What watching peers needs of, and tells, its owner. */
export interface PunctualityPort {
  now(): number;
  peers(): Iterable<Watched>;
  /** Whether there is anybody else to ask. */
  othersAlive(): boolean;
  /** A block will not come of this peer. */
  unanswered(peer: PeerId, piece: PieceIndex, block: number): void;
  /** A peer brings nothing in time of what it says it has. */
  useless(peer: PeerId): void;
}

const ASK_TIMEOUT_MS = 10_000;

/** Looks whether peers bring what they were asked for: late blocks lower what is thought of them, and who brings nothing in time is told of. */
export class Punctuality {
  private readonly stalls = new Stalls();

  constructor(private readonly port: PunctualityPort) {}

  /** Once a round. Time in which this page itself stood still is nobody's fault. */
  look(): void {
    const now = this.port.now();
    if (this.stalls.look(now)) return;
    const peers = [...this.port.peers()];
    for (const peer of peers) this.lookAt(peer, now);
    if (!this.port.othersAlive()) return;
    for (const peer of uselessOf(peers, (sinceMs) => this.stalls.since(sinceMs))) this.port.useless(peer.id);
  }

  private lookAt(peer: Watched, now: number): void {
    for (const request of peer.standing.owed()) {
      const waitedMs = now - request.atMs - this.stalls.since(request.atMs);
      if (waitedMs > lateAfterMs(request.expectedMs, false)) peer.standing.late(request);
      if (waitedMs <= ASK_TIMEOUT_MS) continue;
      peer.standing.answered(request.piece, request.block);
      this.port.unanswered(peer.id, request.piece, request.block);
      if (this.port.othersAlive() && peer.standing.silentSince(now - ASK_TIMEOUT_MS)) peer.disbelieve(request.piece);
    }
  }
}
