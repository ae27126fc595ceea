import type { PieceInSegment, PieceIndex } from '../content/ids';
import { UNMEASURED_RATE } from './ask';
import { elect } from './election';
import { hash01 } from './hash';
import { neededInMs } from './needed';
import { outOfPatience } from './patience';
import type { Duty, Need, PeerView, PieceView, Request, ScheduleState, SegmentView, WebseedReason } from './types';
import { SOON_MS, URGENT_MOST_MS, URGENT_TIMES, needOf, urgentMs } from './urgent';

/** How long a player that waits already, as after a seek, waits for peers who have the pieces. */
const PEERS_FIRST_MS = 300;
/**
 * Before this part of the urgent zone what peers hold is left to them as far as they are thought to bring it in time, and what nobody holds to those who fetch for all; within it only what
 * peers have brought counts. In a thin cohort all of the zone is fetched.
 */
const CRITICAL = 0.4;
/**
 * Later than this, and than so many times the measured time of a fetch, and as many more as the part of a segment that is missing, nothing is left to peers. A page that
 * comes late to what it is to do adds so many times that.
 */
const LAST_CALL_TIMES = 1.2;
/** And so many times what fetches take longer than that on average: RFC 6298 reckons so with round trips that vary. */
const LAST_CALL_SPREADS = 4;
const LAST_CALL_TIMES_ALL = 1.5;
const LAST_CALL_LEAST_MS = 400;
/** A page that comes late to what it is to do sends its request late and hears late of the answer. */
export const LAG_TIMES = 2;
/**
 * A webseed at which requests wait so long has too much to do: it is not asked for what peers bring as soon. Of one that does not say how long they wait the time of a
 * fetch is taken for it, which a slow line or machine makes long as well.
 */
const HOT_MS = 1_000;
/** What waits so long is believed to wait at the webseed, though a moment ago nobody waited there. */
const UNTOLD_MS = 3_000;
/** Nor than this what is under way from peers to the last block. */
const UNDER_WAY_LEAST_MS = 250;
/** Who brings less, in bytes per millisecond, drips: it is counted on for a piece only as far as it brings it in time, or in this time. */
const DRIP_RATE = 8;
const DRIP_LEAST_MS = 3_000;
/** So long after the first peer came a viewer has heard of its cohort's ring, if there is one; until then it elects nobody. */
const RING_TOLD_MS = 2_000;
/** How far fallbacks of different viewers are spread, as part of the urgent zone's width. */
const SPREAD = 0.3;
/** How much earlier than the others the second in the election stands in for an owner that does nothing. */
const STAND_IN_MS = 1_500;
/** With duty, by how much earlier than the urgent zone fallbacks begin in the mean, and at most. */
const FALLBACK_MEAN_MS = 700;
const FALLBACK_MOST_MS = 6_000;
/** Nor by more than this part of the time that there was: of a live segment owner and neighbours have little. */
const FALLBACK_PART = 0.4;
/**
 * How far before it is needed by this viewer or a neighbour a piece is fetched for all by who has just met the first peer, and how much farther for each millisecond since. While
 * a crowd comes, rings and elections change all the time and fetch the same again, and what is far ahead takes the uplinks from what is needed.
 */
const REACH_FIRST_MS = 12_000;
const REACH_GROWS = 3;
/** By how much later an owner may have met its first peer than its backup, so that it reaches a piece later. */
const REACH_APART_MS = 2_000;
/** What is needed within this time the elected one fetches although the neighbourhood still changes: later all would. */
const UNSETTLED_MS = 5_000;
/** The widest gap between pieces that are needed at once that is fetched as well where they would be more requests than there may be at once. */
const GAP_MOST_BYTES = 65_536;
type Fetch = Extract<Request, { type: 'fetch' }>;

/** What to get from webseeds now; `segments` are in order of their deadlines. */
export function fetchFromWebseeds(segments: readonly SegmentView[], state: ScheduleState, nowMs: number): Fetch[] {
  const fetches: Fetch[] = [];
  const { freeSlots, slots, takesAhead } = state.webseed;
  const urgentSlots = isHot(state.webseed) ? freeSlots : state.webseed.urgentSlots;
  for (const segment of segments) {
    const free = freeSlots - fetches.length;
    const urgentFree = urgentSlots - fetches.length;
    if (Math.max(free, urgentFree) <= 0) break;
    const choice = choose(segment, state, nowMs);
    if (choice === null || (choice.reason === 'owner' && free < slots)) continue;
    const need = needOfChoice(segment, choice, state, nowMs);
    if (need === 'ahead' && !takesAhead) continue;
    const runs = choice.reason === 'urgent' ? bridged(adjacent(choice.pieces), segment, urgentFree) : adjacent(choice.pieces).slice(0, Math.max(0, free));
    for (const run of runs) fetches.push({ type: 'fetch', segment: segment.segment, from: run.from, pieces: run.pieces, reason: choice.reason, need });
  }
  return fetches;
}

