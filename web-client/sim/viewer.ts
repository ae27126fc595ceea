import { BLOCK_BYTES } from '../src/content/geometry';
import type { PeerId, PieceIndex } from '../src/content/ids';
import type { Segment } from '../src/content/records';
import { Hope } from '../src/engine/hope';
import { Punctuality } from '../src/engine/punctuality';
import { UploadRate } from '../src/engine/upload-rate';
import { Uploads, rareSoonerMs } from '../src/engine/uploads';
import type { UploadPort } from '../src/engine/uploads';
import { Webseeds } from '../src/engine/webseeds';
import { USUAL_POLICY } from '../src/net/join';
import { Footing } from '../src/player/low-start';
import { askedForMs } from '../src/schedule/needed';
import type { Duty, ScheduleState } from '../src/schedule/types';
import { Hearing } from './channel';
import type { Clock } from './clock';
import { Known } from './known';
import type { Ask, Neighbour } from './neighbour';
import { Downlink, Uplink } from './network';
import type { Place } from './network';
import { Player } from './player';
import { Pulse } from './pulse';
import { Telling } from './telling';
import { Transfers } from './transfers';
import type { Behaviour, ViewerOptions, World } from './world';

/* Peers are watched less often than in src/engine, for speed. */
const EXPIRE_EVERY_MS = 500;
/** What the wire puts before a block: length, type, piece, begin. */
const PIECE_HEADER_BYTES = 13;
/** Stands for the bytes of any block. */
const NO_BYTES = new Uint8Array(BLOCK_BYTES);
const HIDDEN_TIMERS_MS = 1_000;
const SETTLED_AFTER_MS = 1_000;
/** Round trips to the webseed before the first segment is asked for: TCP, TLS, playlist. */
const PLAYLIST_RTTS = 3;
const ADMITTED = { attempts: 0, policy: USUAL_POLICY };

/*
 * Stands in for src/engine's core, swarm, downloads, fetches and neighbourhood: it keeps the state that they keep, without bytes,
 * hashes and sockets, and does what the real plan says. A piece is held when all its blocks are here and none of them is bad.
 * Nothing leaves the store, since a run is shorter than what a store holds.
 */
export class Viewer {
  readonly id: PeerId;
  readonly clock: Clock;
  readonly transfers: Transfers;
  readonly telling: Telling;
  /** The round trip to a neighbour, of late. */
  nearRttMs = 60;
  readonly neighbours = new Map<PeerId, Neighbour>();
  readonly known: Known;
  readonly uplink: Uplink;
  readonly downlink: Downlink;
  readonly webseeds = new Webseeds('https://webseed/');
  readonly player: Player;
  readonly behaviour: Behaviour;
  rendition: string;
  readonly place: Place;
  readonly startedAtMs: number;
  readonly banned = new Set<PeerId>();
  readonly uploads: Uploads<Neighbour>;
  readonly uploadRate: UploadRate;
  /** `null` where all segments are known from the beginning. */
  readonly hearing: Hearing | null;
  connecting = 0;
  /** Those of them that most likely come about. */
  promising = 0;
  gone = false;
  /** Sent in the last second. */
  upBitsPerMs = 0;
  duty: Duty | undefined;
  /** The node's word that its cohort cannot provide for itself. */
  thin = false;
  /** When the first neighbour came. */
  metAtMs: number | null = null;
  openedAtMs: number | null = null;
  private readonly hope: Hope;
  private readonly footing = new Footing();
  private readonly punctuality: Punctuality;
  /** What it plays and is going to play. */
  private readonly segments: Segment[];
  private readonly first: number;
  private changedAtMs = 0;
  private expireAtMs = 0;
  private readonly pulse: Pulse;

  constructor(
    readonly world: World,
    readonly options: ViewerOptions,
  ) {
    const { clock, film } = world;
    this.id = `p${options.number}` as PeerId;
    this.clock = clock;
    this.place = options.place;
    this.behaviour = options.behaviour;
    const beginMs = film.beginMs(clock.nowMs);
    this.first = Math.max(0, film.rendition(options.rendition).findIndex((segment) => segment.startMs >= beginMs));
    this.segments = [...film.rendition(film.lowest ?? options.rendition)];
    this.rendition = `r${film.lowest ?? options.rendition}`;
    this.transfers = new Transfers(this, this.segments);
    this.telling = new Telling(this);
    this.known = new Known(film.pieces);
    this.uplink = new Uplink(clock, Math.max(1, options.uplinkBitsPerMs));
    this.downlink = new Downlink(options.downlinkBitsPerMs);
    this.uploadRate = new UploadRate(Infinity);
    this.uploads = new Uploads(this.uploadRate, this.uploadPort());
    this.startedAtMs = clock.nowMs;
    this.hearing = world.channel ? new Hearing(this, film, !world.peersAllowed) : null;
    this.pulse = new Pulse({
      now: () => clock.nowMs,
      soon: (action) => clock.after(0, action),
      timer: (ms, action) => this.timer(ms, action),
      round: () => this.round(),
      neededInMs: () => this.transfers.demandedInMs(),
    });
    this.hope = new Hope(this.startedAtMs);
    this.punctuality = new Punctuality({
      now: () => clock.nowMs,
      peers: () => this.neighbours.values(),
      othersAlive: () => this.webseeds.alive,
      unanswered: (peer, piece, block) => this.transfers.unanswered(peer, { piece, block }),
      useless: (peer) => this.useless(peer),
    });
    this.player = new Player(
      clock,
      {
        segment: (i) => this.segments[i] ?? null,
        choose: (i) => this.choose(i),
        availableMs: (segment) => this.availableMs(segment),
        demand: (segment) => this.transfers.demand(segment),
        stalled: (ms) => this.stalled(ms),
        started: (ms) => this.started(ms),
      },
      this.first,
    );
  }

