import type { Bytes, PeerId, PieceIndex, SwarmId } from '../content/ids';

/** Limits of docs/PROTOCOL.md §6. */
export const LIMITS = {
  /** The longest message after its length prefix, in bytes. */
  messageBytes: 262_144,
  /** Requests a peer may have outstanding. */
  requests: 256,
  /** Pieces that are remembered as allowed while a peer chokes. */
  allowedFast: 64,
} as const;

/** Part of a piece. */
export interface Block {
  readonly piece: PieceIndex;
  readonly begin: number;
  readonly length: number;
}

/** BEP 3's handshake with the reserved bits that matter here. */
export interface Handshake {
  readonly type: 'handshake';
  readonly swarm: SwarmId;
  readonly peer: PeerId;
  /** BEP 10. */
  readonly extended: boolean;
  /** BEP 6. */
  readonly fast: boolean;
}

/** A message of the peer wire (BEP 3, 6, 10) that is well formed; indices are as they are on the wire, 32 bits, not yet known to be in range. */
export type WireMessage =
  | { readonly type: 'keep alive' | 'choke' | 'unchoke' | 'interested' | 'not interested' | 'have all' | 'have none' }
  | { readonly type: 'have' | 'allowed fast'; readonly piece: PieceIndex }
  | { readonly type: 'bitfield'; readonly bits: Bytes }
  | ({ readonly type: 'request' | 'cancel' | 'reject' } & Block)
  | { readonly type: 'piece'; readonly piece: PieceIndex; readonly begin: number; readonly data: Bytes }
  | { readonly type: 'extended'; readonly id: number; readonly payload: Bytes }
  /** Suggest, port and ids unknown here; they are allowed and mean nothing to a viewer. */
  | { readonly type: 'ignored'; readonly id: number };

/** What a peer did that the protocol forbids; the connection is closed. */
export type ViolationCode =
  | 'handshake'
  | 'protocol'
  | 'length'
  | 'too long'
  | 'range'
  | 'bitfield'
  | 'order'
  | 'too many requests'
  | 'extension'
  | 'ticket';

/** A peer broke the protocol. */
export class Violation extends Error {
  override readonly name = 'Violation';
  constructor(
    readonly code: ViolationCode,
    detail: string,
  ) {
    super(`${code}: ${detail}`);
  }
}

/** Message ids of BEP 3, 6 and 10. */
export const ID = {
  choke: 0,
  unchoke: 1,
  interested: 2,
  notInterested: 3,
  have: 4,
  bitfield: 5,
  request: 6,
  piece: 7,
  cancel: 8,
  port: 9,
  suggest: 13,
  haveAll: 14,
  haveNone: 15,
  reject: 16,
  allowedFast: 17,
  extended: 20,
} as const;
