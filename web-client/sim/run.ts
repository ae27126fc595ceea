import { Busy } from './busy';
import { SimChannel } from './channel';
import { Clock } from './clock';
import { Figures } from './figures';
import { Film } from './film';
import { dealUplinks, somewhere } from './network';
import { SimNode } from './node';
import type { Planner } from './planners';
import { Random } from './random';
import type { Scenario } from './scenario';
import { Viewer } from './viewer';
import type { Behaviour, World } from './world';
import { WebseedHost } from './webseed-host';

export interface RunOptions {
  readonly viewers: number;
  readonly minutes: number;
  readonly seed: number;
}

/** The state of a run in one second. */
export interface Sample {
  readonly second: number;
  readonly viewers: number;
  readonly webseedMbit: number;
  readonly peersMbit: number;
  /** What webseeds must give at least: the first segments of those who came, what polluters took, and the rate or what uplinks lack. */
  readonly boundMbit: number;
  /** The same where an uplink counts only once its owner has a piece and somebody to give it to. */
  readonly givingBoundMbit: number;
  readonly stalled: number;
}

export interface Outcome {
  readonly scenario: string;
  readonly planner: string;
  readonly options: RunOptions;
  readonly figures: Figures;
  readonly samples: readonly Sample[];
  /** Bytes of media that somebody watched, each once. */
  readonly distinctBytes: number;
  readonly boundBytes: number;
  readonly givingBoundBytes: number;
  /** One stream of each rendition. */
  readonly rateMbit: number;
  readonly peakUploadMbit: number;
  /** Ranges under way at once. */
  readonly peakRanges: number;
  readonly meanUplink: number;
  readonly events: number;
}

/** Runs a scenario; the same options give the same outcome. */
export function run(scenario: Scenario, planner: Planner, options: RunOptions): Outcome {
  return new Run(scenario, planner, options).outcome();
}

class Run {
  private readonly clock = new Clock();
  private readonly figures = new Figures();
  private readonly random: Random;
  private readonly film: Film;
  private readonly webseed: WebseedHost;
  private readonly node: SimNode;
  private readonly world: World;
  private readonly uplinks: number[];
  private readonly present = new Set<Viewer>();
  private readonly samples: Sample[] = [];
  private readonly untilMs: number;
  private numbers = 0;
  private peakUploadMbit = 0;
  private sampledWebseed = 0;
  private sampledStart = 0;
  private sampledOutcast = 0;
  private boundBytes = 0;
  private givingBoundBytes = 0;

  constructor(
    private readonly scenario: Scenario,
    private readonly planner: Planner,
    private readonly options: RunOptions,
  ) {
    const { seed, minutes, viewers } = options;
    this.untilMs = minutes * 60_000;
    this.random = new Random(seed);
    this.film = new Film({ seconds: minutes * 60 + 120, bitsPerSecond: scenario.bitsPerSecond, renditions: scenario.renditions, live: scenario.live, segmentMs: scenario.segmentMs, ladder: scenario.ladder });
    this.webseed = new WebseedHost(this.clock, { x: 0.5, y: 0.4, accessMs: 2 }, scenario.webseed);
    this.node = new SimNode(this.clock, scenario.channel ? (nowMs) => this.film.edge(nowMs) : null, scenario.segmentMs, { x: 0.4, y: 0.5, accessMs: 2 }, new Random(seed + 1), this.figures, scenario.failingPairs, planner.duty, this.webseed, new Busy(scenario.webseed.bitsPerMs, this.film.bitsPerMs));
    this.uplinks = dealUplinks(viewers, this.random);
    const chance = new Random(seed + 2);
    this.world = {
      clock: this.clock,
      film: this.film,
      webseed: this.webseed,
      node: this.node,
      figures: this.figures,
      plan: planner.plan,
      random: () => chance.next(),
      peersAllowed: planner.peers,
      lowStart: planner.duty,
      horizonMs: 60_000,
      channel: scenario.channel,
    };
  }

  outcome(): Outcome {
    if (this.scenario.channel) new SimChannel(this.clock, this.film, this.node, new Random(this.options.seed + 3)).begin(this.scenario.renditions);
    this.arrivals();
    this.breakdown();
    for (let second = 1; second <= this.untilMs / 1000; second++) this.clock.at(second * 1000, () => this.sample(second));
    this.clock.run(this.untilMs);
    for (const viewer of this.present) viewer.player.close();
    this.figures.webseedBytes = this.webseed.bytesSent;
    const { scenario, planner, options, figures, samples, peakUploadMbit } = this;
    return {
      scenario: scenario.name,
      planner: planner.name,
      options,
      figures,
      samples,
      distinctBytes: this.distinctBytes(),
      boundBytes: this.boundBytes,
      givingBoundBytes: this.givingBoundBytes,
      rateMbit: this.rates() / 1000,
      peakUploadMbit,
      peakRanges: this.webseed.peakTransfers,
      meanUplink: (this.uplinks.reduce((sum, share) => sum + share, 0) * scenario.uplinkFactor) / this.uplinks.length,
      events: this.clock.events,
    };
  }

  private arrivals(): void {
    const { viewers } = this.options;
    const { arrival } = this.scenario;
    const withinMs = arrival.type === 'within' ? arrival.seconds * 1000 : this.untilMs;
    for (let i = 0; i < viewers; i++) this.clock.at(this.random.next() * withinMs, () => this.arrive(i));
  }