function needOfChoice({ segment, deadlineMs }: SegmentView, { pieces, reason }: Choice, state: ScheduleState, nowMs: number): Need {
  const slackMs = deadlineMs - nowMs;
  if (reason === 'owner') return needOfAll(Math.min(slackMs, neededInMs(segment, state.peers)));
  const need = needOf(slackMs, state.webseed.segmentMs);
  return need === 'now' && pieces.every(({ index }) => state.holders(index) > 0) ? 'soon' : need;
}

/** What is fetched for all, the first of whom needs it in `slackMs`: it takes several hops to reach them, and each of them would fetch it otherwise. */
function needOfAll(slackMs: number): Need {
  return slackMs < SOON_MS ? 'now' : 'ahead';
}

/** The width of the urgent zone of a segment for this viewer, in milliseconds. */
export function urgentWidthMs(segment: SegmentView, state: ScheduleState, rank: number): number {
  return urgentMs(state.webseed.segmentMs, segment.givenMs) * (1 + SPREAD * hash01(`${segment.segment.root}#${state.self}`)) + (rank === 1 && state.settled ? STAND_IN_MS : 0);
}

interface Choice {
  readonly pieces: readonly PieceView[];
  readonly reason: WebseedReason;
}

function choose(view: SegmentView, state: ScheduleState, nowMs: number): Choice | null {
  const open = view.pieces.filter((piece) => !piece.busy);
  if (open.length === 0) return null;
  const disputed = open.filter((piece) => piece.disputed);
  const slackMs = view.deadlineMs - nowMs;
  const peersHadTime = !view.demanded || nowMs - view.demandedAtMs >= PEERS_FIRST_MS;
  if (state.webseed.alive && peersHadTime) {
    const short = shortOf(open, slackMs, view, state);
    if (short.length > 0) return some([...new Set([...disputed, ...short])], 'urgent');
  }
  if (disputed.length > 0) return some(disputed, 'dispute');
  const brought = (piece: PieceView): boolean => bring(state, piece, slackMs);
  const duty = state.peers.some((peer) => peer.askable) ? state.duty : undefined;
  if (duty !== undefined) return byDuty(view, open, brought, duty, state, nowMs);
  const nowhere = open.filter((piece) => !brought(piece));
  if (nowhere.length === 0) return null;
  const { rank, others } = elect(view.segment, state);
  if (slackMs < urgentWidthMs(view, state, rank)) return some(nowhere, 'urgent');
  if (outOfPatience(view, state, rank, nowMs)) return some(nowhere, 'impatient');
  if (others > 0) return rank === 0 && state.metForMs >= RING_TOLD_MS && slackMs < (state.settled ? reachMs(state) : UNSETTLED_MS) ? some(nowhere, 'owner') : null;
  return view.demanded && slackMs < state.aloneMs ? some(nowhere, 'alone') : null;
}

/**
 * The pieces that are fetched although peers may have them: all of them at the last call, a little later those that are under way, and before it as
 * many as the peers that hold them do not bring in time, those that were asked for least.
 */
function shortOf(open: readonly PieceView[], slackMs: number, view: SegmentView, state: ScheduleState): readonly PieceView[] {
  const { segmentMs, spreadMs } = state.webseed;
  const spreadsMs = LAST_CALL_SPREADS * spreadMs;
  const widthMs = Math.max(urgentMs(segmentMs, view.givenMs), Math.min(URGENT_MOST_MS, URGENT_TIMES * segmentMs + spreadsMs));
  if (slackMs >= widthMs) return [];
  const missing = open.reduce((sum, piece) => sum + missingBytes(piece), 0) / view.segment.sizeBytes;
  const timesMs = (LAST_CALL_TIMES + LAST_CALL_TIMES_ALL * missing) * segmentMs + spreadsMs;
  const lastCallMs = Math.min(widthMs, Math.max(LAST_CALL_LEAST_MS, timesMs) + LAG_TIMES * state.lagMs);
  const hot = isHot(state.webseed);
  const thin = state.thin && !hot;
  if (!thin && slackMs >= Math.max(lastCallMs, CRITICAL * widthMs)) {
    return notBrought(open, slackMs, state, thoughtRate).filter(({ index }) => state.holders(index) > 0);
  }
  if (hot) return notBrought(open, Math.max(slackMs, segmentMs), state, thoughtRate);
  if (thin || slackMs < Math.min(lastCallMs, Math.max(UNDER_WAY_LEAST_MS, timesMs) + LAG_TIMES * state.lagMs)) return open;
  if (slackMs < lastCallMs) return open.filter((piece) => !piece.blocks.every(({ here, asked }) => here || asked.length > 0));
  return notBrought(open, slackMs - lastCallMs / 2, state, (peer) => peer.bytesPerMs);
}