  /** Opens the page. */
  start(): void {
    this.world.figures.viewers++;
    this.world.figures.startBytes += this.segments[this.first]?.sizeBytes ?? 0;
    this.clock.after(PLAYLIST_RTTS * this.world.webseed.rttTo(this.place), () => {
      if (this.gone) return;
      this.hearing?.hears(this.world.film.edge(this.clock.nowMs));
      this.player.load();
    });
    if (this.world.peersAllowed) this.world.node.join(this);
    this.pulse.begin();
  }

  /** hls.js begins with the lowest rung and then takes what its line carries; where webseeds are busy it is kept from that for a while. */
  private choose(index: number): void {
    const { film, node } = this.world;
    if (film.lowest === null) return;
    const stays = this.footing.staysLow(this.player.bufferedAheadMs);
    const keeps = stays && this.world.lowStart && (node.saysBusyTo(this) || this.webseeds.isBusy(this.clock.nowMs));
    const rung = index === this.first || keeps ? film.lowest : this.options.rendition;
    if (this.rendition === `r${rung}`) return;
    this.rendition = `r${rung}`;
    const segments = film.rendition(rung);
    for (let i = index; i < segments.length; i++) this.segments[i] = segments[i] as Segment;
  }

  /** When it can ask for a segment; `Infinity` for one that it has not heard of. */
  availableMs(segment: Segment): number {
    if (this.hearing === null) return this.world.film.availableMs(segment);
    return segment.number <= this.hearing.newest ? 0 : Infinity;
  }

  /** The node admitted it. */
  opened(): void {
    this.openedAtMs = this.clock.nowMs;
    this.hope.opened(this.clock.nowMs);
  }

  /** Closes the page. */
  leave(): void {
    if (this.gone) return;
    this.gone = true;
    this.pulse.stop();
    this.player.close();
    this.transfers.close();
    for (const { other } of [...this.neighbours.values()]) this.world.node.disconnect(this, other);
    this.world.node.left(this);
  }

  /** What it says that it has. */
  offered(): Uint8Array {
    return this.behaviour.lies ? new Uint8Array(this.transfers.held.length).fill(1) : this.transfers.held;
  }

  connected(neighbour: Neighbour): void {
    this.neighbours.set(neighbour.id, neighbour);
    this.uploads.met(neighbour);
    this.metAtMs ??= this.clock.nowMs;
    this.hope.connected();
    this.changedAtMs = this.clock.nowMs;
    this.hearing?.met(neighbour.other, neighbour.networkMs);
    this.nearRttMs = 0.8 * this.nearRttMs + 0.2 * neighbour.networkMs;
    this.wake();
  }

  disconnected(other: Viewer): void {
    const neighbour = this.neighbours.get(other.id);
    if (neighbour === undefined) return;
    neighbour.close();
    this.neighbours.delete(other.id);
    this.uploads.left(other.id);
    for (const ask of neighbour.standing.forgive()) {
      ask.cancelled = true;
      this.transfers.unanswered(neighbour.id, ask);
    }
    this.wake();
  }

  /** Has a round run soon. */
  wake(): void {
    this.pulse.wake();
  }

  /** A timer of the page: those of a hidden one run once a second. */
  timer(ms: number, action: () => void): void {
    if (!this.behaviour.hidden) this.clock.after(ms, action);
    else this.clock.at(Math.ceil((this.clock.nowMs + ms) / HIDDEN_TIMERS_MS) * HIDDEN_TIMERS_MS, action);
  }

  /** It brings from webseeds what the others wait for: a hidden page does not. */
  get takesDuties(): boolean {
    return this.behaviour.uploads && !this.behaviour.hidden;
  }

  seek(index: number): void {
    this.transfers.forgetDemand();
    this.player.seek(index);
    this.wake();
  }

  /** Where it began to play. */
  get beganMs(): number {
    return this.segments[this.first]?.startMs ?? 0;
  }

  get lastSegment(): number {
    return this.segments.length - 1;
  }

  private round(): void {
    this.world.figures.ticks++;
    this.transfers.refresh();
    if (this.clock.nowMs >= this.expireAtMs) {
      this.expireAtMs = this.clock.nowMs + EXPIRE_EVERY_MS;
      this.punctuality.look();
    }
    this.transfers.leaveQueues();
    if (this.transfers.works.length === 0) return;
    this.transfers.execute(this.world.plan(this.state(), this.clock.nowMs));
    this.probe();
  }

