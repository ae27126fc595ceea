import { Catalogue } from '../content/catalogue';
import { Geometry } from '../content/geometry';
import type { Bytes, PeerId, PieceIndex, PieceInSegment, Root } from '../content/ids';
import { Merkle } from '../content/merkle';
import type { Digest } from '../content/digest';
import { torrentPiece } from '../content/records';
import { LIVE_GEOMETRY } from '../content/signed-record';
import type { Segment } from '../content/records';
import { Store, spareOf } from '../content/store';
import type { Playback, Stats } from '../engine-api';
import type { ConnectionBudget } from '../net/budget';
import type { Identity } from '../net/certificate';
import type { Joined, JoinedLive, Policy } from '../net/join';
import type { Downward, RingReport, Upward } from '../net/signal-messages';
import { holdersAmong } from '../schedule/fetch';
import { askedForMs, tellWithinMs } from '../schedule/needed';
import { plan } from '../schedule/plan';
import type { ScheduleState } from '../schedule/types';
import type { PeerState } from '../wire/extension';
import { heldAhead } from './ahead';
import type { Ahead } from './ahead';
import type { Counters } from './counters';
import { DeliveryRate } from './delivery';
import { Downloads } from './downloads';
import { Duties } from './duties';
import { Fetches } from './fetches';
import { Holdings } from './holdings';
import { Live } from './live';
import { Neighbourhood } from './neighbourhood';
import type { Peer } from './peer';
import { Punctuality } from './punctuality';
import { Requests } from './requests';
import { peerSnapshot, segmentSnapshot } from './snapshot';
import { UploadRate } from './upload-rate';
import { isBuffered, wantedSegments } from './wanted';
import type { Webseeds } from './webseeds';
import type { SegmentWork } from './work';

/** What the swarm needs of, and tells, the engine. */
export interface SwarmPort {
  now(): number;
  random(): number;
  /** The playback that this viewer tells of. */
  playback(): Playback;
  /** All playbacks of the title on this page. */
  playbacks(): readonly Playback[];
  ticket(): string;
  /** How long before its deadline a load is fetched without peers, as far as admission knows. */
  aloneMs(): number;
  /** How late this page comes to what it is to do. */
  lagMs(): number;
  /** When it was last seen to be late. */
  lateAtMs(): number;
  policy(): Policy;
  signal(message: Upward): void;
  peerChanged(peer: PeerId, state: 'connected' | 'closed', wasOpen: boolean): void;
  banned(peer: PeerId, reason: string, lied: boolean): void;
  /** A peer was dropped that was of no use: it brought nothing in time, or its first words were no handshake. */
  useless(peer: PeerId): void;
  webseedFailed(detail: string, status: number): void;
  /** All of a segment is verified and in the store. */
  whole(segment: Segment): void;
  /** Something happened that a plan may depend on. */
  wake(): void;
  /** Runs `action` once, and returns what takes it back. */
  later(ms: number, action: () => void): () => void;
  /** A live segment became known. */
  known(segment: Segment): void;
  /** Asks the node to be admitted again. */
  joinAgain(): void;
  /** The channel has ended. */
  ended(): void;
}

export interface SwarmOptions {
  /** `owner/slug`. */
  readonly title: string;
  readonly digest: Digest;
  readonly storeBytes: number;
  readonly horizonMs: number;
  /** The most that is given, infinite for no limit. */
  readonly uploadBytesPerMs: number;
  /** What this viewer gives to others now. */
  readonly giving: () => Stats['uploads'];
  readonly identity: Identity;
  readonly budget: ConnectionBudget;
  readonly signal: AbortSignal;
}

const SETTLED_AFTER_MS = 1_000;
const HURRY_MS = 3_000;

/** The title's swarm once this viewer was admitted: what is known, held, wanted and under way, and who is connected. */
export class Swarm {
  readonly catalogue = new Catalogue();
  readonly store: Store;
  readonly holdings: Holdings;
  /** `null` for a film. */
  readonly live: Live | null;
  readonly downloads: Downloads;
  readonly neighbours: Neighbourhood;
  readonly duties: Duties;
  private readonly delivery = new DeliveryRate();
  private readonly rate: UploadRate;
  private readonly geometry: Geometry;
  private readonly fetches: Fetches;
  private readonly requests: Requests;
  private readonly punctuality: Punctuality;
  private self: PeerId;
  private changedAtMs = 0;
  /** When the first peer came. */
  private metAtMs: number | null = null;
  private wanted: ReadonlySet<Root> = new Set();

