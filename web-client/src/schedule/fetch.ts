import type { PieceInSegment, PieceIndex } from '../content/ids';
import type { Segment } from '../content/records';
import { UNMEASURED_RATE } from './ask';
import { elect } from './election';
import { hash01 } from './hash';
import { outOfPatience } from './patience';
import type { Duty, Need, PeerView, PieceView, Request, ScheduleState, SegmentView, WebseedReason } from './types';

/** The width of the urgent zone before a webseed was measured, and the most that a fast one needs. */
const URGENT_UNKNOWN_MS = 2_500;
/** The least width of the urgent zone, however fast the webseed. */
const URGENT_LEAST_MS = 1_200;
/** The most, however slow: a wider one would make a webseed that has too much to do slower still. */
const URGENT_MOST_MS = 8_000;
/** The part of the player's time that is kept for the webseed when it gave little. */
const GIVEN_PART = 0.35;
/** How long a player that waits already, as after a seek, waits for peers who have the pieces. */
const PEERS_FIRST_MS = 300;
/** Within this part of the urgent zone a piece is fetched although a peer has it; in a thin cohort within all of it. */
const CRITICAL = 0.4;
/** Later than so many times the measured time of a fetch, and than this, nothing is left to peers. */
const LAST_CALL_TIMES = 1.7;
const LAST_CALL_LEAST_MS = 600;
/** A webseed that takes so long for a fetch has too much to do: it is not asked for what peers bring as soon. */
const HOT_MS = 1_000;
/** Nor than this what is under way from peers to the last block. */
const UNDER_WAY_LEAST_MS = 500;
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
/** A gap of less between pieces that are needed at once is fetched as well: two requests take longer than one that is so much longer. */
const GAP_MOST_BYTES = 65_536;
/** What is not needed within this time a hot webseed may refuse. */
const SOON_MS = 10_000;

type Fetch = Extract<Request, { type: 'fetch' }>;

/** What to get from webseeds now; `segments` are in order of their deadlines. */
export function fetchFromWebseeds(segments: readonly SegmentView[], state: ScheduleState, nowMs: number): Fetch[] {
  const fetches: Fetch[] = [];
  let free = state.webseed.freeSlots;
  for (const segment of segments) {
    if (free <= 0) break;
    const choice = choose(segment, state, nowMs);
    if (choice === null || (choice.reason === 'owner' && free < state.webseed.slots)) continue;
    const need = needOfChoice(segment, choice, state, nowMs);
    if (need === 'ahead' && !state.webseed.takesAhead) continue;
    for (const run of adjacent(choice.pieces, segment, choice.reason === 'urgent' ? GAP_MOST_BYTES : 0)) {
      if (free-- <= 0) break;
      fetches.push({ type: 'fetch', segment: segment.segment, from: run.from, pieces: run.pieces, reason: choice.reason, need });
    }
  }
  return fetches;
}

/** What is needed in `slackMs`, where a fetch takes `segmentMs`. */
export function needOf(slackMs: number, segmentMs: number): Need {
  if (slackMs < urgentMs(segmentMs)) return 'now';
  return slackMs < SOON_MS ? 'soon' : 'ahead';
}

function needOfChoice({ segment, deadlineMs }: SegmentView, { pieces, reason }: Choice, state: ScheduleState, nowMs: number): Need {
  const slackMs = deadlineMs - nowMs;
  if (reason === 'owner') return needOfAll(Math.min(slackMs, neededInMs(segment, state)));
  const need = needOf(slackMs, state.webseed.segmentMs);
  return need === 'now' && pieces.every(({ index }) => isHeld(index, state.peers)) ? 'soon' : need;
}

function isHeld(piece: PieceIndex, peers: readonly PeerView[]): boolean {
  return peers.some((peer) => peer.askable && peer.has(piece));
}

/** What is fetched for all, the first of whom needs it in `slackMs`: it takes several hops to reach them, and each of them would fetch it otherwise. */
function needOfAll(slackMs: number): Need {
  return slackMs < SOON_MS ? 'now' : 'ahead';
}