/** Those that no peer holds, and of the others those that peers do not bring in that time at their measured rates, which were asked for least. */
function notBrought(open: readonly PieceView[], withinMs: number, state: Pick<ScheduleState, 'peers' | 'holders'>, rateOf: (peer: PeerView) => number): readonly PieceView[] {
  let left = withinMs * state.peers.reduce((sum, peer) => (peer.askable ? sum + rateOf(peer) : sum), 0);
  const byProgress = [...open].sort((a, b) => missingBytes(a) - missingBytes(b) || a.piece - b.piece);
  return byProgress.filter((piece) => {
    left -= missingBytes(piece);
    return left < 0 || state.holders(piece.index) === 0;
  });
}

/**
 * Whether a fetch that a webseed has not begun to answer is given up: it waits there behind others, as far as is known, and peers bring what it is for, and all else that is missing of
 * the segment, before it is needed, or in as long again. Otherwise the next plan would ask for it once more, and nobody would ever bring it.
 */
export function isBetterLeft(
  waitedMs: number,
  toldWaitMs: number | null,
  pieces: readonly PieceIndex[],
  { pieces: missing, deadlineMs }: SegmentView,
  peers: readonly PeerView[],
  nowMs: number,
): boolean {
  if (waitedMs < ((toldWaitMs ?? HOT_MS) < HOT_MS ? UNTOLD_MS : HOT_MS)) return false;
  const short = notBrought(missing, Math.max(deadlineMs - nowMs, waitedMs), { peers, holders: holdersAmong(peers) }, thoughtRate);
  return !short.some(({ index }) => pieces.includes(index));
}

function isHot({ segmentMs, toldWaitMs }: ScheduleState['webseed']): boolean {
  return (toldWaitMs ?? segmentMs) >= HOT_MS;
}

/** In bytes per millisecond; of a peer that was not measured what is usual. */
function thoughtRate({ bytesPerMs }: PeerView): number {
  return bytesPerMs === 0 ? UNMEASURED_RATE : bytesPerMs;
}

/** Whether peers hold a piece and can bring it: one that drips holds it for nobody. */
function bring(state: ScheduleState, piece: PieceView, slackMs: number): boolean {
  if (state.holders(piece.index) === 0) return false;
  let dripping = 0;
  for (const peer of state.peers) {
    if (!peer.has(piece.index) || !peer.askable) continue;
    const { bytesPerMs } = peer;
    if (bytesPerMs === 0 || bytesPerMs >= DRIP_RATE) return true;
    dripping += bytesPerMs;
  }
  return dripping > 0 && dripping * Math.max(slackMs, DRIP_LEAST_MS) >= missingBytes(piece);
}

/** How many of those peers that answer requests have a piece, as long as they are as they are now: each is asked once. */
export function holdersAmong(peers: readonly PeerView[]): (piece: PieceIndex) => number {
  const askable = peers.filter((peer) => peer.askable);
  const counts = new Map<PieceIndex, number>();
  return (piece) => {
    const known = counts.get(piece);
    if (known !== undefined) return known;
    const count = askable.reduce((sum, peer) => (peer.has(piece) ? sum + 1 : sum), 0);
    counts.set(piece, count);
    return count;
  };
}

function missingBytes({ bytes, blocks }: PieceView): number {
  let missing = 0;
  for (const { here } of blocks) if (!here) missing++;
  return (bytes * missing) / blocks.length;
}

function reachMs({ metForMs }: ScheduleState): number {
  return REACH_FIRST_MS + REACH_GROWS * metForMs;
}