  constructor(
    joined: Joined,
    private readonly options: SwarmOptions,
    private readonly webseeds: Webseeds,
    private readonly counters: Counters,
    private readonly port: SwarmPort,
  ) {
    this.self = joined.peer;
    this.geometry = joined.live === undefined ? new Geometry(joined.pieceLength) : LIVE_GEOMETRY;
    this.duties = new Duties(() => port.now());
    this.rate = new UploadRate(options.uploadBytesPerMs, port);
    this.store = new Store(options.storeBytes);
    this.holdings = new Holdings(this.catalogue, this.geometry, this.store);
    const merkle = new Merkle(options.digest, this.geometry);
    this.downloads = this.makeDownloads(merkle);
    this.neighbours = this.makeNeighbours(joined);
    this.live = joined.live === undefined ? null : this.makeLive(joined, joined.live, merkle);
    this.fetches = new Fetches({ geometry: this.geometry, catalogue: this.catalogue, merkle, downloads: this.downloads, webseeds, counters, port, signal: options.signal, brought: (piece) => this.requests.brought(piece) });
    const { catalogue, downloads, neighbours, duties, fetches } = this;
    this.requests = new Requests({ catalogue, downloads, neighbours, duties, fetches, now: () => port.now() });
    this.punctuality = this.makePunctuality();
  }

  admittedAgain(joined: Joined): void {
    this.self = joined.peer;
    this.neighbours.admittedAgain(joined);
    if (joined.live !== undefined) this.live?.admittedAgain(joined.live);
  }

  /** One round: what is wanted now, what to ask of whom. `skip` are segments that are being loaded another way. */
  tick(skip: ReadonlySet<string>): void {
    this.refreshWork(skip);
    this.punctuality.look();
    this.neighbours.expire();
    const state = this.state();
    this.fetches.leaveQueues(state.peers, state.lagMs);
    this.fetches.hashes(this.neighbours.peers, state.aloneMs < Infinity);
    for (const request of plan(state, this.port.now())) this.requests.execute(request);
    this.fetches.probe();
    this.delivery.look(this.asks(), this.port.now());
  }

  /** What peers deliver, measured; `null` before it was. */
  get deliveredBitsPerSecond(): number | null {
    return this.delivery.bitsPerSecond;
  }

  private asks(): boolean {
    for (const peer of this.neighbours.peers.values()) if (peer.outstanding > 0) return true;
    return false;
  }

  /** Takes what the node said. */
  signaled(message: Downward): void {
    if (message.type === 'duty') {
      const { rendition, playheadMs } = this.port.playback();
      const horizon = this.catalogue.between(rendition ?? '', playheadMs, playheadMs + this.options.horizonMs);
      this.duties.take(message, horizon.at(-1)?.number ?? 0);
      this.port.wake();
    } else if (message.type === 'segment') void this.live?.take(message.record, 'node');
    else this.neighbours.signaled(message);
  }

  /** What the ring of this viewer's cohort is made from; `null` while it does not know what it plays, or takes no duties. */
  ringReport(): RingReport | null {
    if (!this.takesDuties) return null;
    const { rendition, playheadMs } = this.port.playback();
    const [segment] = this.catalogue.between(rendition ?? '', playheadMs, Infinity);
    if (segment === undefined) return null;
    const { epoch, number } = segment;
    return { epoch, number, injectionMs: Math.round(this.webseeds.measuredSegmentMs), missed: this.duties.missed() };
  }

  /** A load is needed so soon that every moment counts. */
  get hurries(): boolean {
    const soon = this.port.now() + HURRY_MS;
    return this.downloads.all.some((work) => work.demanded && work.deadlineMs < soon);
  }