/**
 * How long before its deadline a segment is fetched at the latest, given the measured time of a fetch (0: none was measured) and the
 * time that the player gave: of little time most is left to peers, who may be about to connect, as far as the webseed is quick.
 */
export function urgentMs(segmentMs: number, givenMs = Infinity): number {
  const wide = segmentMs === 0 ? URGENT_UNKNOWN_MS : Math.max(URGENT_LEAST_MS, Math.min(URGENT_UNKNOWN_MS, 10 * segmentMs));
  return Math.min(URGENT_MOST_MS, Math.max(1, 2 * segmentMs, Math.min(wide, GIVEN_PART * givenMs)));
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
  const nowhere = open.filter((piece) => !bring(state.peers, piece, slackMs));
  if (nowhere.length === 0) return null;
  if (state.duty !== undefined && state.peers.some((peer) => peer.askable)) {
    return byDuty(view, nowhere, state.duty, state, nowMs);
  }
  const { rank, others } = elect(view.segment, state);
  if (slackMs < urgentWidthMs(view, state, rank)) return some(nowhere, 'urgent');
  if (outOfPatience(view, state, rank, nowMs)) return some(nowhere, 'impatient');
  if (others > 0) return rank === 0 && state.metForMs >= RING_TOLD_MS && slackMs < (state.settled ? reachMs(state) : UNSETTLED_MS) ? some(nowhere, 'owner') : null;
  return view.demanded && slackMs < state.aloneMs ? some(nowhere, 'alone') : null;
}

/**
 * The pieces that are fetched although peers may have them: all of them at the last call, a little later those that are under way, and before it as
 * many as the peers that hold them do not bring in time at their measured rates; those that were asked for least.
 */
function shortOf(open: readonly PieceView[], slackMs: number, view: SegmentView, state: ScheduleState): readonly PieceView[] {
  const { segmentMs } = state.webseed;
  const widthMs = urgentMs(segmentMs, view.givenMs);
  const timesMs = LAST_CALL_TIMES * segmentMs;
  const lastCallMs = Math.min(widthMs, Math.max(LAST_CALL_LEAST_MS, timesMs));
  const hot = segmentMs >= HOT_MS;
  const thin = state.thin && !hot;
  if (slackMs >= Math.max(lastCallMs, (thin ? 1 : CRITICAL) * widthMs)) return [];
  if (hot) return notBrought(open, Math.max(slackMs, segmentMs), state, (peer) => (peer.bytesPerMs === 0 ? UNMEASURED_RATE : peer.bytesPerMs));
  if (thin || slackMs < Math.min(lastCallMs, Math.max(UNDER_WAY_LEAST_MS, timesMs))) return open;
  if (slackMs < lastCallMs) return open.filter((piece) => !piece.blocks.every(({ here, asked }) => here || asked.length > 0));
  return notBrought(open, slackMs - lastCallMs / 2, state, (peer) => peer.bytesPerMs);
}

/** Those that no peer holds, and of the others those that peers do not bring in that time at their measured rates, which were asked for least. */
function notBrought(open: readonly PieceView[], withinMs: number, state: ScheduleState, rateOf: (peer: PeerView) => number): readonly PieceView[] {
  let left = withinMs * state.peers.reduce((sum, peer) => (peer.askable ? sum + rateOf(peer) : sum), 0);
  const byProgress = [...open].sort((a, b) => missingBytes(a) - missingBytes(b) || a.piece - b.piece);
  return byProgress.filter((piece) => {
    left -= missingBytes(piece);
    return left < 0 || !isHeld(piece.index, state.peers);
  });
}

/** Whether a fetch that a webseed has not begun to answer is given up: it waits there behind others, and peers hold what it is for. */
export function isBetterLeft(waitedMs: number, pieces: readonly PieceIndex[], peers: readonly PeerView[]): boolean {
  return waitedMs >= HOT_MS && pieces.every((piece) => isHeld(piece, peers));
}