  private useless(peer: PeerId): void {
    const neighbour = this.neighbours.get(peer);
    if (neighbour !== undefined) this.world.node.useless(this, neighbour.other);
  }

  private aloneMs(nowMs: number): number {
    if (!this.world.peersAllowed) return Infinity;
    return this.connecting > 0 ? 0 : this.hope.aloneMs(nowMs, ADMITTED);
  }

  private state(): ScheduleState {
    const now = this.clock.nowMs;
    return {
      self: this.id,
      rendition: this.rendition,
      playheadMs: this.player.playheadMs,
      horizonMs: this.world.horizonMs,
      uploads: this.takesDuties,
      aloneMs: this.aloneMs(now),
      settled: now - this.changedAtMs > SETTLED_AFTER_MS,
      metForMs: this.metAtMs === null ? 0 : now - this.metAtMs,
      ...(this.duty === undefined ? {} : { duty: this.duty }),
      thin: this.thin,
      lagMs: 0,
      patienceMs: USUAL_POLICY.patienceMs,
      segments: this.transfers.works,
      peers: [...this.neighbours.values()],
      holders: (piece) => this.known.holders(piece),
      webseed: this.webseeds.view(now),
    };
  }

  /** Another viewer's requests have come. */
  requested(from: Viewer, asks: readonly Ask[]): void {
    const end = this.neighbours.get(from.id);
    if (this.gone || end === undefined || this.behaviour.lies) return;
    for (const ask of asks) if (!ask.cancelled) this.uploads.add(end, ask);
    this.uploads.drain();
  }

  /** The real uploads decide whose turn it is; the bytes are of no interest. */
  private uploadPort(): UploadPort<Neighbour> {
    return {
      now: () => this.clock.nowMs,
      gives: (peer) => peer.gives(this.world.film.geometry.pieceLength),
      needMs: (peer, { piece }) => rareSoonerMs(askedForMs(this.world.film.at(piece)?.segment ?? null, peer.playheadMs), this.known.holders(piece), this.neighbours.size),
      read: ({ length }) => NO_BYTES.subarray(0, length),
      send: (peer, block) => void peer.leaving.push(block as Ask),
      flush: (peer) => {
        for (const ask of peer.leaving.splice(0)) this.send(peer, ask);
      },
      reject: (peer, block) => this.clock.after(peer.networkMs / 2, () => peer.other.transfers.rejected(this.id, block as Ask)),
      later: (ms, action) => this.timer(ms, action),
    };
  }

  private send(to: Neighbour, ask: Ask): void {
    to.bytesUp += ask.length;
    to.link.send({ bytes: ask.length + PIECE_HEADER_BYTES, sent: () => this.sent(to, ask) }, () => this.uploads.drain());
  }

  /** A block has left for another viewer. */
  private sent({ other, networkMs }: Neighbour, ask: Ask): void {
    const arrivesMs = other.downlink.through(this.clock.nowMs + networkMs / 2, ask.length);
    this.clock.at(arrivesMs, () => other.transfers.received(this.id, ask, this.behaviour.pollutes));
  }

  /** Another viewer tells what it has. */
  heard(from: Viewer, pieces: readonly PieceIndex[]): void {
    const neighbour = this.neighbours.get(from.id);
    if (neighbour === undefined) return;
    let wanted = false;
    for (const piece of pieces) {
      neighbour.heard(piece);
      wanted ||= this.transfers.held[piece] !== 1;
    }
    if (wanted) this.wake();
  }

  /** Webseeds that were given up are asked for a byte after each pause. */
  private probe(): void {
    const now = this.clock.nowMs;
    if (this.webseeds.alive || this.webseeds.freeSlots(now) < this.webseeds.slots) return;
    this.webseeds.started();
    const failed = (): void => {
      this.webseedFailed();
      this.webseeds.ended();
      this.wake();
    };
    this.world.webseed.fetch({
      place: this.place,
      downlink: this.downlink,
      pieces: [1],
      need: 'soon',
      arrived: () => {
        this.webseeds.succeeded(1, 0);
        this.webseeds.ended();
        this.wake();
      },
      failed,
      refused: failed,
    });
  }

  webseedFailed(): void {
    this.webseeds.failed(this.webseeds.base, this.clock.nowMs, this.world.random());
  }

  private started(ms: number): void {
    const { figures, webseed } = this.world;
    figures.startsMs.push(ms);
    const first = this.segments[this.first];
    if (first === undefined) return;
    const aloneMs = PLAYLIST_RTTS * webseed.rttTo(this.place) + webseed.aloneMs(this.place, first.sizeBytes) + (8 * this.world.film.geometry.pieceLength) / this.downlink.bitsPerMs;
    figures.worstStartRatio = Math.max(figures.worstStartRatio, ms / aloneMs);
  }

  private stalled(ms: number): void {
    this.world.figures.stalledViewers.add(this.options.number);
    this.world.figures.stalls++;
    this.world.figures.stalledMs += ms;
  }
}
