import type { Outcome, Sample } from './run';
import type { Scenario } from './scenario';

/** What is told of a run; media in megabytes. */
export interface Summary {
  readonly scenario: string;
  readonly about: string;
  readonly planner: string;
  readonly viewers: number;
  readonly minutes: number;
  readonly seed: number;
  readonly webseed: { readonly mbit: number; readonly streamMbit: number; readonly serviceMs: number; readonly peakRanges: number };
  readonly meanUplink: number;
  /** Webseeds' bytes by the bytes that somebody watched: all, the bound, and what lies above it. */
  readonly copies: number;
  readonly boundCopies: number;
  readonly excessCopies: number;
  /** The bound where an uplink counts only once its owner has a piece and somebody to give it to. */
  readonly givingBoundCopies: number;
  /** Of the bound, the first segment of each viewer that came. */
  readonly startCopies: number;
  /** Copies a second in the second half of the run, when all who come at once have come, and the bound there. */
  readonly lateCopies: number;
  readonly lateBoundCopies: number;
  readonly offload: number;
  readonly stalls: number;
  readonly stalledViewers: number;
  readonly stalledSeconds: number;
  readonly startMs: { readonly median: number; readonly p90: number; readonly p99: number; readonly worst: number };
  /** The worst start by what that viewer would have had alone. */
  readonly worstStartRatio: number;
  /** How far viewers are behind a live title on average; 0 for a film. */
  readonly latencyMs: number;
  readonly webseedMB: number;
  readonly peersMB: number;
  readonly duplicateMB: number;
  readonly peakUploadMbit: number;
  readonly badPieces: number;
  readonly badPiecesShown: number;
  readonly bans: number;
  readonly wrongBans: number;
  readonly reasonsMB: Readonly<Record<string, number>>;
  /** The same by the viewer's age and whether a peer had what came. */
  readonly agesMB: Readonly<Record<string, number>>;
  readonly samples: readonly Sample[];
}

export function summarize(scenario: Scenario, outcome: Outcome): Summary {
  const { figures, distinctBytes, boundBytes, givingBoundBytes } = outcome;
  const starts = [...figures.startsMs].sort((a, b) => a - b);
  const half = outcome.samples.slice(outcome.samples.length >> 1);
  const late = (value: (sample: Sample) => number): number => round(half.reduce((sum, sample) => sum + value(sample), 0) / Math.max(1, half.length) / outcome.rateMbit);
  const copies = (bytes: number): number => round(bytes / Math.max(1, distinctBytes));
  return {
    scenario: scenario.name,
    about: scenario.about,
    planner: outcome.planner,
    ...outcome.options,
    webseed: {
      mbit: scenario.webseed.bitsPerMs / 1000,
      streamMbit: scenario.webseed.streamBitsPerMs / 1000,
      serviceMs: scenario.webseed.serviceMs,
      peakRanges: outcome.peakRanges,
    },
    meanUplink: round(outcome.meanUplink),
    copies: copies(figures.webseedBytes),
    boundCopies: copies(boundBytes),
    excessCopies: copies(figures.webseedBytes - boundBytes),
    givingBoundCopies: copies(givingBoundBytes),
    startCopies: copies(figures.startBytes),
    lateCopies: late((sample) => sample.webseedMbit),
    lateBoundCopies: late((sample) => sample.boundMbit),
    offload: round(figures.peerBytes / Math.max(1, figures.peerBytes + figures.webseedBytes)),
    stalls: figures.stalls,
    stalledViewers: figures.stalledViewers.size,
    stalledSeconds: round(figures.stalledMs / 1000),
    startMs: { median: at(starts, 0.5), p90: at(starts, 0.9), p99: at(starts, 0.99), worst: at(starts, 1) },
    worstStartRatio: round(figures.worstStartRatio),
    latencyMs: Math.round(figures.latencyMs),
    webseedMB: mega(figures.webseedBytes),
    peersMB: mega(figures.peerBytes),
    duplicateMB: mega(figures.duplicateBytes),
    peakUploadMbit: round(outcome.peakUploadMbit),
    badPieces: figures.badPieces,
    badPiecesShown: figures.badPiecesShown,
    bans: figures.bans,
    wrongBans: figures.wrongBans,
    reasonsMB: megas(figures.byReason),
    agesMB: megas(figures.byAge),
    samples: outcome.samples,
  };
}

/** One line for a terminal. */
export function line(s: Summary): string {
  const cells = [
    s.scenario.padEnd(16),
    s.planner.padEnd(22),
    `${s.viewers} viewers`,
    `webseeds ${s.webseed.mbit} Mbit/s`,
    `copies ${s.copies} (bound ${s.boundCopies}, above it ${s.excessCopies}; of uplinks that can give ${s.givingBoundCopies})`,
    `second half ${s.lateCopies} (bound ${s.lateBoundCopies})`,
    `stalls ${s.stalls} of ${s.stalledViewers} viewers, ${s.stalledSeconds} s`,
    `start ${s.startMs.median}/${s.startMs.p99}/${s.startMs.worst} ms (worst ${s.worstStartRatio} x alone)`,
    ...(s.latencyMs > 0 ? [`behind ${s.latencyMs} ms`] : []),
    `offload ${s.offload}`,
    `duplicates ${s.duplicateMB} MB`,
    `peak upload ${s.peakUploadMbit} Mbit/s`,
    `bad ${s.badPieces}, shown ${s.badPiecesShown}, bans ${s.bans} (${s.wrongBans} wrong)`,
    JSON.stringify(s.reasonsMB),
  ];
  return cells.join(' | ');
}

function at(sorted: readonly number[], quantile: number): number {
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(quantile * sorted.length))] ?? 0);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function megas(bytes: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(bytes).map(([name, of]) => [name, mega(of)]));
}

function mega(bytes: number): number {
  return round(bytes / 1e6);
}
