import type { PeerId, PieceIndex } from '../src/content/ids';
import type { Segment } from '../src/content/records';
import { isBetterLeft } from '../src/schedule/fetch';
import type { Request } from '../src/schedule/types';
import type { Ask, Neighbour } from './neighbour';
import type { Viewer } from './viewer';
import { SimWork, unask } from './work';
import type { SimPiece, SimRange } from './work';

/** What a viewer wants, has and has under way: the part of src/engine's downloads, fetches and swarm. */
export class Transfers {
  readonly held: Uint8Array;
  /** Pieces in `held`. */
  heldPieces = 0;
  works: SimWork[] = [];
  private demanded: Segment | null = null;

  constructor(
    private readonly viewer: Viewer,
    private readonly segments: readonly Segment[],
  ) {
    this.held = new Uint8Array(viewer.world.film.pieces);
  }

  /** The player does not wait for anything any more. */
  forgetDemand(): void {
    const work = this.demanded === null ? null : this.workOf(this.demanded);
    if (work !== null) work.demandedAtMs = Infinity;
    this.demanded = null;
  }

  /** In how many milliseconds what the player waits for is needed; infinite where nothing is missing of it. */
  demandedInMs(): number {
    return Math.min(...this.works.map((work) => (work.demanded ? work.deadlineMs - this.viewer.clock.nowMs : Infinity)));
  }

  close(): void {
    for (const work of this.works) this.drop(work);
  }

  refresh(): void {
    const now = this.viewer.clock.nowMs;
    const { playheadMs } = this.viewer.player;
    const playable = this.viewer.player.state !== 'loading' || this.demanded !== null;
    const kept = this.works.filter((work) => {
      const wanted = work.demanded || (this.segments[work.segment.number - 1] === work.segment && covers(work.segment, playheadMs, this.viewer.world.horizonMs));
      if (!wanted) this.drop(work);
      return wanted && work.pieces.length > 0;
    });
    if (playable && this.viewer.openedAtMs !== null) this.widen(kept, playheadMs);
    for (const work of kept) work.deadlineMs = now + (work.demanded ? Math.max(0, work.segment.startMs - playheadMs) : work.segment.startMs - playheadMs);
    this.works = kept;
  }

  /** Works on all of the horizon that is not held. */
  private widen(works: SimWork[], playheadMs: number): void {
    const known = new Set(works.map((work) => work.segment.number));
    for (let i = indexAt(this.segments, playheadMs); i < this.segments.length; i++) {
      const segment = this.segments[i];
      if (segment === undefined || !covers(segment, playheadMs, this.viewer.world.horizonMs) || this.viewer.availableMs(segment) > this.viewer.clock.nowMs) break;
      if (known.has(segment.number)) continue;
      const work = new SimWork(segment, this.viewer.world.film.geometry, this.held, this.viewer.clock.nowMs, playheadMs);
      if (work.pieces.length > 0) works.push(work);
    }
  }

  /** As heldAhead in src/engine/ahead.ts: how far what is held reaches without a gap, and the rate of what is missing in the horizon. */
  ahead(): { readonly horizonMs: number; readonly rateBitsPerMs: number } {
    const { playheadMs } = this.viewer.player;
    const missing = this.works.filter(({ segment }) => segment.startMs + segment.durationMs > playheadMs);
    const ms = sum(missing.map(({ segment }) => segment.durationMs));
    const firstMs = Math.min(...missing.map(({ segment }) => segment.startMs), this.availableMs(playheadMs));
    return { horizonMs: Math.max(0, firstMs - playheadMs), rateBitsPerMs: ms === 0 ? 0 : (8 * sum(missing.map(({ segment }) => segment.sizeBytes))) / ms };
  }

  /** The end of what can be asked for now, within the horizon. */
  private availableMs(playheadMs: number): number {
    let endMs = playheadMs;
    for (let i = indexAt(this.segments, playheadMs); i < this.segments.length; i++) {
      const segment = this.segments[i];
      if (segment === undefined || !covers(segment, playheadMs, this.viewer.world.horizonMs) || this.viewer.availableMs(segment) > this.viewer.clock.nowMs) break;
      endMs = segment.startMs + segment.durationMs;
    }
    return endMs;
  }

