import { RING_SLOTS } from '../src/schedule/ring';

/* As Ring.java has them. */
const MOST_RUNS_PER_OWNER = 4;
const FEW_OWNERS = 8;

interface Share<T> {
  readonly owner: T;
  /** Its place among the owners, by which ties are broken. */
  readonly order: number;
  readonly quota: number;
  slots: number;
}

interface Run<T> {
  readonly owner: T;
  readonly from: number;
  readonly end: number;
}

/**
 * Who owns which slot, as the node's Ring, RingShare and RingLayout share them out: in proportion to the weights, moving as few slots as
 * possible of the ring before (empty for none). `owners` are in the order of their peer ids; the vectors in ring-layout.json bind both.
 */
export function allocate<T>(before: readonly T[], owners: readonly T[], weights: readonly number[]): T[] {
  const shares = shareOut(before, owners, weights);
  const moved = layOut(before, shares);
  const cut = owners.length <= FEW_OWNERS && runsOf(moved).length > MOST_RUNS_PER_OWNER * owners.length;
  return cut ? layOut([], shares) : moved;
}

/** Runs of equal owners, first to last. */
export function runsOf<T>(slots: readonly T[]): Run<T>[] {
  const runs: Run<T>[] = [];
  slots.forEach((owner, slot) => {
    const last = runs.at(-1);
    if (last?.owner === owner) runs[runs.length - 1] = { ...last, end: slot + 1 };
    else runs.push({ owner, from: slot, end: slot + 1 });
  });
  return runs;
}

function shareOut<T>(before: readonly T[], owners: readonly T[], weights: readonly number[]): Share<T>[] {
  const held = new Map<T, number>();
  for (const owner of before) held.set(owner, (held.get(owner) ?? 0) + 1);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const shares = owners.map((owner, order) => {
    const quota = ((weights[order] ?? 0) / total) * RING_SLOTS;
    return { owner, order, quota, slots: Math.min(Math.ceil(quota), Math.max(Math.floor(quota), held.get(owner) ?? 0)) };
  });
  spread(RING_SLOTS - shares.reduce((sum, { slots }) => sum + slots, 0), shares);
  return shares;
}

/** One slot more or less for those who are furthest from their shares, as far as rounding allows. */
function spread<T>(missing: number, shares: readonly Share<T>[]): void {
  const step = Math.sign(missing);
  let left = missing;
  for (const share of [...shares].sort((a, b) => step * (a.slots - a.quota) - step * (b.slots - b.quota) || a.order - b.order)) {
    if (left === 0 || Math.abs(share.slots + step - share.quota) >= 1) continue;
    share.slots += step;
    left -= step;
  }
}

function layOut<T>(before: readonly T[], shares: readonly Share<T>[]): T[] {
  const lacks = new Map(shares.map(({ owner, slots }) => [owner, slots]));
  const ring: (T | null)[] = Array.from({ length: RING_SLOTS }, () => null);
  const give = (slot: number, owner: T): void => {
    ring[slot] = owner;
    lacks.set(owner, (lacks.get(owner) ?? 0) - 1);
  };
  const kept = runsOf(before).filter(({ owner }) => lacks.has(owner));
  for (const { owner, from, end } of kept) for (let slot = from; slot < end; slot++) give(slot, owner);
  giveUp(kept, ring, lacks);
  extend(ring, lacks, give);
  let slot = 0;
  for (const { owner } of shares) {
    for (; (lacks.get(owner) ?? 0) > 0; slot++) if (ring[slot] === null) give(slot, owner);
  }
  return ring.filter((owner) => owner !== null);
}

/** Who has too many gives up its shortest runs first, from their ends. */
function giveUp<T>(kept: readonly Run<T>[], ring: (T | null)[], lacks: Map<T, number>): void {
  for (const { owner, from, end } of [...kept].sort((a, b) => a.end - a.from - (b.end - b.from) || a.from - b.from)) {
    const lack = lacks.get(owner) ?? 0;
    const given = Math.min(Math.max(0, -lack), end - from);
    for (let slot = end - given; slot < end; slot++) ring[slot] = null;
    lacks.set(owner, lack + given);
  }
}

/** What is free goes to whoever it touches, first upwards, then downwards. */
function extend<T>(ring: readonly (T | null)[], lacks: ReadonlyMap<T, number>, give: (slot: number, owner: T) => void): void {
  const into = (slot: number, owner: T | null): void => {
    if (ring[slot] === null && owner !== null && (lacks.get(owner) ?? 0) > 0) give(slot, owner);
  };
  for (let slot = 1; slot < RING_SLOTS; slot++) into(slot, ring[slot - 1] ?? null);
  for (let slot = RING_SLOTS - 2; slot >= 0; slot--) into(slot, ring[slot + 1] ?? null);
}
