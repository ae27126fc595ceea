import { BLOCK_BYTES } from '../content/geometry';
import type { PeerId } from '../content/ids';
import { hash01After } from './hash';
import type { Asked, BlockView, PeerView, PieceView, Request, ScheduleState, SegmentView } from './types';

/** Pieces needed within this time are asked for in order of their deadlines, later ones rarest first. */
const NEAR_MS = 12_000;
/**
 * How much of a peer's rate is kept under way: its round trip, and beyond that the same again with this spare, at most so much. What is more only waits
 * in line there, and makes everybody late. A page that comes late to what it is to do asks for so much more.
 */
const SPARE_MS = 100;
const SPARE_MOST_MS = 200;
/** The same before a round trip was measured, and however long it is. */
const UNMEASURED_AHEAD_MS = 300;
const MOST_AHEAD_MS = 1_000;
/** However late the page is. */
const LAG_MOST_MS = 400;
/** Blocks asked of a peer that was not measured. */
const FIRST_PIPELINE = 1;
const MOST_PIPELINE = 128;
/** The part of a pipeline that is filled with what is not needed soon. */
const FAR_PART = 0.5;
/** What a peer is thought to bring of which nothing is known, in bytes per millisecond. */
export const UNMEASURED_RATE = 50;
/** The next block is asked of the same peer as the one before where it would not be there this much sooner from another: what one brings travels together. */
const TOGETHER_MS = 100;
/** A block is late after so many times the time it was expected to take, and at the latest after this, near its deadline and far from it. */
const LATE_TIMES = 3;
const LATE_LEAST_MS = 300;
const LATE_NEAR_MS = 1_800;
const LATE_FAR_MS = 3_000;
/** So near to its deadline a late block is asked of a second peer as well, and not of a third. */
const END_GAME_MS = 2_500;

interface Room {
  readonly peer: PeerView;
  /** Measured, as {@link PeerView.bytesPerMs} and {@link PeerView.rttMs}. */
  readonly bytesPerMs: number;
  readonly rttMs: number;
  readonly pipeline: number;
  outstanding: number;
}

interface Candidate {
  readonly view: SegmentView;
  readonly piece: PieceView;
  readonly holders: readonly Room[];
  readonly near: boolean;
  readonly last: boolean;
  readonly slackMs: number;
}

/** A missing piece. */
interface Missing {
  readonly view: SegmentView;
  readonly piece: PieceView;
}

/** What is asked of whom, as it comes to be. */
interface Asking {
  readonly state: ScheduleState;
  readonly nowMs: number;
  readonly fetches: readonly Request[];
  readonly rooms: readonly Room[];
  readonly requests: Request[];
  /** Whom the last block was asked of. */
  before: Room | null;
}

/** What to ask of peers: everything they hold that is not left to a webseed, as far as their pipelines have room; `segments` are in order of their deadlines. */
export function askPeers(segments: readonly SegmentView[], fetches: readonly Request[], state: ScheduleState, nowMs: number): Request[] {
  const rooms = state.peers.filter((peer) => peer.askable).map((peer) => roomOf(peer, state.lagMs));
  const open = { near: rooms.filter((room) => hasRoom(room, true)), far: rooms.filter((room) => hasRoom(room, false)) };
  if (open.near.length === 0) return [];
  const asking: Asking = { state, nowMs, fetches, rooms, requests: [], before: null };
  const views = segments.filter((view) => view.checkable || view.onlyFrom !== null);
  const far = views.findIndex((view) => view.deadlineMs - nowMs >= NEAR_MS);
  const nearest = far < 0 ? views : views.slice(0, far);
  if (askInOrder(bySoonest(nearest.flatMap((view) => view.pieces.map((piece) => ({ view, piece })))), true, open.near, asking) && far >= 0) {
    askInOrder(byRarest(views.slice(far), asking), false, open.far, asking);
  }
  return asking.requests;
}

/** Of pieces in order of their deadlines those with the same one together. */
function* bySoonest(pieces: readonly Missing[]): Generator<readonly Missing[]> {
  for (let from = 0; from < pieces.length; ) {
    let to = from + 1;
    while (to < pieces.length && pieces[to]?.view.deadlineMs === pieces[from]?.view.deadlineMs) to++;
    yield pieces.slice(from, to);
    from = to;
  }
}