  /** What is held ahead of the playhead, and what is missing there. */
  ahead(): Ahead {
    return heldAhead(this.catalogue, this.port.playback(), this.options.horizonMs, (segment) => this.holdings.all(segment));
  }

  /** What this viewer's line carries upwards, measured; `null` before it was. */
  get uplinkBitsPerSecond(): number | null {
    return this.rate.bitsPerSecond;
  }

  /** What this viewer gives to others has changed; those who are connected are told when they next hear its state. */
  uploadsChanged(): void {
    this.neighbours.give(this.options.giving() !== 'nothing');
  }

  /** It brings from webseeds what the others wait for, and its state says so. */
  get takesDuties(): boolean {
    return this.options.giving() === 'all';
  }

  /** Takes bytes that were kept since an earlier visit: they are checked, then held and offered like any others. */
  async restored(segment: Segment, bytes: Bytes): Promise<'right' | 'wrong' | 'full'> {
    if (this.holdings.all(segment)) return 'right';
    if (this.store.bytesHeld + bytes.length > this.options.storeBytes) return 'full';
    return (await this.downloads.restore(segment, bytes)) ? 'right' : 'wrong';
  }

  peerState(): PeerState {
    const { playheadMs, rendition } = this.port.playback();
    return { playheadMs, rendition: rendition ?? '', uploading: this.takesDuties };
  }

  close(reason: unknown): void {
    this.downloads.close(reason);
    this.neighbours.close();
    this.live?.close();
    this.store.clear();
  }

  private makeDownloads(merkle: Merkle): Downloads {
    return new Downloads(this.geometry, merkle, this.store, this.counters, {
      now: () => this.port.now(),
      spare: (root, startMs) => spareOf(this.wanted.has(root), startMs, this.port.playbacks().map(({ playheadMs }) => playheadMs)),
      verified: (segment, piece) => this.verified(segment, piece),
      evicted: (root, piece) => this.evicted(root, piece),
      again: () => this.port.wake(),
      lied: (peer) => this.lied(peer),
      webseedWrong: (segment) => this.port.webseedFailed(`${segment.uri} does not have the bytes of its record`, 200),
    });
  }

  private makeLive({ swarm }: Joined, live: JoinedLive, merkle: Merkle): Live {
    return new Live(live, this.options.title, swarm, this.catalogue, merkle, this.counters, {
      ...this.port,
      after: (ms, action) => this.port.later(ms, action),
      signal: this.options.signal,
      peers: () => this.neighbours.peers,
      offered: () => this.neighbours.livePieces,
      ban: (peer, reason) => this.neighbours.ban(peer, reason),
      hashesKnown: (root, hashes) => this.downloads.hashesKnown(root, hashes),
      known: (segment) => this.known(segment),
      slid: (before, gone) => this.slid(before, gone),
    });
  }

  private known(segment: Segment): void {
    this.neighbours.reached(segment.number);
    this.port.known(segment);
  }

  private slid(before: number, gone: readonly Segment[]): void {
    this.neighbours.forget(before);
    for (const { root, pieces } of gone) {
      if (this.catalogue.byRoot(root) !== null) continue;
      this.store.drop(root, pieces);
      this.downloads.forgetHashes(root);
    }
  }

  private makeNeighbours(joined: Joined): Neighbourhood {
    const { identity, budget, giving } = this.options;
    return new Neighbourhood(this.geometry, joined, giving() !== 'nothing', this.rate, { identity, budget, now: () => this.port.now() }, {
      signal: (message) => this.port.signal(message),
      ticket: () => this.port.ticket(),
      state: () => this.peerState(),
      read: (block) => this.holdings.read(block),
      met: (peer) => this.live?.met(peer),
      live: (peer, message) => this.live?.heard(peer, message),
      needMs: ({ playheadMs }, { piece }) => askedForMs(this.catalogue.at(piece)?.segment ?? null, playheadMs),
      later: (ms, action) => this.port.later(ms, action),
      block: (peer, piece, begin, data, atMs) => this.block(peer, piece, begin, data, atMs),
      unanswered: (peer, piece, block) => this.requests.unanswered(peer, piece, block),
      connected: (peer) => this.peerChanged(peer, 'connected', true),
      closed: (peer, wasOpen) => this.peerChanged(peer, 'closed', wasOpen),
      failed: (peer) => this.port.useless(peer),
      banned: (peer, reason) => this.port.banned(peer, reason, reason === LIED),
      uploaded: (bytes) => (this.counters.bytesToPeers += bytes),
      rejected: () => this.counters.rejectedRequests++,
      changed: () => this.port.wake(),
    });
  }

