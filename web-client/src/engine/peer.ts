import { blockAt } from '../content/geometry';
import type { Bytes, PeerId, PieceIndex } from '../content/ids';
import type { PeerStats } from '../engine-api';
import type { Link } from '../net/link';
import type { PeerView } from '../schedule/types';
import { encodeMessage } from '../wire/encoder';
import type { Writable } from '../wire/encoder';
import { encodeDontHave, encodeState } from '../wire/extension';
import type { Introduction, PeerState } from '../wire/extension';
import { LIMITS, Violation } from '../wire/messages';
import type { WireSession } from '../wire/session';

/** How long a peer that rejected a request is left alone. */
const REJECTED_PAUSE_MS = 500;
/** A peer's state is older than it says by at most this much when its messages stop. */
const STATE_STALE_MS = 8_000;

/** A peer that was sent more than this is expected to pass it on. */
const TRUSTED_WITH_PIECES = 8;

/** A request that was made of a peer. */
export interface Outstanding {
  readonly piece: PieceIndex;
  readonly block: number;
  readonly bytes: number;
  readonly atMs: number;
}

/** What a peer needs of its connection. */
export type PeerLink = Pick<Link, 'isOpen' | 'canSend' | 'bufferedBytes' | 'send' | 'remoteFingerprints'>;

/** One connected peer: its channel, what it has, what it was asked. */
export class Peer implements PeerView {
  readonly asked = new Map<string, Outstanding>();
  introduction: Introduction | null = null;
  /** Its handshake was taken and answered with what this viewer has. */
  greeted = false;
  /** Its ticket was found right, or none is needed. */
  trusted = false;
  readonly connectedAtMs: number;
  bytesDown = 0;
  bytesUp = 0;
  private readonly rejections = new Set<PieceIndex>();
  private state: PeerState | null = null;
  private stateAtMs = 0;
  private rate = 0;
  private lastBlockAtMs = 0;
  private pausedUntilMs = 0;

  constructor(
    readonly id: PeerId,
    readonly link: PeerLink,
    readonly session: WireSession,
    private readonly now: () => number,
  ) {
    this.connectedAtMs = now();
  }

  get askable(): boolean {
    return this.trusted && this.session.unchokes && this.link.isOpen;
  }

  get outstanding(): number {
    return this.asked.size;
  }

  /** None for a moment after it rejected one: it is as much a peer as before, and what it has is still somewhere. */
  get mostOutstanding(): number {
    if (this.now() < this.pausedUntilMs) return 0;
    return this.introduction?.requests ?? LIMITS.requests;
  }

  get bytesPerMs(): number {
    return this.rate;
  }

  get rendition(): string | null {
    return this.state?.rendition ?? null;
  }

  get uploads(): boolean {
    return this.state?.uploading === true;
  }

  get playheadMs(): number | null {
    if (this.state === null) return null;
    return this.state.playheadMs + Math.min(STATE_STALE_MS, this.now() - this.stateAtMs);
  }

  /** Said all that is to be known of it, so that it counts as met; a stock client has no state to tell. */
  get met(): boolean {
    return this.trusted && (this.state !== null || this.introduction?.cordwoodId === null);
  }

  /** It passes on what it gets: it says so, and says what it has. */
  gives(pieceLength: number): boolean {
    const hoards = this.bytesUp > TRUSTED_WITH_PIECES * pieceLength && 2 * this.session.announced * pieceLength < this.bytesUp;
    return this.state?.uploading !== false && !hoards;
  }

  has(piece: PieceIndex): boolean {
    return this.session.has.has(piece);
  }

  send(message: Writable): void {
    this.link.send(encodeMessage(message));
  }

  /** To a stock client, which takes no state, a keep alive goes in its place. */
  sendState(state: PeerState): void {
    if (this.introduction === null) return;
    const id = this.introduction.cordwoodId;
    this.send(id === null ? { type: 'keep alive' } : { type: 'extended', id, payload: encodeState(state) });
  }

  /** Tells that a piece is not to be had here any more, if it understands that (BEP 54). */
  sendDontHave(piece: PieceIndex): void {
    const id = this.introduction?.dontHaveId ?? null;
    if (id !== null) this.send({ type: 'extended', id, payload: encodeDontHave(piece) });
  }

  heard(state: PeerState): void {
    this.state = state;
    this.stateAtMs = this.now();
  }

  /** Takes a block that came: the request it answers, `null` when it was not asked for. Another length than was asked for is a violation. */
  took(piece: PieceIndex, begin: number, data: Bytes): Outstanding | null {
    const request = this.asked.get(`${piece}/${blockAt(begin)}`) ?? null;
    if (request === null) return null;
    if (data.length !== request.bytes) throw new Violation('length', `a block of ${data.length} bytes where ${request.bytes} were asked for`);
    this.asked.delete(`${piece}/${request.block}`);
    this.delivered(data, request.atMs);
    return request;
  }

  /** Takes an answered request off; `null` when it was not asked for. */
  answered(piece: PieceIndex, block: number): Outstanding | null {
    const key = `${piece}/${block}`;
    const request = this.asked.get(key) ?? null;
    this.asked.delete(key);
    return request;
  }

  /** Nothing it was asked for came after `atMs`. */
  silentSince(atMs: number): boolean {
    return this.lastBlockAtMs < atMs;
  }

  /** It is not believed to have the piece any more. */
  disbelieve(piece: PieceIndex): void {
    this.session.has.delete(piece);
  }

  private delivered(data: Bytes, askedAtMs: number): void {
    const now = this.now();
    const sample = data.length / Math.max(1, now - Math.max(askedAtMs, this.lastBlockAtMs));
    this.rate = this.rate === 0 ? sample : 0.9 * this.rate + 0.1 * sample;
    this.lastBlockAtMs = now;
  }

  /** A request came to nothing: the peer is slower than was thought. */
  failed(): void {
    this.rate /= 2;
  }

  /** It rejected a request; at the second time it is not believed to have the piece any more. */
  rejected(piece: PieceIndex): void {
    this.failed();
    if (this.rejections.has(piece)) this.disbelieve(piece);
    this.rejections.add(piece);
    this.pausedUntilMs = this.now() + REJECTED_PAUSE_MS;
  }

  stats(): PeerStats {
    const { id, bytesDown, bytesUp, rendition, playheadMs } = this;
    return { id, bytesDown, bytesUp, rendition, playheadMs };
  }
}
