import type { Viewer } from './viewer';

/* The numbers of ThinRules.java. Rates in bits per millisecond. */
const TARGET_BUFFER_MS = 20_000;
const THIN_BELOW = 1.1;
const ENOUGH_FROM = 1.3;
const FOR_AT_LEAST_MS = 3_000;
const ASSUMED_UPLINK = 2_000;
const MOST_MEDIANS = 10;

/** What the viewers of a cohort need of one another and can give one another, as Supply.java adds it up. */
interface Supply {
  readonly demand: number;
  readonly supply: number;
  readonly spare: number;
}

/** Whether a cohort is thin, as Thinness.java has it. */
class Thinness {
  private otherwiseSinceMs: number | null = null;

  constructor(public thin: boolean) {}

  update({ demand, supply }: Supply, nowMs: number): void {
    const short = supply < (this.thin ? ENOUGH_FROM : THIN_BELOW) * demand;
    if (short === this.thin) {
      this.otherwiseSinceMs = null;
      return;
    }
    this.otherwiseSinceMs ??= nowMs;
    if (nowMs - this.otherwiseSinceMs < FOR_AT_LEAST_MS) return;
    this.thin = short;
    this.otherwiseSinceMs = null;
  }
}

/** The node's word that a cohort cannot provide for itself (Provision.java): one per rendition and horizon of the title. */
export class Provision {
  private cohorts = new Map<string, Thinness>();

  constructor(private readonly horizonMs: number) {}

  /** Once a second: tells all viewers. */
  tick(viewers: readonly Viewer[], nowMs: number): void {
    const groups = new Map<string, { readonly rendition: string; readonly window: number; readonly viewers: Viewer[] }>();
    for (const viewer of viewers) {
      const { rendition } = viewer;
      const window = Math.floor(viewer.player.playheadMs / this.horizonMs);
      const key = name(rendition, window);
      const group = groups.get(key) ?? { rendition, window, viewers: [] };
      group.viewers.push(viewer);
      groups.set(key, group);
    }
    const before = this.cohorts;
    this.cohorts = new Map();
    const spare = new Map<string, number>();
    for (const [key, group] of [...groups].sort(([, a], [, b]) => b.window - a.window)) {
      const supply = supplyOf(group.viewers, spare.get(name(group.rendition, group.window + 1)) ?? 0);
      spare.set(key, supply.spare);
      const state = before.get(key) ?? new Thinness(before.get(name(group.rendition, group.window - 1))?.thin ?? false);
      state.update(supply, nowMs);
      this.cohorts.set(key, state);
      for (const viewer of group.viewers) viewer.thin = state.thin;
    }
  }
}

function supplyOf(viewers: readonly Viewer[], ahead: number): Supply {
  const views = viewers.map((viewer) => ({ viewer, ...viewer.transfers.ahead(), uplink: uplinkOf(viewer) }));
  const rate = median(views.map(({ rateBitsPerMs }) => rateBitsPerMs));
  const needy = views.filter(({ rateBitsPerMs, horizonMs }) => rateBitsPerMs > 0 && horizonMs < TARGET_BUFFER_MS);
  const usual = median(views.filter(({ viewer }) => viewer.takesDuties).map(({ uplink }) => uplink)) || ASSUMED_UPLINK;
  const unmeasured = Math.max(usual, Math.ceil(ENOUGH_FROM * rate));
  const given = views.map(({ viewer, horizonMs, uplink }) => (!viewer.takesDuties || horizonMs === 0 ? 0 : uplink === 0 ? unmeasured : Math.min(uplink, MOST_MEDIANS * usual)));
  const all = given.reduce((sum, one) => sum + one, 0);
  const [only] = needy;
  const forOthers = all - (needy.length === 1 && only !== undefined ? (given[views.indexOf(only)] ?? 0) : 0);
  const demand = rate * needy.length;
  return { demand, supply: forOthers + ahead, spare: all - Math.min(demand, forOthers) };
}

/** What a line was measured to carry; 0 before that. */
function uplinkOf(viewer: Viewer): number {
  return (viewer.uploadRate.bitsPerSecond ?? 0) / 1_000;
}

/** The median of those above 0; 0 when there are none. */
function median(values: readonly number[]): number {
  const told = values.filter((value) => value > 0).sort((a, b) => a - b);
  return told[told.length >> 1] ?? 0;
}

function name(rendition: string, window: number): string {
  return `${rendition}/${window}`;
}
