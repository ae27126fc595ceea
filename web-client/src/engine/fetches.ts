import type { Catalogue } from '../content/catalogue';
import type { Geometry } from '../content/geometry';
import type { Bytes, PeerId, PieceInSegment, Root } from '../content/ids';
import type { Merkle } from '../content/merkle';
import { hashesUri } from '../content/names';
import { hashesBytes } from '../content/records';
import type { Segment } from '../content/records';
import { NetError } from '../net/errors';
import { fetchAll, fetchBytes } from '../net/webseed';
import { LAG_TIMES, isBetterLeft } from '../schedule/fetch';
import type { Need, PeerView } from '../schedule/types';
import { addressOf } from './address';
import type { Counters } from './counters';
import type { Downloads } from './downloads';
import { loadError } from './http';
import type { Peer } from './peer';
import type { Webseeds } from './webseeds';
import type { PieceWork, SegmentWork } from './work';

/** What fetching needs. */
export interface FetchConfig {
  readonly geometry: Geometry;
  readonly catalogue: Catalogue;
  readonly merkle: Merkle;
  readonly downloads: Downloads;
  readonly webseeds: Webseeds;
  readonly counters: Counters;
  readonly signal: AbortSignal;
  readonly port: { now(): number; random(): number; wake(): void; webseedFailed(detail: string, status: number): void };
  /** A webseed brought blocks of a piece that peers were asked for as well. */
  readonly brought: (piece: PieceWork) => void;
}

/** The status of a webseed that is too busy for what is not needed soon. */
const BUSY = 503;
/** The status of one that has not the file. */
const MISSING = 404;
const HASHES_AT_ONCE = 2;
/** They are given up after this time: peers are not asked for what cannot be checked. */
const HASHES_MOST_MS = 5_000;
/** The piece hashes of so much of a film come with one request. */
const HASHES_OF_MS = 120_000;
const HASHES_ATTEMPTS = 2;
const HASHES_RETRY_MS = 1_000;
/** What is needed within this time is made ready for peers who are not there yet. */
const SOON_MS = 4_000;
/** A load is given up after so many failed fetches in a row when no peer has it either. */
const FAILURES_MOST = 4;

/** A request that is under way. */
interface Run {
  readonly controller: AbortController;
  readonly pieces: readonly PieceWork[];
  readonly sinceMs: number;
  /** The answer has begun. */
  answered: boolean;
  /** It waited so long that peers were asked as well. */
  peersToo: boolean;
  /** Bytes of the answer that are to come. */
  leftBytes: number;
}

interface HashesState {
  attempts: number;
  running: boolean;
  againAtMs: number;
}

/** Webseed requests of planned pieces and of piece hashes. Invariant: a run belongs to a work and leaves `runs` when it ends. */
export class Fetches {
  private readonly runs = new Map<SegmentWork, Set<Run>>();
  private readonly hashesOf = new Map<Root, HashesState>();
  private readonly failures = new WeakMap<SegmentWork, number>();
  private hashesRunning = 0;

  constructor(private readonly config: FetchConfig) {}

  /** Fetches adjacent pieces of a segment in one request. */
  begin(work: SegmentWork, from: PieceInSegment, pieces: number, need: Need): void {
    const { geometry, webseeds } = this.config;
    const size = work.segment.sizeBytes;
    const wanted = work.pieces.filter(({ piece }) => piece >= from && piece < from + pieces);
    const [first, last] = [wanted[0], wanted.at(-1)];
    if (first === undefined || last === undefined) return;
    const run: Run = { controller: new AbortController(), pieces: wanted, sinceMs: this.config.port.now(), answered: false, peersToo: false, leftBytes: 0 };
    for (const piece of wanted) piece.fetch(work.wantsOneAuthor(piece), run);
    const start = geometry.pieceRange(size, first.piece).start + first.gap.start;
    const end = geometry.pieceRange(size, last.piece).start + last.gap.end;
    run.leftBytes = end - start;
    this.runsOf(work).add(run);
    webseeds.started();
    const whole = start === 0 && end === size;
    void this.run(work, { start, end }, whole, need, run).finally(() => {
      webseeds.ended();
      this.leave(work, run);
      this.ended(work, run);
    });
  }

  /** Ends the requests of a work that nobody wants any more. */
  abort(work: SegmentWork): void {
    for (const { controller } of this.runs.get(work) ?? []) controller.abort();
    this.runs.delete(work);
  }