  execute(requests: readonly Request[]): void {
    const asks = new Map<Neighbour, Ask[]>();
    for (const request of requests) {
      if (request.type === 'fetch') this.fetch(request);
      else if (request.type === 'cancel') this.cancel(request.peer, request.piece, request.block);
      else this.ask(request, asks);
    }
    for (const [neighbour, list] of asks) this.viewer.clock.after(neighbour.networkMs / 2, () => neighbour.other.requested(this.viewer, list));
  }

  private ask({ peer, piece, block, expectedMs }: Extract<Request, { type: 'ask' }>, asks: Map<Neighbour, Ask[]>): void {
    const neighbour = this.viewer.neighbours.get(peer);
    const target = this.locate(piece);
    if (neighbour === undefined || target === null) return;
    const ask = neighbour.asks(piece, block, target.piece.lengthOf(block), expectedMs);
    target.piece.blocks[block]?.asked.push({ peer, atMs: this.viewer.clock.nowMs, expectedMs });
    const list = asks.get(neighbour);
    if (list === undefined) asks.set(neighbour, [ask]);
    else list.push(ask);
  }

  private cancel(peer: PeerId, piece: PieceIndex, block: number): void {
    const neighbour = this.viewer.neighbours.get(peer);
    const ask = neighbour?.standing.asking(piece, block) ?? null;
    if (neighbour === undefined || ask === null) return;
    neighbour.standing.late(ask);
    this.withdraw(peer, piece, block);
    this.unanswered(peer, ask);
  }

  /** Another end does not give what it was asked for. */
  rejected(peer: PeerId, { piece, block }: Ask): void {
    const neighbour = this.viewer.neighbours.get(peer);
    const ask = neighbour?.standing.answered(piece, block) ?? null;
    if (neighbour === undefined || ask === null) return;
    neighbour.rejected(piece);
    this.unanswered(peer, ask);
    this.viewer.wake();
  }

  unanswered(peer: PeerId, { piece, block }: Pick<Ask, 'piece' | 'block'>): void {
    const target = this.locate(piece)?.piece.blocks[block];
    if (target !== undefined) unask(target, peer);
  }

  received(from: PeerId, ask: Ask, bad: boolean): void {
    const neighbour = this.viewer.neighbours.get(from);
    if (this.viewer.gone || neighbour === undefined) return;
    const { figures } = this.viewer.world;
    const asked = neighbour.standing.answered(ask.piece, ask.block);
    if (asked !== null) neighbour.standing.delivered(asked);
    const found = asked === null ? null : this.locate(ask.piece);
    const others = found?.piece.blocks[ask.block]?.asked ?? [];
    if (found?.piece.take(ask.block, neighbour.id, bad) !== true) figures.duplicateBytes += ask.length;
    else {
      for (const { peer } of others) if (peer !== from) this.withdraw(peer, ask.piece, ask.block);
      if (found.piece.allHere) this.complete(found.work, found.piece, found.piece.bytes);
    }
    this.viewer.wake();
  }

  /** All blocks are here, so many bytes of them from peers: right ones are held, wrong ones have one author or several. */
  private complete(work: SimWork, piece: SimPiece, fromPeers: number): void {
    if (!piece.blocks.some((block) => block.bad)) {
      this.viewer.world.figures.peerBytes += fromPeers;
      this.hold(work, piece);
      return;
    }
    const authors = new Set(piece.blocks.map((block) => block.from));
    this.viewer.world.figures.duplicateBytes += piece.bytes;
    this.viewer.world.figures.badPieces++;
    if (authors.size === 1) for (const author of authors) this.ban(author);
    else {
      piece.disputed = true;
      for (const block of piece.blocks) if (block.bad && block.from !== null) piece.suspects.add(block.from);
    }
    piece.reset();
  }