  private arrive(place: number): void {
    if (this.clock.nowMs >= this.untilMs) return;
    const viewer = this.viewer(place);
    this.present.add(viewer);
    viewer.start();
    this.clock.after(this.random.exponential(this.scenario.stayMs), () => {
      if (viewer.gone) return;
      this.depart(viewer);
      this.arrive(place);
    });
    if (this.scenario.seekEveryMs > 0) this.seekLater(viewer);
  }

  private depart(viewer: Viewer): void {
    viewer.leave();
    this.present.delete(viewer);
  }

  private viewer(place: number): Viewer {
    const { scenario, random } = this;
    const number = this.numbers++;
    const share = this.uplinks[place] ?? 0;
    const bits = this.film.bitsPerMs;
    const uplink = share * bits * scenario.uplinkFactor;
    return new Viewer(this.world, {
      number,
      place: somewhere(random),
      uplinkBitsPerMs: uplink,
      downlinkBitsPerMs: Math.max(random.between(6, 40) * bits, 1.5 * uplink),
      rendition: place % scenario.renditions,
      behaviour: this.behaviour(uplink > 0),
    });
  }

  private behaviour(canUpload: boolean): Behaviour {
    const { freeRiders, polluters, liars, hidden } = this.scenario;
    const kind = this.random.next();
    const bad = kind < polluters + liars;
    return {
      uploads: bad || (canUpload && kind >= polluters + liars + freeRiders),
      pollutes: kind < polluters,
      lies: bad && kind >= polluters,
      hidden: this.random.chance(hidden),
    };
  }

  private seekLater(viewer: Viewer): void {
    this.clock.after(this.random.exponential(this.scenario.seekEveryMs), () => {
      if (viewer.gone) return;
      viewer.seek(this.random.below(viewer.lastSegment - 15));
      this.seekLater(viewer);
    });
  }

  private breakdown(): void {
    const { breaks } = this.scenario;
    if (breaks === undefined) return;
    this.clock.at(breaks.at * this.untilMs, () => this.broken(breaks.what, true));
    this.clock.at(breaks.until * this.untilMs, () => this.broken(breaks.what, false));
  }

  private broken(what: 'webseed' | 'node' | 'half leave', broken: boolean): void {
    if (what === 'node') this.node.dead = broken;
    else if (what === 'half leave') {
      if (broken) [...this.present].filter((_, i) => i % 2 === 0).forEach((viewer) => this.depart(viewer));
    } else if (broken) this.webseed.die();
    else this.webseed.revive();
  }

  private sample(second: number): void {
    let uplink = 0;
    let giving = 0;
    let uploaded = 0;
    let stalled = 0;
    for (const viewer of this.present) {
      const usable = usableUplink(viewer);
      uplink += usable;
      if (viewer.transfers.heldPieces > 0 && viewer.neighbours.size > 0) giving += usable;
      uploaded += viewer.uplink.recentBytes;
      this.peakUploadMbit = Math.max(this.peakUploadMbit, (viewer.uplink.recentBytes * 8) / 1e6);
      viewer.upBitsPerMs = (viewer.uplink.recentBytes * 8) / 1000;
      viewer.uplink.recentBytes = 0;
      if (viewer.player.state === 'stalled') stalled++;
      if (this.scenario.live && viewer.player.state === 'playing') this.figures.behind(this.film.latencyMs(viewer.player.playheadMs, this.clock.nowMs));
    }
    const startMbit = ((this.figures.startBytes - this.sampledStart) * 8) / 1e6;
    this.sampledStart = this.figures.startBytes;
    const outcastMbit = ((this.figures.outcastBytes - this.sampledOutcast) * 8) / 1e6;
    this.sampledOutcast = this.figures.outcastBytes;
    const bound = (bitsPerMs: number): number => startMbit + outcastMbit + (this.present.size === 0 ? 0 : this.bound(bitsPerMs) / 1000);
    const boundMbit = bound(uplink);
    const givingBoundMbit = bound(giving);
    this.boundBytes += (boundMbit * 1e6) / 8;
    this.givingBoundBytes += (givingBoundMbit * 1e6) / 8;
    const webseedMbit = ((this.webseed.bytesSent - this.sampledWebseed) * 8) / 1e6;
    this.sampledWebseed = this.webseed.bytesSent;
    this.samples.push({ second, viewers: this.present.size, webseedMbit, peersMbit: (uploaded * 8) / 1e6, boundMbit, givingBoundMbit, stalled });
  }

  /** One stream of each rendition or what the uplinks lack, whichever is more; who is shunned by all has nothing but webseeds. What polluters take is counted as they take it. */
  private bound(uplinkBitsPerMs: number): number {
    let demand = 0;
    let shunned = 0;
    for (const viewer of this.present) {
      if (viewer.behaviour.pollutes) continue;
      const rate = this.film.bitsPerMs / 2 ** viewer.options.rendition;
      if (this.node.shuns(viewer)) shunned += rate;
      else demand += rate;
    }
    return shunned + Math.max(this.rates(), demand - uplinkBitsPerMs);
  }

  private rates(): number {
    let rates = 0;
    for (let i = 0; i < this.scenario.renditions; i++) rates += this.film.bitsPerMs / 2 ** i;
    return rates;
  }

  private distinctBytes(): number {
    let bytes = 0;
    for (let rendition = 0; rendition < this.film.renditions; rendition++) {
      for (const segment of this.film.rendition(rendition)) if (this.world.figures.watched.has(segment.root)) bytes += segment.sizeBytes;
    }
    return bytes;
  }
}

/** What others may have of a line, in bits per millisecond. */
function usableUplink({ behaviour, options }: Viewer): number {
  return behaviour.uploads && !behaviour.lies && !behaviour.pollutes ? options.uplinkBitsPerMs : 0;
}
