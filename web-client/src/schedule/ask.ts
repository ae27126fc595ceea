import { BLOCK_BYTES } from '../content/geometry';
import type { PeerId } from '../content/ids';
import { hash01 } from './hash';
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
  readonly order: number;
}

/** What to ask of peers: everything they hold that is not left to a webseed, as far as their pipelines have room. */
export function askPeers(segments: readonly SegmentView[], fetches: readonly Request[], state: ScheduleState, nowMs: number): Request[] {
  const rooms = state.peers.filter((peer) => peer.askable).map((peer) => roomOf(peer, state.lagMs));
  if (!rooms.some((room) => hasRoom(room, true))) return [];
  const requests: Request[] = [];
  let asked: Room | null = null;
  for (const candidate of candidates(segments, fetches, rooms, state, nowMs)) {
    for (const [index, block] of candidate.piece.blocks.entries()) {
      if (block.here) continue;
      if (block.asked.length === 0) asked = ask(candidate, index, asked, requests);
      else replace(candidate, block, index, nowMs, requests);
    }
    if (!rooms.some((room) => hasRoom(room, candidate.near))) break;
  }
  return requests;
}

function roomOf(peer: PeerView, lagMs: number): Room {
  const { bytesPerMs, rttMs } = peer;
  const aheadMs = rttMs === 0 ? UNMEASURED_AHEAD_MS : Math.min(MOST_AHEAD_MS, rttMs + Math.min(SPARE_MOST_MS, rttMs + SPARE_MS)) + Math.min(LAG_MOST_MS, lagMs);
  const wanted = bytesPerMs === 0 ? FIRST_PIPELINE : Math.max(1, Math.ceil((bytesPerMs * aheadMs) / BLOCK_BYTES));
  const pipeline = Math.min(peer.mostOutstanding, MOST_PIPELINE, wanted);
  return { peer, bytesPerMs, rttMs, pipeline, outstanding: peer.outstanding };
}

function candidates(segments: readonly SegmentView[], fetches: readonly Request[], rooms: readonly Room[], state: ScheduleState, nowMs: number): Candidate[] {
  const found: Candidate[] = [];
  const open = { near: rooms.filter((room) => hasRoom(room, true)), far: rooms.filter((room) => hasRoom(room, false)) };
  for (const view of segments) {
    if (!view.checkable && view.onlyFrom === null) continue;
    const leftMs = view.deadlineMs - nowMs;
    const near = leftMs < NEAR_MS;
    for (const piece of view.pieces) {
      if ((piece.busy && !piece.queued) || (piece.disputed && state.webseed.alive) || !piece.blocks.some((block) => isOpen(block, near, nowMs)) || fetched(view, piece, fetches)) continue;
      if (!(near ? open.near : open.far).some(({ peer }) => peer.has(piece.index))) continue;
      const all = rooms.filter(({ peer }) => peer.has(piece.index) && (view.checkable || peer.id === view.onlyFrom));
      const holders = piece.disputed ? oneOf(all, piece) : all;
      if (holders.length === 0) continue;
      found.push({ view, piece, holders, near, last: leftMs < END_GAME_MS, slackMs: state.webseed.alive ? leftMs : Infinity, order: hash01(`${state.self}#${piece.index}`) });
    }
  }
  return found.sort(byNeed);
}

/** Nobody is asked for it, or all are late who are. */
function isOpen({ here, asked }: BlockView, near: boolean, nowMs: number): boolean {
  return !here && asked.every((one) => isLate(one, near, nowMs));
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

function byNeed(a: Candidate, b: Candidate): number {
  if (a.near !== b.near) return a.near ? -1 : 1;
  const rarity = a.near ? 0 : a.holders.length - b.holders.length;
  return rarity || a.view.deadlineMs - b.view.deadlineMs || a.order - b.order;
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