  private ban(author: PeerId | null): void {
    const liar = author === null ? null : (this.viewer.neighbours.get(author)?.other ?? null);
    if (author === null || this.viewer.banned.has(author)) return;
    this.viewer.banned.add(author);
    this.viewer.world.figures.bans++;
    if (liar === null) return;
    if (!liar.behaviour.pollutes) this.viewer.world.figures.wrongBans++;
    this.viewer.world.node.lied(this.viewer, liar);
  }

  private hold(work: SimWork, piece: SimPiece): void {
    for (const suspect of piece.suspects) this.ban(suspect);
    this.held[piece.index] = 1;
    this.heldPieces++;
    if (piece.blocks.some((block) => block.bad)) this.viewer.world.figures.badPiecesShown++;
    work.remove(piece);
    this.viewer.telling.held(piece.index);
    if (work.pieces.length > 0) return;
    if (this.demanded === work.segment) this.finished(work.segment);
  }

  demand(segment: Segment): void {
    this.demanded = segment;
    const known = this.workOf(segment);
    const work = known ?? new SimWork(segment, this.viewer.world.film.geometry, this.held, this.viewer.clock.nowMs, this.viewer.player.playheadMs);
    work.demandedAtMs = this.viewer.clock.nowMs;
    if (work.pieces.length === 0) {
      this.viewer.clock.after(0, () => {
        if (this.demanded === segment) this.finished(segment);
      });
    } else if (known === null) this.works.push(work);
    this.viewer.wake();
  }

  private finished(segment: Segment): void {
    this.demanded = null;
    this.viewer.world.figures.watched.add(segment.root);
    this.viewer.player.loaded(segment);
  }

  private fetch(request: Extract<Request, { type: 'fetch' }>): void {
    const work = this.workOf(request.segment);
    if (work === null) return;
    const pieces = work.pieces.filter(({ piece }) => piece >= request.from && piece < request.from + request.pieces);
    for (const piece of pieces) {
      piece.blocks.forEach((block, i) => {
        for (const { peer } of block.asked) this.withdraw(peer, piece.index, i);
      });
    }
    this.range(work, pieces, request);
  }

  private withdraw(peer: PeerId, piece: PieceIndex, block: number): void {
    const neighbour = this.viewer.neighbours.get(peer);
    const ask = neighbour?.standing.answered(piece, block) ?? null;
    if (neighbour === undefined || ask === null) return;
    this.viewer.clock.after(neighbour.networkMs / 2, () => {
      ask.cancelled = true;
      neighbour.other.uploads.cancel(this.viewer.id, ask);
    });
  }

  /** As in src/engine/fetches.ts: peers are asked too for what waits at the webseed, and it is given up when they brought it or bring it sooner. */
  leaveQueues(): void {
    const { webseeds, neighbours, clock } = this.viewer;
    for (const work of this.works) {
      for (const [abort, { sinceMs, pieces, begun, early }] of work.ranges) {
        const waitedMs = clock.nowMs - sinceMs;
        const left = pieces.filter(({ index }) => this.held[index] !== 1);
        if (left.length > 0 && (begun || !isBetterLeft(waitedMs, webseeds.toldWaitMs, pieces.map(({ index }) => index), work, [...neighbours.values()], clock.nowMs))) {
          if (!begun && !early && waitedMs >= webseeds.queuedAfterMs) for (const piece of left) if (!piece.disputed) piece.waits();
          continue;
        }
        if (!begun) webseeds.waited(waitedMs, clock.nowMs);
        abort();
      }
    }
  }