  private makePunctuality(): Punctuality {
    return new Punctuality({
      now: () => this.port.now(),
      peers: () => this.neighbours.peers.values(),
      othersAlive: () => this.webseeds.alive,
      unanswered: (peer, piece, block) => this.requests.unanswered(peer, piece, block),
      useless: (peer) => {
        this.neighbours.drop(peer, 'it brings nothing in time');
        this.port.useless(peer);
      },
    });
  }

  private peerChanged(peer: PeerId, state: 'connected' | 'closed', wasOpen: boolean): void {
    if (state === 'connected') {
      this.changedAtMs = this.port.now();
      this.metAtMs ??= this.changedAtMs;
    }
    this.port.peerChanged(peer, state, wasOpen);
    this.port.wake();
  }

  private refreshWork(skip: ReadonlySet<string>): void {
    const segments = wantedSegments(this.catalogue, this.port.playbacks(), this.options, this.port.now());
    this.wanted = new Set([...segments.keys()].map(({ root }) => root));
    const works = new Map<SegmentWork, number>();
    for (const [segment, deadlineMs] of segments) {
      const work = skip.has(segment.uri) || isBuffered(segment, this.port.playbacks()) ? null : this.downloads.want(segment);
      if (work !== null) works.set(work, deadlineMs);
    }
    for (const work of this.downloads.all) {
      work.inHorizon(works.get(work) ?? Infinity, this.port.now());
      if (!works.has(work) && !work.demanded) this.requests.drop(work);
    }
  }

  private state(): ScheduleState {
    const { playheadMs, rendition } = this.port.playback();
    const { thin, patienceMs } = this.port.policy();
    const now = this.port.now();
    const connected = [...this.neighbours.peers.values()];
    const peers = connected.map(peerSnapshot);
    const duty = this.duties.of(rendition);
    const meeting = connected.some((peer) => !peer.met) && now - this.changedAtMs < SETTLED_AFTER_MS;
    return {
      self: this.self,
      rendition: rendition ?? '',
      playheadMs,
      horizonMs: this.options.horizonMs,
      uploads: this.takesDuties,
      aloneMs: this.neighbours.connecting > 0 || meeting ? 0 : this.port.aloneMs(),
      settled: now - this.changedAtMs > SETTLED_AFTER_MS,
      metForMs: this.metAtMs === null ? 0 : now - this.metAtMs,
      ...(duty === undefined ? {} : { duty }),
      thin,
      lagMs: this.port.lagMs(),
      patienceMs,
      segments: this.downloads.all.map(segmentSnapshot),
      peers,
      holders: holdersAmong(peers),
      webseed: this.webseeds.view(now),
    };
  }

  private block(peer: Peer, index: PieceIndex, begin: number, data: Bytes, atMs: number | null): void {
    this.counters.firstPeerByteMs ??= this.port.now();
    if (atMs !== null) this.delivery.delivered(data.length, this.asks(), this.port.now());
    if (atMs === null || !this.requests.came(peer.id, index, begin, data)) this.counters.wastedBlocks++;
  }

  private verified(segment: Segment, piece: PieceInSegment): void {
    this.neighbours.offer(torrentPiece(segment, piece), tellWithinMs(segment, this.port.playback().playheadMs, this.neighbours.peers.values()));
    if (this.holdings.all(segment)) this.port.whole(segment);
    this.port.wake();
  }

  private evicted(root: Root, piece: PieceInSegment): void {
    const segment = this.catalogue.byRoot(root);
    if (segment !== null) this.neighbours.withdraw(torrentPiece(segment, piece));
  }

  private lied(peer: PeerId): void {
    this.neighbours.ban(peer, LIED);
  }
}

const LIED = 'its bytes do not have the hash they should';
