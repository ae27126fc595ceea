import { Accusations } from './accusations';
import type { Busy } from './busy';
import type { Clock } from './clock';
import { Rings } from './duty';
import type { Figures } from './figures';
import { Neighbour } from './neighbour';
import { rttMs } from './network';
import type { Place } from './network';
import type { Random } from './random';
import { Provision } from './thin';
import type { Viewer } from './viewer';
import type { WebseedHost } from './webseed-host';

/* The limits of the node, as SwarmConfig.java, src/engine/admission.ts, src/net/mesh.ts and src/net/link.ts have them. */
const DEGREE = 12;
const MAX_DEGREE = 30;
const MAX_CHOSEN_DEGREE = 22;
const FIRST_BATCH = 8;
const WANT_BATCH = 6;
const RANDOM_SHARE = 4;
const SAMPLE = 24;
const WANT_EVERY_MS = 5_000;
const FIRST_WANT_MS = 2_000;
const PROMISING_MS = 1_500;
const CONNECT_TIMEOUT_MS = 10_000;
/** Who has so many has no duty, as DutyCohort.java has it. */
const DEMERITS_BELOW = 4;
/** How long a pair that failed is not brought together again, three times longer after each failure more. */
const APART_MS = 5_000;
const APART_MOST_MS = 120_000;
const HORIZON_MS = 60_000;
/** When the backup stands in for an owner. */
const BACKUP_AFTER_MS = 3_000;

/** Round trips to the node before its door is open: join (TCP, TLS, request) with the WebSocket beside it (TCP, TLS, upgrade), and hello. */
const JOIN_RTTS = 4;
/** Until the answer to the join is there. */
const ANSWER_RTTS = 3;
/** Signaling of an introduction, in round trips of both ends to the node: the offer and its answer, where the peer is named with the answer to the hello. */
const FIRST_SIGNALING = 1;
/** And before them the message that asks for peers. */
const LATER_SIGNALING = 1.5;
/**
 * Round trips between two peers from when the answer is there until who offered has the other's first words, as measured in Chromium 150 through a relay that holds packets: one of ICE, one of
 * DTLS, 1.1 of SCTP until it may write, half a one until the other may, and half until that is here.
 */
const CHANNEL_RTTS = 4.1;
/** ICE tries pairs one after another. */
const ICE_MOST_MS = 300;

/** The node's part: who is introduced to whom, and what becomes of it. */
export class SimNode {
  dead = false;
  readonly viewers: Viewer[] = [];
  private readonly place = new Map<Viewer, number>();
  /** When a pair may be brought together again, and how often it failed. */
  private readonly apart = new Map<string, { readonly untilMs: number; readonly failures: number }>();
  private readonly accusations: Accusations;
  readonly rings: Rings | null;
  private readonly provision = new Provision(HORIZON_MS);

  constructor(
    private readonly clock: Clock,
    edge: ((nowMs: number) => number) | null,
    segmentMs: number,
    private readonly where: Place,
    private readonly random: Random,
    private readonly figures: Figures,
    private readonly failing: number,
    duty: boolean,
    private readonly webseed: WebseedHost,
    private readonly busy: Busy,
  ) {
    this.accusations = new Accusations(() => clock.nowMs);
    this.rings = duty ? new Rings(HORIZON_MS, BACKUP_AFTER_MS, edge, segmentMs) : null;
    if (duty) this.every();
  }

  /** What it says of webseeds, in its answer to the join and whenever that changes. */
  saysBusyTo(viewer: Viewer): boolean {
    const { nowMs } = this.clock;
    return !this.dead && nowMs - viewer.startedAtMs >= ANSWER_RTTS * this.rttTo(viewer) && this.busy.at(nowMs);
  }

  /** Once a second the rings are shared out, and it is said whose peers cannot bring enough. */
  private every(): void {
    this.clock.after(1_000, () => {
      this.every();
      if (this.dead) return;
      this.rings?.update(this.viewers.filter((viewer) => viewer.neighbours.size > 0 && this.accusations.demerits(viewer) < DEMERITS_BELOW), this.clock.nowMs);
      for (const viewer of this.viewers) viewer.duty = this.rings?.dutyOf(viewer);
      this.busy.tick(this.webseed.bytesSent, this.clock.nowMs);
      this.provision.tick(this.viewers, this.clock.nowMs);
    });
  }

  rttTo(viewer: Viewer): number {
    return rttMs(this.where, viewer.place);
  }

  join(viewer: Viewer): void {
    this.clock.after(JOIN_RTTS * this.rttTo(viewer), () => {
      if (viewer.gone) return;
      if (this.dead) {
        this.clock.after(this.random.between(1_000, 5_000), () => this.join(viewer));
        return;
      }
      this.busy.joined(this.clock.nowMs);
      viewer.opened();
      this.place.set(viewer, this.viewers.length);
      this.viewers.push(viewer);
      this.introduce(viewer, FIRST_BATCH, FIRST_SIGNALING);
      this.wantLater(viewer, FIRST_WANT_MS);
      viewer.wake();
    });
  }

  left(viewer: Viewer): void {
    const at = this.place.get(viewer);
    const last = this.viewers.at(-1);
    if (at === undefined || last === undefined) return;
    this.viewers[at] = last;
    this.place.set(last, at);
    this.viewers.pop();
    this.place.delete(viewer);
  }

  /** A viewer found that another sent wrong bytes. */
  lied(by: Viewer, liar: Viewer): void {
    this.accusations.add(by, liar);
    this.apart.set(pair(by, liar), { untilMs: Infinity, failures: 1 });
    this.disconnect(by, liar);
  }

