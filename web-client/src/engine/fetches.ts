import type { Geometry } from '../content/geometry';
import type { PeerId, PieceInSegment, Root } from '../content/ids';
import type { Merkle } from '../content/merkle';
import { NetError } from '../net/errors';
import { fetchAll, fetchBytes } from '../net/webseed';
import type { Need } from '../schedule/types';
import { addressOf } from './address';
import type { Counters } from './counters';
import type { Downloads } from './downloads';
import { loadError } from './http';
import type { Peer } from './peer';
import type { Webseeds } from './webseeds';
import type { SegmentWork } from './work';

/** What fetching needs. */
export interface FetchConfig {
  readonly geometry: Geometry;
  readonly merkle: Merkle;
  readonly downloads: Downloads;
  readonly webseeds: Webseeds;
  readonly counters: Counters;
  readonly signal: AbortSignal;
  readonly port: { now(): number; random(): number; wake(): void; webseedFailed(detail: string, status: number): void };
}

/** The status of a webseed that is too busy for what is not needed soon. */
const BUSY = 503;
const HASH_BYTES = 32;
const HASHES_AT_ONCE = 2;
const HASHES_ATTEMPTS = 2;
const HASHES_RETRY_MS = 1_000;
/** What is needed within this time is made ready for peers who are not there yet. */
const SOON_MS = 4_000;
/** A load is given up after so many failed fetches in a row when no peer has it either. */
const FAILURES_MOST = 4;

interface HashesState {
  attempts: number;
  running: boolean;
  againAtMs: number;
}

/** Webseed requests of planned pieces and of piece hashes. Invariant: a run belongs to a work and leaves `runs` when it ends. */
export class Fetches {
  private readonly runs = new Map<SegmentWork, Set<AbortController>>();
  private readonly hashesOf = new Map<Root, HashesState>();
  private readonly failures = new WeakMap<SegmentWork, number>();
  private hashesRunning = 0;

  constructor(private readonly config: FetchConfig) {}

  /** Fetches adjacent pieces of a segment in one request, from the first byte that is missing to the last. */
  begin(work: SegmentWork, from: PieceInSegment, pieces: number, need: Need): void {
    const { geometry, webseeds, signal } = this.config;
    const size = work.segment.sizeBytes;
    const wanted = work.pieces.filter(({ piece }) => piece >= from && piece < from + pieces);
    const [first] = wanted;
    const last = wanted.at(-1);
    if (first === undefined || last === undefined) return;
    const start = geometry.pieceRange(size, first.piece).start + first.gap.start;
    const end = geometry.pieceRange(size, last.piece).start + last.gap.end;
    for (const piece of wanted) piece.fetch({ start: piece === first ? piece.gap.start : 0, end: piece === last ? piece.gap.end : piece.bytes });
    const controller = new AbortController();
    this.runsOf(work).add(controller);
    webseeds.started();
    const whole = start === 0 && end === size;
    void this.run(work, { start, end }, whole, need, AbortSignal.any([signal, controller.signal])).finally(() => {
      webseeds.ended();
      this.leave(work, controller);
      this.ended(work, from, pieces);
    });
  }

  /** Ends the requests of a work that nobody wants any more. */
  abort(work: SegmentWork): void {
    for (const controller of this.runs.get(work) ?? []) controller.abort();
    this.runs.delete(work);
  }

  /** Gets piece hashes of segments that peers may bring, and of the next ones when peers may connect; when webseeds have none, one peer is chosen for a whole segment. */
  hashes(peers: ReadonlyMap<PeerId, Peer>, hope: boolean): void {
    if (peers.size === 0 && !hope) return;
    const now = this.config.port.now();
    for (const work of [...this.config.downloads.all].sort((a, b) => a.deadlineMs - b.deadlineMs)) {
      if (work.checkable || (peers.size === 0 && work.deadlineMs - now > SOON_MS)) continue;
      const state = this.hashesState(work.segment.root);
      if (state.attempts >= HASHES_ATTEMPTS || !this.config.webseeds.alive) choosePeer(work, peers);
      const rested = now >= state.againAtMs && this.config.webseeds.freeSlots(now) > 0;
      if (state.running || !rested || this.hashesRunning >= HASHES_AT_ONCE) continue;
      void this.fetchHashes(work, state);
    }
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
    try {
      const { data } = await fetchAll(addressOf(webseeds.base, work.segment.uri), signal, 1, { start: 0, end: 1 });
      counters.bytesFromWebseeds += data.length;
      webseeds.succeeded(data.length, 0);
    } catch {
      if (!signal.aborted) webseeds.failed(port.now(), port.random());
    }
  }

  private async run(work: SegmentWork, range: { start: number; end: number }, whole: boolean, need: Need, signal: AbortSignal): Promise<void> {
    const { counters, webseeds, downloads, port } = this.config;
    try {
      const answer = await fetchBytes({
        url: addressOf(webseeds.base, work.segment.uri, need),
        signal,
        mostBytes: range.end - range.start,
        onChunk: (chunk, offset) => {
          counters.bytesFromWebseeds += chunk.length;
          downloads.stream(work, chunk, range.start + offset);
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
      webseeds.failed(port.now(), port.random());
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
  private ended(work: SegmentWork, from: PieceInSegment, pieces: number): void {
    for (const piece of work.pieces) {
      if (piece.piece >= from && piece.piece < from + pieces && piece.state === 'fetching') piece.reset();
    }
    this.config.port.wake();
  }

  private async fetchHashes(work: SegmentWork, state: HashesState): Promise<void> {
    const { webseeds, downloads, merkle, counters, signal, port } = this.config;
    const { root, pieces, uri } = work.segment;
    state.running = true;
    this.hashesRunning++;
    try {
      const { data } = await fetchAll(addressOf(webseeds.base, `${uri}.hashes`), signal, pieces * HASH_BYTES);
      counters.playlistBytes += data.length;
      webseeds.succeeded(data.length, 0);
      const hashes = merkle.sidecar(data, root, pieces);
      if (hashes === null) throw new NetError('content', 'webseed', 200, `${uri}.hashes does not fit its record`);
      this.hashesOf.delete(root);
      downloads.hashesKnown(root, hashes);
    } catch (error) {
      if (!signal.aborted && error instanceof NetError && error.status === 0) webseeds.failed(port.now(), port.random());
      state.attempts++;
      state.againAtMs = port.now() + HASHES_RETRY_MS * 2 ** Math.min(5, state.attempts);
    } finally {
      state.running = false;
      this.hashesRunning--;
      if (!signal.aborted) port.wake();
    }
  }

  private hashesState(root: Root): HashesState {
    const known = this.hashesOf.get(root) ?? { attempts: 0, running: false, againAtMs: 0 };
    this.hashesOf.set(root, known);
    return known;
  }

  private leave(work: SegmentWork, controller: AbortController): void {
    const runs = this.runs.get(work);
    runs?.delete(controller);
    if (runs?.size === 0) this.runs.delete(work);
  }

  private runsOf(work: SegmentWork): Set<AbortController> {
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