/** The same, those that fewer peers may be asked for first. */
function* byRarest(views: readonly SegmentView[], { state }: Asking): Generator<readonly Missing[]> {
  const byHolders: (Missing[] | undefined)[] = [];
  for (const view of views) {
    for (const piece of view.pieces) {
      const all = state.holders(piece.index);
      const holders = view.checkable && !piece.disputed ? all : Math.min(1, all);
      if (holders > 0) (byHolders[holders] ??= []).push({ view, piece });
    }
  }
  for (const pieces of byHolders) if (pieces !== undefined) yield* bySoonest(pieces);
}

/** Asks for one group after the other, in each in an order that is another one for each viewer. False when no peer takes more. */
function askInOrder(groups: Iterable<readonly Missing[]>, near: boolean, open: readonly Room[], asking: Asking): boolean {
  if (open.length === 0) return false;
  const orderOf = hash01After(`${asking.state.self}#`);
  for (const group of groups) {
    const found = group.filter((one) => mayBeAsked(one, near, asking) && open.some(({ peer }) => peer.has(one.piece.index)));
    const ordered = found.map((one) => ({ one, order: orderOf(String(one.piece.index)) })).sort((a, b) => a.order - b.order);
    for (const { one } of ordered) if (askFor(one, near, asking) && !asking.rooms.some((room) => hasRoom(room, near))) return false;
  }
  return true;
}

/** One of its blocks may be asked for, and no webseed sends the piece, or is asked for it in this plan. */
function mayBeAsked({ view, piece }: Missing, near: boolean, { state, nowMs, fetches }: Asking): boolean {
  if ((piece.busy && !piece.queued) || (piece.disputed && state.webseed.alive)) return false;
  return anyOpen(piece, near, nowMs) && !fetched(view, piece, fetches);
}

/** Asks for what is missing of a piece; false when nobody may be asked for it. */
function askFor({ view, piece }: Missing, near: boolean, asking: Asking): boolean {
  const { state, nowMs, rooms, requests } = asking;
  const all = rooms.filter(({ peer }) => peer.has(piece.index) && (view.checkable || peer.id === view.onlyFrom));
  const holders = piece.disputed ? oneOf(all, piece) : all;
  if (holders.length === 0) return false;
  const leftMs = view.deadlineMs - nowMs;
  const candidate = { view, piece, holders, near, last: leftMs < END_GAME_MS, slackMs: state.webseed.alive ? leftMs : Infinity };
  for (const [index, block] of piece.blocks.entries()) {
    if (block.here) continue;
    if (block.asked.length === 0) asking.before = ask(candidate, index, asking.before, requests);
    else replace(candidate, block, index, nowMs, requests);
  }
  return true;
}

function roomOf(peer: PeerView, lagMs: number): Room {
  const { bytesPerMs, rttMs } = peer;
  const aheadMs = rttMs === 0 ? UNMEASURED_AHEAD_MS : Math.min(MOST_AHEAD_MS, rttMs + Math.min(SPARE_MOST_MS, rttMs + SPARE_MS)) + Math.min(LAG_MOST_MS, lagMs);
  const wanted = bytesPerMs === 0 ? FIRST_PIPELINE : Math.max(1, Math.ceil((bytesPerMs * aheadMs) / BLOCK_BYTES));
  const pipeline = Math.min(peer.mostOutstanding, MOST_PIPELINE, wanted);
  return { peer, bytesPerMs, rttMs, pipeline, outstanding: peer.outstanding };
}

function anyOpen({ blocks }: PieceView, near: boolean, nowMs: number): boolean {
  for (const block of blocks) if (isOpen(block, near, nowMs)) return true;
  return false;
}

/** Nobody is asked for it, or all are late who are. */
function isOpen({ here, asked }: BlockView, near: boolean, nowMs: number): boolean {
  return !here && (asked.length === 0 || asked.every((one) => isLate(one, near, nowMs)));
}

function isLate({ atMs, expectedMs }: Asked, near: boolean, nowMs: number): boolean {
  return nowMs - atMs > lateAfterMs(expectedMs, near);
}