/** Whether peers hold a piece and can bring it: one that drips holds it for nobody. */
function bring(peers: readonly PeerView[], piece: PieceView, slackMs: number): boolean {
  let lacking = missingBytes(piece) / Math.max(slackMs, DRIP_LEAST_MS);
  return peers.some((peer) => {
    if (!peer.askable || !peer.has(piece.index)) return false;
    lacking -= peer.bytesPerMs === 0 || peer.bytesPerMs >= DRIP_RATE ? Infinity : peer.bytesPerMs;
    return lacking <= 0;
  });
}

function missingBytes({ bytes, blocks }: PieceView): number {
  return (bytes * blocks.filter(({ here }) => !here).length) / blocks.length;
}

/** When the first of the neighbours needs a segment. */
function neededInMs({ rendition, startMs, durationMs }: Segment, { peers }: ScheduleState): number {
  let leastMs = Infinity;
  for (const peer of peers) {
    if (peer.playheadMs === null || peer.rendition !== rendition || peer.playheadMs >= startMs + durationMs) continue;
    leastMs = Math.min(leastMs, Math.max(0, startMs - peer.playheadMs));
  }
  return leastMs;
}

function reachMs({ metForMs }: ScheduleState): number {
  return REACH_FIRST_MS + REACH_GROWS * metForMs;
}

/** The owner brings a piece for all, at once; without it the backup, and without both whoever's patience ends first. */
function byDuty(view: SegmentView, nowhere: readonly PieceView[], duty: Duty, state: ScheduleState, nowMs: number): Choice | null {
  const { segment } = view;
  const leftMs = view.deadlineMs - nowMs;
  const reachedForMs = (reachMs(state) - Math.min(leftMs, neededInMs(view.segment, state))) / (1 + REACH_GROWS);
  const owedForMs = Math.min(nowMs - view.wantedAtMs, reachedForMs - REACH_APART_MS);
  const due = nowhere.filter((piece) => leftMs < lastMomentMs(piece, view, state));
  const mine = nowhere.filter((piece) => {
    const share = due.includes(piece) || reachedForMs < 0 ? null : duty.owns(segment, piece.piece);
    return share === 'own' || (share === 'backup' && owedForMs >= duty.backupAfterMs);
  });
  return due.length > 0 ? some([...due, ...mine], 'urgent') : some(mine, 'owner');
}

/**
 * How long before the deadline a piece that nobody brought is fetched. The lead is spread exponentially by a hash of viewer and piece: however
 * many viewers wait, only a few are much earlier than the others, and what they fetch reaches the others in time.
 */
function lastMomentMs({ index }: PieceView, { givenMs }: SegmentView, state: ScheduleState): number {
  const urgent = urgentMs(state.webseed.segmentMs, givenMs);
  const mostMs = Math.min(FALLBACK_MOST_MS, FALLBACK_PART * Math.max(0, givenMs - urgent));
  const lead = state.settled ? -Math.log(1 - hash01(`${index}#${state.self}`)) * (FALLBACK_MEAN_MS / FALLBACK_MOST_MS) : 0;
  return urgent + mostMs * Math.min(1, lead);
}

function some(pieces: readonly PieceView[], reason: WebseedReason): Choice | null {
  return pieces.length === 0 ? null : { pieces, reason };
}

/** Pieces that lie one after another, with gaps of fewer bytes than that, which are fetched with them unless they are being fetched. */
function adjacent(pieces: readonly PieceView[], view: SegmentView, gapMostBytes: number): { from: PieceInSegment; pieces: number }[] {
  const runs: { from: PieceInSegment; pieces: number }[] = [];
  for (const { piece, bytes } of [...pieces].sort((a, b) => a.piece - b.piece)) {
    const last = runs.at(-1);
    const end = last === undefined ? -Infinity : last.from + last.pieces;
    const gap = piece - end;
    const bridged = gap * bytes < gapMostBytes && !view.pieces.some((one) => one.busy && one.piece >= end && one.piece < piece);
    if (last !== undefined && (gap === 0 || bridged)) last.pieces += gap + 1;
    else runs.push({ from: piece, pieces: 1 });
  }
  return runs;
}