  /**
   * Has peers asked too for what waits at a webseed, and gives up requests for what they brought or bring sooner; once a round, before the plan. A page that comes so late to what it is to
   * do (`lagMs`) hears late of answers as well.
   */
  leaveQueues(peers: readonly PeerView[], lagMs: number): void {
    const { port, webseeds } = this.config;
    const now = port.now();
    for (const [work, runs] of this.runs) {
      for (const run of runs) {
        const waitedMs = now - run.sinceMs;
        if (this.isOver(run) || (!run.answered && isBetterLeft(waitedMs, webseeds.toldWaitMs, run.pieces.map(({ index }) => index), work, peers, now))) {
          if (!run.answered) webseeds.waited(waitedMs, now);
          run.controller.abort();
        } else if (!run.answered && waitedMs >= webseeds.queuedAfterMs + LAG_TIMES * lagMs) {
          run.peersToo = true;
          for (const piece of run.pieces) if (piece.isFetchedBy(run) && !work.wantsOneAuthor(piece)) piece.waits();
        }
      }
    }
  }

  /** Peers brought all that is missing of it. */
  private isOver(run: Run): boolean {
    return run.leftBytes > 0 && !run.pieces.some((piece) => piece.isFetchedBy(run));
  }

  /** Gets piece hashes of segments that peers may bring, and of the next ones when peers may connect; when webseeds have none, one peer is chosen for a whole segment. */
  hashes(peers: ReadonlyMap<PeerId, Peer>, hope: boolean): void {
    if (peers.size === 0 && !hope) return;
    const now = this.config.port.now();
    const unknown = this.config.downloads.all.filter((work) => !work.checkable).sort((a, b) => a.deadlineMs - b.deadlineMs);
    for (const work of unknown) {
      if (peers.size === 0 && work.deadlineMs - now > SOON_MS) continue;
      const state = this.hashesState(work.segment.root);
      if (state.attempts >= HASHES_ATTEMPTS || !this.config.webseeds.alive) choosePeer(work, peers);
      const rested = now >= state.againAtMs && this.config.webseeds.freeSlots(now) > 0;
      if (state.running || !rested || this.hashesRunning >= HASHES_AT_ONCE) continue;
      void this.fetchHashes(this.withNext(work.segment));
    }
  }

  /** A segment and those after it whose piece hashes are not known either: they lie one after another. */
  private withNext(segment: Segment): readonly Segment[] {
    const { catalogue, downloads } = this.config;
    const next = catalogue.between(segment.rendition, segment.startMs + segment.durationMs, segment.startMs + HASHES_OF_MS);
    const end = next.findIndex(({ root }) => downloads.knowsHashes(root) || this.hashesOf.get(root)?.running === true);
    return [segment, ...next.slice(0, end < 0 ? next.length : end)].filter(({ pieces }) => pieces > 1);
  }

  /** Webseeds that were given up are asked for one byte after each pause, for what peers promise is not asked of them any more. */
  probe(): void {
    const { webseeds, downloads, port } = this.config;
    const [work] = downloads.all;
    if (webseeds.alive || work === undefined || webseeds.freeSlots(port.now()) < webseeds.slots) return;
    webseeds.started();
    void this.knock(work).finally(() => {
      webseeds.ended();
      port.wake();
    });
  }

  private async knock(work: SegmentWork): Promise<void> {
    const { webseeds, counters, signal, port } = this.config;
    const { base } = webseeds;
    try {
      const { data } = await fetchAll(addressOf(base, work.segment.uri), signal, 1, { start: 0, end: 1 });
      counters.bytesFromWebseeds += data.length;
      webseeds.succeeded(data.length, 0);
    } catch {
      if (!signal.aborted) webseeds.failed(base, port.now(), port.random());
    }
  }

  private async run(work: SegmentWork, range: { start: number; end: number }, whole: boolean, need: Need, run: Run): Promise<void> {
    const { counters, webseeds, downloads, port } = this.config;
    const signal = AbortSignal.any([this.config.signal, run.controller.signal]);
    const { base } = webseeds;
    try {
      const answer = await fetchBytes({
        url: addressOf(base, work.segment.uri, need),
        signal,
        mostBytes: range.end - range.start,
        onAnswer: (queuedMs) => {
          run.answered = true;
          webseeds.answered(port.now() - run.sinceMs, queuedMs, port.now());
          for (const piece of run.pieces) if (piece.isFetchedBy(run)) piece.begins();
        },
        onChunk: (chunk, offset) => {
          run.leftBytes -= chunk.length;
          counters.bytesFromWebseeds += chunk.length;
          downloads.stream(work, chunk, range.start + offset, run);
          if (run.peersToo) for (const piece of run.pieces) this.config.brought(piece);
        },
        ...(whole ? { exact: true } : { range }),
      });
      webseeds.succeeded(answer.bytes, answer.finishedAt - answer.startedAt);
      this.failures.delete(work);
    } catch (error) {
      if (signal.aborted || !(error instanceof NetError)) return;
      if (need === 'ahead' && error.status === BUSY) {
        webseeds.refusedAhead(port.now(), error.retryAfterMs);
        return;
      }
      webseeds.failed(base, port.now(), port.random(), error.status === MISSING);
      port.webseedFailed(error.message, error.status);
      this.countFailure(work, error);
    }
  }

