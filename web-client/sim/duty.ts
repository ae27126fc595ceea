import type { PieceInSegment } from '../src/content/ids';
import type { Segment } from '../src/content/records';
import { RING_SLOTS, slotOf } from '../src/schedule/ring';
import type { Duty } from '../src/schedule/types';
import { allocate } from './ring';
import type { Viewer } from './viewer';

/** A ring holds from this far ahead of the foremost playhead, so that nobody has begun there under the ring before. */
const AHEAD_MS = 14_000;
/** A live ring holds from the second segment that is yet to come, as DutyCohort.java has it. */
const LIVE_LEAD = 2;
const VERSIONS_MOST = 40;
/** As DutyCohort.java has it. */
const MOST_MEDIANS = 8;

interface Ring {
  readonly owners: readonly Viewer[];
  /** The owner of the next run. */
  readonly backups: readonly (Viewer | null)[];
}

/** The ring of one cohort, in the versions that may still be asked for. */
export class Cohort {
  private readonly versions: { readonly fromNumber: number; readonly ring: Ring }[] = [];
  private members = '';

  /** Takes its members, shares the slots out again when they changed: from `nextNumber` on. */
  update(viewers: readonly Viewer[], nextNumber: number): void {
    const owners = [...viewers].sort((a, b) => a.options.number - b.options.number);
    const members = owners.map((viewer) => viewer.options.number).join();
    if (members === this.members) return;
    this.members = members;
    const before = this.versions.at(-1)?.ring.owners ?? [];
    const fromNumber = this.versions.length === 0 ? 0 : nextNumber;
    this.versions.push({ fromNumber, ring: ringOf(allocate(before, owners, weights(owners))) });
    if (this.versions.length > VERSIONS_MOST) this.versions.shift();
  }

  share(viewer: Viewer, segment: Segment, piece: PieceInSegment): 'own' | 'backup' | null {
    const ring = this.at(segment.number);
    const slot = slotOf(segment, piece);
    if (ring?.owners[slot] === viewer) return 'own';
    return ring?.backups[slot] === viewer ? 'backup' : null;
  }

  private at(number: number): Ring | undefined {
    for (let i = this.versions.length - 1; i >= 0; i--) {
      const version = this.versions[i];
      if (version !== undefined && version.fromNumber <= number) return version.ring;
    }
    return this.versions[0]?.ring;
  }
}

function ringOf(owners: readonly Viewer[]): Ring {
  const backups: (Viewer | null)[] = [];
  let next: Viewer | null = null;
  for (let slot = 2 * RING_SLOTS - 1; slot >= 0; slot--) {
    const owner = owners[slot % RING_SLOTS];
    const after = owners[(slot + 1) % RING_SLOTS];
    if (after !== undefined && after !== owner) next = after;
    if (slot < RING_SLOTS) backups[slot] = next;
  }
  return { owners, backups };
}

/** By measured uplink, within bounds around the median; who was not measured counts as the median. */
function weights(viewers: readonly Viewer[]): number[] {
  const measured = viewers.map((viewer) => viewer.uploadRate.bitsPerSecond ?? 0);
  const known = measured.filter((rate) => rate > 0).sort((a, b) => a - b);
  const median = known[(known.length - 1) >> 1] ?? 1;
  return measured.map((rate) => Math.round(rate > 0 ? Math.min(MOST_MEDIANS * median, Math.max(median / MOST_MEDIANS, 1, rate)) : median));
}

/** The node's rings: one per rendition and stretch of the title that a horizon covers. */
export class Rings {
  private readonly cohorts = new Map<string, Cohort>();
  private readonly cohortOf = new Map<Viewer, Cohort>();

  constructor(
    private readonly horizonMs: number,
    private readonly backupAfterMs: number,
    /** The number of a live channel's newest segment; `null` where all are known from the beginning. */
    private readonly edge: ((nowMs: number) => number) | null,
    private readonly segmentMs: number,
  ) {}

  /** Once a second. Who plays at the same place goes on doing so, so that a cohort is named by when its title began. */
  update(viewers: readonly Viewer[], nowMs: number): void {
    const groups = new Map<string, Viewer[]>();
    for (const viewer of viewers) {
      const name = `${viewer.rendition}/${Math.floor((viewer.player.playheadMs - nowMs) / this.horizonMs + 0.5)}`;
      const group = groups.get(name);
      if (group === undefined) groups.set(name, [viewer]);
      else group.push(viewer);
    }
    this.cohortOf.clear();
    for (const [name, group] of groups) this.refresh(name, group, nowMs);
  }

  dutyOf(viewer: Viewer): Duty | undefined {
    const cohort = this.cohortOf.get(viewer);
    if (cohort === undefined) return undefined;
    return { owns: (segment, piece) => cohort.share(viewer, segment, piece), backupAfterMs: this.backupAfterMs };
  }

  private refresh(name: string, group: readonly Viewer[], nowMs: number): void {
    if (group.length < 2) return;
    const cohort = this.cohorts.get(name) ?? new Cohort();
    this.cohorts.set(name, cohort);
    const able = group.filter((viewer) => viewer.takesDuties);
    if (able.length === 0) return;
    cohort.update(able, this.edge === null ? this.ahead(group) : this.edge(nowMs) + LIVE_LEAD);
    for (const viewer of group) this.cohortOf.set(viewer, cohort);
  }

  private ahead(group: readonly Viewer[]): number {
    const foremostMs = Math.max(...group.map((viewer) => viewer.player.playheadMs));
    return Math.floor((foremostMs + AHEAD_MS) / this.segmentMs) + 1;
  }
}
