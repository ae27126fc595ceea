import type { WebseedCapacity } from './webseed-host';

/** How viewers come. */
export type Arrival = { readonly type: 'within'; readonly seconds: number } | { readonly type: 'poisson' };

/** A named run; what is left out is as {@link DEFAULTS} has it. */
export interface Scenario {
  readonly name: string;
  /** What it shows, in one sentence. */
  readonly about: string;
  readonly live: boolean;
  /** Viewers hear of its segments as those of a live channel do, and not all at once. */
  readonly channel: boolean;
  readonly segmentMs: number;
  readonly bitsPerSecond: number;
  readonly renditions: number;
  /** Players begin with one segment of a lowest rung, as hls.js does where the package names it first, and stay there while webseeds are busy and little is ahead. */
  readonly ladder: boolean;
  readonly arrival: Arrival;
  readonly webseed: WebseedCapacity;
  /** Pairs that cannot connect. */
  readonly failingPairs: number;
  /** Mean time that a viewer stays; who leaves is replaced. */
  readonly stayMs: number;
  /** Shares of the viewers. */
  readonly freeRiders: number;
  readonly polluters: number;
  readonly liars: number;
  readonly hidden: number;
  readonly uplinkFactor: number;
  /** Mean time between two seeks of a viewer, 0 for none. */
  readonly seekEveryMs: number;
  /** When something breaks, as a part of the run, and what. */
  readonly breaks?: { readonly what: 'webseed' | 'node' | 'half leave'; readonly at: number; readonly until: number };
}

const MBIT = 1_000;

export const DEFAULTS: Omit<Scenario, 'name' | 'about'> = {
  live: false,
  channel: false,
  segmentMs: 4_000,
  bitsPerSecond: 2_000_000,
  renditions: 1,
  ladder: false,
  arrival: { type: 'within', seconds: 20 },
  webseed: { bitsPerMs: 2_000 * MBIT, streamBitsPerMs: 40 * MBIT, serviceMs: 5 },
  failingPairs: 0.3,
  stayMs: 600_000,
  freeRiders: 0,
  polluters: 0,
  liars: 0,
  hidden: 0,
  uplinkFactor: 1,
  seekEveryMs: 0,
};

/** Three hundred streams of the default bit rate. */
const THREE_HUNDRED = { ...DEFAULTS.webseed, bitsPerMs: 600 * MBIT };

const CHANNEL = { live: true, channel: true, segmentMs: 2_000 };

export const SCENARIOS: readonly Scenario[] = [
  scenario('aligned-crowd', 'A live channel: all watch the same few seconds.', { live: true }),
  scenario('premiere', 'A film to which all come within a minute; webseeds for 300 streams.', { arrival: { type: 'within', seconds: 60 }, webseed: THREE_HUNDRED }),
  scenario('premiere-ladder', 'The same with a lowest rung of a quarter, with which players begin, and where they stay until they have eight seconds ahead while webseeds are busy.', { arrival: { type: 'within', seconds: 60 }, webseed: THREE_HUNDRED, ladder: true }),
  scenario('film-any-time', 'A film whose viewers come one after another.', { arrival: { type: 'poisson' } }),
  scenario('webseed-dies', 'A film whose webseeds fail for a fifth of the time.', { breaks: { what: 'webseed', at: 0.5, until: 0.7 } }),
  scenario('node-dies', 'The node is away for half of the time; channels stay.', { live: true, breaks: { what: 'node', at: 0.4, until: 0.9 } }),
  scenario('half-leaves', 'Half of the viewers leave at once.', { live: true, breaks: { what: 'half leave', at: 0.5, until: 0.5 } }),
  scenario('slow-uplinks', 'Uplinks carry 0.8 of what is watched.', { live: true, uplinkFactor: 0.5 }),
  scenario('polluters', '30 % send wrong bytes.', { live: true, polluters: 0.3 }),
  scenario('liars', '10 % say that they have everything and send nothing.', { live: true, liars: 0.1 }),
  scenario('free-riders', '50 % upload nothing.', { live: true, freeRiders: 0.5 }),
  scenario('two-renditions', 'Two qualities of a channel, watched by half each.', { live: true, renditions: 2 }),
  scenario('hidden-tabs', '40 % are hidden: their timers run once a second.', { live: true, hidden: 0.4 }),
  scenario('channel', 'A live channel with segments of two seconds, played six behind; who fetches a new one hears of it from the node, others from neighbours.', CHANNEL),
  scenario('channel-churn', 'The same, whose viewers stay a minute.', { ...CHANNEL, stayMs: 60_000 }),
  scenario('channel-slow-uplinks', 'The same with uplinks of 0.8 of what is watched.', { ...CHANNEL, uplinkFactor: 0.5 }),
  scenario('seeks', 'A film in which everybody jumps once a minute.', { seekEveryMs: 60_000 }),
];

export function scenarioNamed(name: string): Scenario {
  const found = SCENARIOS.find((one) => one.name === name);
  if (found === undefined) throw new Error(`There is no scenario ${name}; there are ${SCENARIOS.map((one) => one.name).join(', ')}.`);
  return found;
}

/** The same with webseeds for so many viewers. */
export function withStreams(one: Scenario, streams: number): Scenario {
  return { ...one, webseed: { ...one.webseed, bitsPerMs: (streams * one.bitsPerSecond) / 1_000 } };
}

function scenario(name: string, about: string, changes: Partial<Scenario>): Scenario {
  return { ...DEFAULTS, ...changes, name, about };
}