  /** A viewer dropped another that brought nothing in time. */
  useless(by: Viewer, other: Viewer): void {
    this.fail(by, other);
    this.disconnect(by, other);
  }

  /** Nobody is brought together with it any more, for it lied too often, and those it was with are gone. */
  shuns(viewer: Viewer): boolean {
    return viewer.neighbours.size === 0 && this.accusations.shuns(viewer);
  }

  private fail(a: Viewer, b: Viewer): void {
    const failures = (this.apart.get(pair(a, b))?.failures ?? 0) + 1;
    const apartMs = Math.min(APART_MOST_MS, APART_MS * 3 ** (failures - 1));
    this.apart.set(pair(a, b), { untilMs: this.clock.nowMs + apartMs, failures });
  }

  disconnect(a: Viewer, b: Viewer): void {
    a.disconnected(b);
    b.disconnected(a);
  }

  private wantLater(viewer: Viewer, everyMs = WANT_EVERY_MS): void {
    this.clock.after(everyMs * this.random.between(0.8, 1.2), () => {
      if (viewer.gone) return;
      const missing = DEGREE - viewer.neighbours.size - viewer.promising;
      if (missing > 0 && !this.dead) this.introduce(viewer, Math.min(WANT_BATCH, missing), LATER_SIGNALING);
      this.wantLater(viewer);
    });
  }

  private introduce(viewer: Viewer, count: number, signaling: number): void {
    if (this.accusations.shuns(viewer)) return;
    for (let i = 0; i < count && loadOf(viewer) < MAX_DEGREE; i++) {
      const chosen = this.random.below(RANDOM_SHARE) > 0;
      const other = this.choose(viewer, chosen);
      if (other !== null) this.open(viewer, other, signaling);
    }
  }

  /** The best of a sample, or anyone of it. */
  private choose(viewer: Viewer, byNeed: boolean): Viewer | null {
    let best: Viewer | null = null;
    let bestScore = -Infinity;
    for (let i = 0; i < Math.min(SAMPLE, 4 * this.viewers.length); i++) {
      const other = this.viewers[this.random.below(this.viewers.length)];
      if (other === undefined || !this.mayMeet(viewer, other, byNeed ? MAX_CHOSEN_DEGREE : MAX_DEGREE)) continue;
      if (!byNeed) return other;
      const score = this.score(viewer, other);
      if (score <= bestScore) continue;
      best = other;
      bestScore = score;
    }
    return best;
  }

  private mayMeet(viewer: Viewer, other: Viewer, mostLoad: number): boolean {
    if (other === viewer || other.gone || loadOf(other) >= mostLoad || viewer.neighbours.has(other.id)) return false;
    return (this.apart.get(pair(viewer, other))?.untilMs ?? 0) <= this.clock.nowMs && !this.accusations.shuns(other);
  }

  /** As Matcher.java has it, without what it knows of networks: playhead, uplink, spare degree, demerits, chance. */
  private score(viewer: Viewer, other: Viewer): number {
    const gapMs = other.player.playheadMs - viewer.player.playheadMs;
    const same = other.rendition === viewer.rendition && Math.abs(gapMs) <= HORIZON_MS;
    const playhead = !same ? 0 : gapMs + other.player.bufferedAheadMs > viewer.player.bufferedAheadMs ? 150 : 75;
    const uplink = other.takesDuties ? 60 + Math.min(60, 10 * doublings(Math.max(other.uploadRate.bitsPerSecond ?? 0, other.upBitsPerMs * 1000) / 250_000)) : 0;
    const spare = (60 * Math.max(0, 2 * DEGREE - loadOf(other))) / (2 * DEGREE);
    return playhead + uplink + spare - 60 * this.accusations.demerits(other) + this.random.next() * 10;
  }

  /** An introduction: the channel is there after signalling and set-up, or fails when the time for it is over. */
  private open(viewer: Viewer, other: Viewer, signaling: number): void {
    const before = this.apart.get(pair(viewer, other));
    const fails = before === undefined && this.random.chance(this.failing);
    this.apart.set(pair(viewer, other), { untilMs: Infinity, failures: before?.failures ?? 0 });
    for (const end of [viewer, other]) {
      end.connecting++;
      end.promising++;
    }
    const between = rttMs(viewer.place, other.place);
    const setUp = signaling * (this.rttTo(viewer) + this.rttTo(other)) + CHANNEL_RTTS * between + this.random.between(0, ICE_MOST_MS);
    this.clock.after(fails ? PROMISING_MS : Math.min(PROMISING_MS, setUp), () => {
      viewer.promising--;
      other.promising--;
    });
    this.clock.after(fails ? CONNECT_TIMEOUT_MS : setUp, () => {
      viewer.connecting--;
      other.connecting--;
      if (fails) this.figures.failedChannels++;
      else if (!viewer.gone && !other.gone) this.connect(viewer, other, between);
      viewer.wake();
      other.wake();
    });
  }

  private connect(viewer: Viewer, other: Viewer, between: number): void {
    this.figures.channels++;
    viewer.connected(new Neighbour(viewer, other, between));
    other.connected(new Neighbour(other, viewer, between));
  }
}

function loadOf(viewer: Viewer): number {
  return viewer.neighbours.size + viewer.connecting;
}

function pair(a: Viewer, b: Viewer): string {
  return a.options.number < b.options.number ? `${a.options.number}-${b.options.number}` : `${b.options.number}-${a.options.number}`;
}

function doublings(units: number): number {
  return units < 1 ? 0 : Math.floor(Math.log2(units)) + 1;
}