  private range(work: SimWork, pieces: readonly SimPiece[], { reason, need }: Extract<Request, { type: 'fetch' }>): void {
    const startedMs = this.viewer.clock.nowMs;
    const range: SimRange = { sinceMs: startedMs, pieces, begun: false, early: this.viewer.openedAtMs === null };
    for (const piece of pieces) piece.fetch(range);
    const bytes = pieces.map((piece, i) => {
      const { start, end } = piece.gap;
      return (i < pieces.length - 1 ? piece.bytes : end) - (i === 0 ? start : 0) + this.gapBytes(pieces[i - 1], piece);
    });
    const ended = (): void => {
      work.ranges.delete(abort);
      this.viewer.webseeds.ended();
      for (const piece of pieces) if (piece.isFetchedBy(range)) piece.busy = false;
      this.viewer.wake();
    };
    this.viewer.webseeds.started();
    const giveUp = this.viewer.world.webseed.fetch({
      place: this.viewer.place,
      downlink: this.viewer.downlink,
      pieces: bytes,
      need,
      begun: (waitedMs) => {
        const rttMs = this.viewer.world.webseed.rttTo(this.viewer.place);
        this.viewer.clock.after(rttMs / 2, () => {
          if (!work.ranges.has(abort)) return;
          this.viewer.webseeds.answered(this.viewer.clock.nowMs - startedMs, waitedMs, this.viewer.clock.nowMs);
          range.begun = true;
          for (const piece of pieces) if (piece.isFetchedBy(range)) piece.begins();
        });
      },
      arrived: (i) => {
        this.fromWebseed(work, pieces[i], reason);
        if (i < pieces.length - 1) return;
        this.viewer.webseeds.succeeded(sum(bytes), this.viewer.clock.nowMs - startedMs);
        ended();
      },
      failed: () => {
        this.viewer.webseedFailed();
        ended();
      },
      refused: (retryAfterMs) => {
        if (need === 'ahead') this.viewer.webseeds.refusedAhead(this.viewer.clock.nowMs, retryAfterMs);
        else this.viewer.webseedFailed();
        ended();
      },
    });
    const abort = (): void => {
      giveUp();
      ended();
    };
    work.ranges.set(abort, range);
  }

  /** What lies between two pieces of a range, and is sent with them. */
  private gapBytes(before: SimPiece | undefined, { piece }: SimPiece): number {
    return before === undefined ? 0 : (piece - before.piece - 1) * this.viewer.world.film.geometry.pieceLength;
  }

  private fromWebseed(work: SimWork, piece: SimPiece | undefined, reason: string): void {
    if (piece === undefined) return;
    const { figures } = this.viewer.world;
    if (this.held[piece.index] === 1) {
      figures.duplicateBytes += piece.bytes;
      return;
    }
    const known = [...this.viewer.neighbours.values()].some((neighbour) => neighbour.askable && neighbour.has(piece.index));
    const first = work.segment.startMs === this.viewer.beganMs;
    const fromPeers = piece.bytesHere;
    const bytes = piece.bytes - fromPeers;
    if (this.viewer.behaviour.pollutes && !first) figures.outcastBytes += bytes;
    figures.fetched(reason, bytes, this.viewer.clock.nowMs - this.viewer.startedAtMs, first ? 'first segment' : known ? 'a peer has it' : 'no peer has it');
    piece.blocks.forEach((block, i) => {
      for (const { peer } of block.asked) this.withdraw(peer, piece.index, i);
    });
    piece.filled();
    this.complete(work, piece, fromPeers);
  }

  private drop(work: SimWork): void {
    for (const abort of [...work.ranges.keys()]) abort();
    for (const piece of work.pieces) {
      piece.blocks.forEach((block, i) => {
        for (const { peer } of block.asked) this.withdraw(peer, piece.index, i);
      });
    }
  }

  private workOf(segment: Segment): SimWork | null {
    return this.works.find((work) => work.segment === segment) ?? null;
  }

  private locate(index: PieceIndex): { readonly work: SimWork; readonly piece: SimPiece } | null {
    const place = this.viewer.world.film.at(index);
    const work = place === null ? null : this.workOf(place.segment);
    const piece = place === null ? null : (work?.find(place.piece) ?? null);
    return work === null || piece === null ? null : { work, piece };
  }

}

function covers(segment: Segment, playheadMs: number, horizonMs: number): boolean {
  return segment.startMs + segment.durationMs > playheadMs && segment.startMs < playheadMs + horizonMs;
}

/** The first segment that ends after the playhead. */
function indexAt(segments: readonly Segment[], playheadMs: number): number {
  let low = 0;
  for (let high = segments.length; low < high; ) {
    const middle = (low + high) >>> 1;
    const segment = segments[middle];
    if (segment !== undefined && segment.startMs + segment.durationMs <= playheadMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

