import type { Segment } from '../src/content/records';
import { hash01 } from '../src/schedule/hash';
import { plan as cordwoodPlan } from '../src/schedule/plan';
import type { PeerView, PieceView, Request, ScheduleState, SegmentView } from '../src/schedule/types';

/** A way of deciding what to get from whom. */
export interface Planner {
  readonly name: string;
  readonly about: string;
  readonly plan: (state: ScheduleState, nowMs: number) => Request[];
  readonly peers: boolean;
  /** The node says who fetches what, and when webseeds have little to spare. */
  readonly duty: boolean;
}

const BLOCK_BYTES = 16_384;

export const CORDWOOD: Planner = { name: 'Cordwood', about: 'The real plan with duty.', plan: cordwoodPlan, peers: true, duty: true };
export const ELECTION: Planner = { name: 'Cordwood without duty', about: 'The real plan; neighbours elect who fetches.', plan: cordwoodPlan, peers: true, duty: false };
export const HTTP: Planner = { name: 'plain HTTP', about: 'Each viewer fetches what its player asks for.', plan: http, peers: false, duty: false };
export const RANDOM_HTTP: Planner = {
  name: 'random HTTP',
  about: 'As p2p-media-loader 2.3: HTTP within 15 s of the playhead, else peers, and now and then a segment that no neighbour has.',
  plan: randomHttp,
  peers: true,
  duty: false,
};
export const LOCAL_ELECTION: Planner = {
  name: 'local election',
  about: 'As p2p-media-loader 5.0: of a viewer and its neighbours the least hash fetches, others stand in by rank.',
  plan: localElection,
  peers: true,
  duty: false,
};
export const SEQUENTIAL: Planner = {
  name: 'sequential',
  about: 'As WebTorrent 3: pieces in order from whoever has them, webseeds being fast peers.',
  plan: sequential,
  peers: true,
  duty: false,
};

export const PLANNERS: readonly Planner[] = [CORDWOOD, ELECTION, HTTP, RANDOM_HTTP, LOCAL_ELECTION, SEQUENTIAL];

function byDeadline(state: ScheduleState): SegmentView[] {
  return [...state.segments].sort((a, b) => a.deadlineMs - b.deadlineMs);
}

function open(view: SegmentView): PieceView[] {
  return view.pieces.filter((piece) => !piece.busy);
}

/** One request for a segment's missing pieces. */
function fetchOf(segment: Segment, pieces: readonly PieceView[], reason: 'urgent' | 'owner'): Request {
  const numbers = pieces.map(({ piece }) => piece);
  const from = Math.min(...numbers) as PieceView['piece'];
  return { type: 'fetch', segment, from, pieces: Math.max(...numbers) - from + 1, reason, need: 'soon' };
}

function http(state: ScheduleState): Request[] {
  const view = byDeadline(state).find((one) => one.demanded);
  const pieces = view === undefined ? [] : open(view);
  return view === undefined || pieces.length === 0 || state.webseed.freeSlots < 1 ? [] : [fetchOf(view.segment, pieces, 'urgent')];
}

/* p2p-media-loader: whole segments, each from one peer, three at a time. */
const HIGH_DEMAND_MS = 15_000;
const P2P_SLOTS = 3;

/** The live window leaves no more than half of it for high demand, as 5.0 does; 2.3 has 15 s whatever the window. */
function highDemandMs(state: ScheduleState): number {
  const reach = Math.max(...state.segments.map((view) => view.segment.startMs + view.segment.durationMs)) - state.playheadMs;
  return Math.min(HIGH_DEMAND_MS, Math.max(4_000, reach / 2));
}

/** Only those wholly with a peer; the other pieces follow when it has them. */
function holders(view: SegmentView, state: ScheduleState): PeerView[] {
  return state.peers.filter((peer) => peer.askable && view.pieces.every((piece) => peer.has(piece.index)));
}

function underWay(view: SegmentView): boolean {
  return view.pieces.some((piece) => piece.busy || piece.blocks.some((block) => block.here || block.asked.length > 0));
}

/** Asks one peer, which has nothing else to send to this viewer, for a whole segment. */
function askWhole(views: readonly SegmentView[], state: ScheduleState): Request[] {
  const busy = new Set<string>();
  for (const view of views) for (const piece of view.pieces) for (const block of piece.blocks) for (const asked of block.asked) busy.add(asked.peer);
  const requests: Request[] = [];
  for (const view of views) {
    if (busy.size >= P2P_SLOTS) break;
    if (view.pieces.some((piece) => piece.busy || piece.blocks.some((block) => block.asked.length > 0))) continue;
    const idle = holders(view, state).filter((peer) => !busy.has(peer.id));
    const peer = idle[Math.floor(hash01(`${state.self}/${view.segment.root}`) * idle.length)];
    if (peer === undefined) continue;
    busy.add(peer.id);
    for (const piece of view.pieces) piece.blocks.forEach((block, i) => block.here || requests.push({ type: 'ask', peer: peer.id, piece: piece.index, block: i, expectedMs: Infinity }));
  }
  return requests;
}