  private countFailure(work: SegmentWork, error: NetError): void {
    const failures = (this.failures.get(work) ?? 0) + 1;
    this.failures.set(work, failures);
    if (failures < FAILURES_MOST) return;
    this.failures.delete(work);
    for (const demand of work.demands) demand.reject(loadError(error));
    work.demands.clear();
  }

  /** Pieces that did not come are open again. */
  private ended(work: SegmentWork, run: Run): void {
    for (const piece of run.pieces) if (piece.isFetchedBy(run)) piece.fetchEnded(work.wantsOneAuthor(piece));
    this.config.port.wake();
  }

  private async fetchHashes(segments: readonly Segment[]): Promise<void> {
    const { counters, signal, port } = this.config;
    for (const { root } of segments) this.hashesState(root).running = true;
    this.hashesRunning++;
    const { base } = this.config.webseeds;
    try {
      const start = segments[0]?.hashesAt ?? 0;
      const list = await this.readHashes(base, segments);
      counters.playlistBytes += list.length;
      for (const segment of segments) this.takeHashes(segment, list.subarray(segment.hashesAt - start, segment.hashesAt - start + hashesBytes(segment)));
    } catch (error) {
      if (!signal.aborted && error instanceof NetError && error.status === 0) this.config.webseeds.failed(base, port.now(), port.random());
      for (const { root } of segments) this.hashesFailed(this.hashesState(root));
    } finally {
      for (const { root } of segments) this.hashesEnded(root);
      this.hashesRunning--;
      if (!signal.aborted) port.wake();
    }
  }

  private async readHashes(base: string, segments: readonly Segment[]): Promise<Bytes> {
    const { webseeds } = this.config;
    const signal = AbortSignal.any([this.config.signal, AbortSignal.timeout(HASHES_MOST_MS)]);
    const start = segments[0]?.hashesAt ?? 0;
    const last = segments.at(-1);
    const bytes = last === undefined ? 0 : last.hashesAt + hashesBytes(last) - start;
    const { data } = await fetchAll(addressOf(base, hashesUri(segments[0]?.rendition ?? '')), signal, bytes, { start, end: start + bytes });
    webseeds.succeeded(data.length, 0);
    return data;
  }

  private takeHashes({ root, pieces }: Segment, list: Bytes): void {
    const hashes = this.config.merkle.listed(list, root, pieces);
    if (hashes === null) this.hashesFailed(this.hashesState(root));
    else this.config.downloads.hashesKnown(root, hashes);
  }

  private hashesEnded(root: Root): void {
    const state = this.hashesState(root);
    state.running = false;
    if (this.config.downloads.knowsHashes(root)) this.hashesOf.delete(root);
  }

  private hashesFailed(state: HashesState): void {
    state.attempts++;
    state.againAtMs = this.config.port.now() + HASHES_RETRY_MS * 2 ** Math.min(5, state.attempts);
  }

  private hashesState(root: Root): HashesState {
    const known = this.hashesOf.get(root) ?? { attempts: 0, running: false, againAtMs: 0 };
    this.hashesOf.set(root, known);
    return known;
  }

  private leave(work: SegmentWork, run: Run): void {
    const runs = this.runs.get(work);
    runs?.delete(run);
    if (runs?.size === 0) this.runs.delete(work);
  }

  private runsOf(work: SegmentWork): Set<Run> {
    const known = this.runs.get(work) ?? new Set();
    if (known.size === 0) this.runs.set(work, known);
    return known;
  }
}

/** Without piece hashes a segment comes from one peer as a whole, so that a wrong byte has one author. */
function choosePeer(work: SegmentWork, peers: ReadonlyMap<PeerId, Peer>): void {
  if (work.onlyFrom !== null && peers.has(work.onlyFrom)) return;
  const open = work.pieces.filter((piece) => piece.state !== 'waiting');
  const able = [...peers.values()].filter((peer) => peer.askable && open.every((piece) => peer.has(piece.index)));
  work.onlyFrom = able.sort((a, b) => b.bytesPerMs - a.bytesPerMs)[0]?.id ?? null;
}