/** The owner brings a piece for all, at once; without it the backup, and without both whoever's patience ends first. What peers bring nobody fetches. */
function byDuty(view: SegmentView, open: readonly PieceView[], brought: (piece: PieceView) => boolean, duty: Duty, state: ScheduleState, nowMs: number): Choice | null {
  const { segment } = view;
  const leftMs = view.deadlineMs - nowMs;
  const mayBeDue = leftMs < farthestMs(view, state);
  const isReached = leftMs <= reachMs(state) || neededInMs(segment, state.peers) <= reachMs(state);
  if (!mayBeDue && !isReached) return null;
  const due: PieceView[] = [];
  const mine: PieceView[] = [];
  let owedMs: number | null = null;
  for (const piece of open) {
    const isDue = mayBeDue && leftMs < lastMomentMs(piece, view, state);
    const share = isDue || !isReached ? null : duty.owns(segment, piece.piece);
    const isMine = share === 'own' || (share === 'backup' && (owedMs ??= owedForMs(view, state, nowMs)) >= duty.backupAfterMs);
    if ((isDue || isMine) && !brought(piece)) (isDue ? due : mine).push(piece);
  }
  return due.length > 0 ? some([...due, ...mine], 'urgent') : some(mine, 'owner');
}

/** For how long an owner could have brought a segment: since it is wanted, and near enough to be fetched for all. */
function owedForMs({ segment, deadlineMs, wantedAtMs }: SegmentView, state: ScheduleState, nowMs: number): number {
  const reachedForMs = (reachMs(state) - Math.min(deadlineMs - nowMs, neededInMs(segment, state.peers))) / (1 + REACH_GROWS);
  return Math.min(nowMs - wantedAtMs, reachedForMs - REACH_APART_MS);
}

/** The most that {@link lastMomentMs} is for any piece. */
function farthestMs({ givenMs }: SegmentView, state: ScheduleState): number {
  const urgent = urgentMs(state.webseed.segmentMs, givenMs);
  return urgent + leadMostMs(urgent, givenMs);
}

function leadMostMs(urgent: number, givenMs: number): number {
  return Math.min(FALLBACK_MOST_MS, FALLBACK_PART * Math.max(0, givenMs - urgent));
}

/**
 * How long before the deadline a piece that nobody brought is fetched. The lead is spread exponentially by a hash of viewer and piece: however
 * many viewers wait, only a few are much earlier than the others, and what they fetch reaches the others in time.
 */
function lastMomentMs({ index }: PieceView, { givenMs }: SegmentView, state: ScheduleState): number {
  const urgent = urgentMs(state.webseed.segmentMs, givenMs);
  const lead = state.settled ? -Math.log(1 - hash01(`${index}#${state.self}`)) * (FALLBACK_MEAN_MS / FALLBACK_MOST_MS) : 0;
  return urgent + leadMostMs(urgent, givenMs) * Math.min(1, lead);
}

function some(pieces: readonly PieceView[], reason: WebseedReason): Choice | null {
  return pieces.length === 0 ? null : { pieces, reason };
}

interface Span {
  readonly from: PieceInSegment;
  readonly pieces: number;
}

/** Pieces that lie one after another. */
function adjacent(pieces: readonly PieceView[]): Span[] {
  const runs: Span[] = [];
  for (const { piece } of [...pieces].sort((a, b) => a.piece - b.piece)) {
    const last = runs.at(-1);
    if (last !== undefined && piece === last.from + last.pieces) runs[runs.length - 1] = { from: last.from, pieces: last.pieces + 1 };
    else runs.push({ from: piece, pieces: 1 });
  }
  return runs;
}

/** As many runs as can be fetched at once: where there are more, the shortest gaps are fetched as well unless they are being fetched. */
function bridged(runs: readonly Span[], view: SegmentView, most: number): Span[] {
  const left = [...runs];
  while (left.length > most) {
    let at = -1;
    let least = GAP_MOST_BYTES;
    for (let i = 1; i < left.length; i++) {
      const bytes = gapBytes(left[i - 1], left[i], view);
      if (bytes < least) [at, least] = [i, bytes];
    }
    const [before, after] = [left[at - 1], left[at]];
    if (before === undefined || after === undefined) break;
    left.splice(at - 1, 2, { from: before.from, pieces: after.from + after.pieces - before.from });
  }
  return left.slice(0, Math.max(0, most));
}

function gapBytes(before: Span | undefined, after: Span | undefined, view: SegmentView): number {
  if (before === undefined || after === undefined) return Infinity;
  const end = before.from + before.pieces;
  if (view.pieces.some(({ busy, piece }) => busy && piece >= end && piece < after.from)) return Infinity;
  return ((after.from - end) * view.segment.sizeBytes) / view.segment.pieces;
}