function highDemand(views: readonly SegmentView[], state: ScheduleState, nowMs: number, windowMs: number): Request[] {
  let free = state.webseed.freeSlots;
  const requests: Request[] = [];
  for (const view of views) {
    const pieces = open(view);
    if (free <= 0 || view.deadlineMs - nowMs >= windowMs || pieces.length === 0) continue;
    free--;
    requests.push(fetchOf(view.segment, pieces, 'urgent'));
  }
  return requests;
}

/** The timer of 2.3 fires every random × 1 s × peers + 1 s; here: with that probability in the ticks of a tenth of a second. */
function randomHttp(state: ScheduleState, nowMs: number): Request[] {
  const views = byDeadline(state);
  const now = highDemand(views, state, nowMs, HIGH_DEMAND_MS);
  if (now.length > 0) return now;
  const later = views.filter((view) => view.deadlineMs - nowMs >= HIGH_DEMAND_MS);
  const tick = Math.floor(nowMs / 100);
  const fires = hash01(`${state.self}~${tick}`) < 0.1 / (0.5 * state.peers.length + 1);
  const nowhere = later.filter((view) => !underWay(view) && holders(view, state).length === 0).slice(0, 2 * (state.peers.length + 1));
  const chosen = nowhere[Math.floor(hash01(`${tick}~${state.self}`) * nowhere.length)];
  const fetch = fires && chosen !== undefined && state.peers.length > 0 && state.webseed.freeSlots > 0 ? [fetchOf(chosen.segment, open(chosen), 'owner')] : [];
  return [...fetch, ...askWhole(later, state)];
}

function localElection(state: ScheduleState, nowMs: number): Request[] {
  if (state.segments.length === 0) return [];
  const views = byDeadline(state);
  const windowMs = highDemandMs(state);
  const now = highDemand(views, state, nowMs, windowMs);
  if (now.length > 0) return now;
  let free = state.webseed.freeSlots;
  const fetches: Request[] = [];
  for (const view of views) {
    if (free <= 0 || underWay(view) || holders(view, state).length > 0) continue;
    const rank = rankOf(view.segment, state);
    const leftMs = view.deadlineMs - nowMs - windowMs;
    if (rank > 0 && leftMs > state.webseed.segmentMs * (1 + 1 / rank) + 500) continue;
    free--;
    fetches.push(fetchOf(view.segment, open(view), 'owner'));
  }
  return [...fetches, ...askWhole(views, state)];
}

function rankOf(segment: Segment, state: ScheduleState): number {
  const own = hash01(`${state.self}|${segment.root}`);
  return state.peers.filter((peer) => hash01(`${peer.id}|${segment.root}`) < own).length;
}

/** How many blocks a wire is asked for beyond its measured rate, and for how long a rate counts (WebTorrent's pipeline). */
const PIPELINE_BLOCKS = 2;
const WEBSEED_CONNECTIONS = 2;

/** Pieces in order; a webseed takes whole pieces as a wire that has them all, before anything is left to wait for. */
function sequential(state: ScheduleState, nowMs: number): Request[] {
  const room = new Map(state.peers.filter((peer) => peer.askable).map((peer) => [peer, PIPELINE_BLOCKS + Math.ceil((peer.bytesPerMs * 500) / BLOCK_BYTES) - peer.outstanding]));
  let free = Math.min(WEBSEED_CONNECTIONS, state.webseed.freeSlots);
  const requests: Request[] = [];
  for (const view of byDeadline(state)) {
    for (const piece of open(view)) {
      const untouched = piece.blocks.every((block) => !block.here && block.asked.length === 0);
      const critical = view.deadlineMs - nowMs < 2_000;
      if (free > 0 && (untouched || critical)) {
        free--;
        requests.push(fetchOf(view.segment, [piece], 'urgent'));
      } else askInOrder(piece, room, requests);
    }
  }
  return requests;
}

function askInOrder(piece: PieceView, room: Map<PeerView, number>, requests: Request[]): void {
  piece.blocks.forEach((block, i) => {
    if (block.here || block.asked.length > 0) return;
    for (const [peer, left] of room) {
      if (left <= 0 || !peer.has(piece.index)) continue;
      room.set(peer, left - 1);
      requests.push({ type: 'ask', peer: peer.id, piece: piece.index, block: i, expectedMs: Infinity });
      return;
    }
  });
}
