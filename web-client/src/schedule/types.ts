import type { PeerId, PieceIndex, PieceInSegment } from '../content/ids';
import type { Segment } from '../content/records';

/** A block somebody was asked for. Times are of the caller's clock, in milliseconds. */
export interface Asked {
  readonly peer: PeerId;
  readonly atMs: number;
  /** How long it was expected to take. */
  readonly expectedMs: number;
}

/** A 16 KiB block of a piece. */
export interface BlockView {
  readonly here: boolean;
  /** Who brought it, `null` before it is here. */
  readonly from: PeerId | null;
  readonly asked: readonly Asked[];
}

/** A piece that is not yet held. */
export interface PieceView {
  readonly index: PieceIndex;
  readonly piece: PieceInSegment;
  readonly bytes: number;
  /** A webseed is sending it, or it is complete and being checked. */
  readonly busy: boolean;
  /** It waits at a webseed, behind others as it seems: peers are asked for it as well, and whoever brings it first has. */
  readonly queued: boolean;
  /** Its blocks came from several peers and do not match the hash: only a webseed can tell who lied. */
  readonly disputed: boolean;
  readonly blocks: readonly BlockView[];
}

/** A segment with pieces still to get. */
export interface SegmentView {
  readonly segment: Segment;
  /** When the player needs its first byte. */
  readonly deadlineMs: number;
  /** Since when it is wanted. */
  readonly wantedAtMs: number;
  /** The player asked for it. */
  readonly demanded: boolean;
  /** How much time there was when it was first wanted. */
  readonly givenMs: number;
  /** Since when the player waits for it; `Infinity` when it does not. */
  readonly demandedAtMs: number;
  /** Each piece can be checked by itself. Without that, all must come from one peer: `onlyFrom`. */
  readonly checkable: boolean;
  readonly onlyFrom: PeerId | null;
  readonly pieces: readonly PieceView[];
}

/** A connected peer. */
export interface PeerView {
  readonly id: PeerId;
  readonly rendition: string | null;
  /** Where its player is now, as far as can be told. */
  readonly playheadMs: number | null;
  readonly uploads: boolean;
  /** It answers requests. */
  readonly askable: boolean;
  readonly outstanding: number;
  /** The most it takes at once. */
  readonly mostOutstanding: number;
  /** Measured, 0 when nothing was. */
  readonly bytesPerMs: number;
  /** From a request to its block when nothing was asked before it; measured, 0 when nothing was. */
  readonly rttMs: number;
  has(piece: PieceIndex): boolean;
}

/** What this viewer fetches from webseeds for its whole cohort (docs/PROTOCOL.md §5.1). */
export interface Duty {
  /** Whether it is the owner of a piece, or the one who stands in for the owner after `backupAfterMs`. */
  owns(segment: Segment, piece: PieceInSegment): 'own' | 'backup' | null;
  readonly backupAfterMs: number;
}

/** All that a plan depends on. */
export interface ScheduleState {
  readonly self: PeerId;
  readonly rendition: string;
  readonly playheadMs: number;
  readonly horizonMs: number;
  readonly uploads: boolean;
  /** How long before its deadline what the player waits for is fetched where nobody shares the work: 0 while peers may be about to connect. */
  readonly aloneMs: number;
  /** The neighbourhood has been the same long enough to be believed. */
  readonly settled: boolean;
  /** For how long this viewer has had peers, or had them once. */
  readonly metForMs: number;
  /** Takes the place of the neighbours' election while the cohort has a ring. */
  readonly duty?: Duty;
  /** Peers cannot bring enough: in all of the urgent zone nobody relies on them. */
  readonly thin: boolean;
  /** How late this page comes to what it is to do. */
  readonly lagMs: number;
  /** How long a full buffer waits for peers before a webseed is asked. */
  readonly patienceMs: number;
  readonly segments: readonly SegmentView[];
  readonly peers: readonly PeerView[];
  /** How many of those peers that answer requests have a piece. */
  holders(piece: PieceIndex): number;
  readonly webseed: {
    /** Fetches that may be started now; none while webseeds are failing. */
    readonly freeSlots: number;
    /** The same of what is needed now. */
    readonly urgentSlots: number;
    readonly slots: number;
    /** Measured time to fetch a segment, 0 when none was. */
    readonly segmentMs: number;
    /** How much longer than that fetches take on average, those that take less counted as nothing. */
    readonly spreadMs: number;
    /** How long a request waits at a webseed for its turn, as it says itself; `null` where none has said. */
    readonly toldWaitMs: number | null;
    /** Webseeds answer, as far as is known. */
    readonly alive: boolean;
    /** They have not refused lately what is not needed soon. */
    readonly takesAhead: boolean;
  };
}

/** How much a webseed's bytes are needed: to go on playing, to be safe, or for later. A hot webseed serves them in this order and refuses the last. */
export type Need = 'now' | 'soon' | 'ahead';

/** Why a webseed is asked. */
export type WebseedReason = 'urgent' | 'owner' | 'alone' | 'dispute' | 'impatient';

/** What to do next. */
export type Request =
  | { readonly type: 'ask'; readonly peer: PeerId; readonly piece: PieceIndex; readonly block: number; readonly expectedMs: number }
  | { readonly type: 'cancel'; readonly peer: PeerId; readonly piece: PieceIndex; readonly block: number }
  | {
      readonly type: 'fetch';
      readonly segment: Segment;
      readonly from: PieceInSegment;
      /** How many adjacent pieces. */
      readonly pieces: number;
      readonly reason: WebseedReason;
      readonly need: Need;
    };