/** A piece whose liar could not be told from the others comes from one peer, so that the next wrong byte has one author. */
function oneOf(holders: readonly Room[], { blocks }: PieceView): readonly Room[] {
  const begun = new Set(blocks.flatMap((block) => [block.from, ...block.asked.map(({ peer }) => peer)]));
  const fastest = [...holders].sort((a, b) => b.bytesPerMs - a.bytesPerMs);
  return [fastest.find(({ peer }) => begun.has(peer.id)) ?? fastest[0]].filter((room) => room !== undefined);
}

function fetched(view: SegmentView, piece: PieceView, requests: readonly Request[]): boolean {
  return requests.some(
    (request) =>
      request.type === 'fetch' &&
      request.segment.root === view.segment.root &&
      piece.piece >= request.from &&
      piece.piece < request.from + request.pieces,
  );
}

/** Asks for a block; returns whom. */
function ask(candidate: Candidate, block: number, before: Room | null, requests: Request[]): Room | null {
  const allowed = (one: Room): boolean => hasRoom(one, candidate.near) && inTime(one, candidate.slackMs);
  const first = soonest(candidate.holders, allowed);
  const room = first !== null && before !== null && !candidate.last && waitOf(before) < waitOf(first) + TOGETHER_MS && candidate.holders.includes(before) && allowed(before) ? before : first;
  if (room !== null) give(room, candidate, block, requests);
  return room;
}

function give(room: Room, { piece }: Candidate, block: number, requests: Request[]): void {
  requests.push({ type: 'ask', peer: room.peer.id, piece: piece.index, block, expectedMs: waitOf(room) });
  room.outstanding++;
}

/** Whether a peer is likely to deliver before the deadline, or soon when that has passed; one that owes nothing is tried again while there is time. */
function inTime({ bytesPerMs, outstanding }: Room, slackMs: number): boolean {
  if (bytesPerMs === 0 || (outstanding === 0 && slackMs > LATE_FAR_MS)) return true;
  return ((outstanding + 1) * BLOCK_BYTES) / bytesPerMs < Math.max(LATE_NEAR_MS, slackMs);
}

/** A block that is late moves to a peer that is measurably faster; at the very end both are asked for it. */
function replace(candidate: Candidate, block: BlockView, index: number, nowMs: number, requests: Request[]): void {
  const [first] = block.asked;
  if (first === undefined || !isOpen(block, candidate.near, nowMs)) return;
  const slow = candidate.holders.find(({ peer }) => peer.id === first.peer);
  const faster = soonest(candidate.holders, (room) => hasRoom(room, candidate.near) && !asks(block, room.peer.id) && room.bytesPerMs >= (slow?.bytesPerMs ?? 0));
  if (faster === null) return;
  const both = candidate.last && block.asked.length === 1;
  if (!both) requests.push({ type: 'cancel', peer: first.peer, piece: candidate.piece.index, block: index });
  give(faster, candidate, index, requests);
}

/** How long after it was asked for a block is late. */
export function lateAfterMs(expectedMs: number, near: boolean): number {
  return Math.min(near ? LATE_NEAR_MS : LATE_FAR_MS, Math.max(LATE_LEAST_MS, LATE_TIMES * expectedMs));
}

function asks(block: BlockView, peer: PeerId): boolean {
  return block.asked.some((asked) => asked.peer === peer);
}

/** What is not needed soon leaves room for what will be. */
function hasRoom({ bytesPerMs, outstanding, pipeline }: Room, near: boolean): boolean {
  return outstanding < (near || bytesPerMs === 0 ? pipeline : Math.ceil(FAR_PART * pipeline));
}

/** The peer that would deliver first. */
function soonest(rooms: readonly Room[], allowed: (room: Room) => boolean): Room | null {
  let best: Room | null = null;
  let leastMs = Infinity;
  for (const room of rooms) {
    const waitMs = waitOf(room);
    if (waitMs >= leastMs || !allowed(room)) continue;
    [best, leastMs] = [room, waitMs];
  }
  return best;
}

/** How long the next block that is asked of a peer is expected to take. */
function waitOf({ bytesPerMs, rttMs, outstanding }: Room): number {
  return rttMs + ((outstanding + 1) * BLOCK_BYTES) / (bytesPerMs === 0 ? UNMEASURED_RATE : Math.max(bytesPerMs, 1));
}
