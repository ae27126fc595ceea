import { blockAt } from '../content/geometry';
import type { Bytes, PeerId, PieceIndex } from '../content/ids';
import { LivePieces, liveNumber } from '../content/live-pieces';
import type { PeerStats } from '../engine-api';
import type { Joined } from '../net/join';
import type { Link } from '../net/link';
import { checkTicket } from '../net/ticket';
import type { PeerView } from '../schedule/types';
import { encodeMessage } from '../wire/encoder';
import type { Writable } from '../wire/encoder';
import { encodeDontHave, encodeHeld, encodeRecord, encodeState } from '../wire/extension';
import type { HeldMessage, Introduction, PeerState } from '../wire/extension';
import { LIMITS, Violation } from '../wire/messages';
import { Outbox } from '../wire/outbox';
import type { WireSession } from '../wire/session';
import { Standing, hoards } from './standing';
import type { Outstanding } from './standing';

/** A peer's state is older than it says by at most this much when its messages stop. */
const STATE_STALE_MS = 8_000;
const CLOCK_SKEW_MS = 60_000;

/** What a peer needs of its connection. */
export type PeerLink = Pick<Link, 'isOpen' | 'canSend' | 'bufferedBytes' | 'mostBytes' | 'send' | 'remoteFingerprints'>;

/** One connected peer: its channel, what it has, what it was asked and how it answers. */
export class Peer implements PeerView {
  readonly standing: Standing;
  introduction: Introduction | null = null;
  /** It was told what this viewer has. */
  greeted = false;
  /** Its ticket was found right, or none is needed. */
  trusted = false;
  /** Live segments, by their first pieces, whose records it was sent or sent itself. */
  readonly told = new Set<PieceIndex>();
  /** It was told what of the live segments is to be had here. */
  knowsHeld = false;
  readonly connectedAtMs: number;
  /** What is written to it. */
  readonly outbox: Outbox;
  bytesDown = 0;
  bytesUp = 0;
  /** Pieces that it is to be told of. */
  private readonly news = new Set<PieceIndex>();
  private state: PeerState | null = null;
  private stateAtMs = 0;

  constructor(
    readonly id: PeerId,
    readonly link: PeerLink,
    readonly session: WireSession,
    private readonly now: () => number,
  ) {
    this.connectedAtMs = now();
    this.outbox = new Outbox(link, () => this.takeNews());
    this.standing = new Standing(now);
  }

  get askable(): boolean {
    return this.trusted && this.session.unchokes && this.link.isOpen;
  }

  get outstanding(): number {
    return this.standing.outstanding;
  }

  /** None for a moment after it rejected one: it is as much a peer as before, and what it has is still somewhere. */
  get mostOutstanding(): number {
    return this.standing.rests ? 0 : (this.introduction?.requests ?? LIMITS.requests);
  }

  get bytesPerMs(): number {
    return this.standing.bytesPerMs;
  }

  get rttMs(): number {
    return this.standing.rttMs;
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

  /** It passes on what it gets: it says so or answers requests, as a hidden page that takes no duties does, and says what it has. */
  gives(pieceLength: number): boolean {
    return (this.state?.uploading !== false || this.session.unchokes) && !hoards(this.bytesUp, this.session.announced, pieceLength);
  }

  has(piece: PieceIndex): boolean {
    return this.session.answers(piece);
  }

  /** Whether a ticket is this peer's: made for this swarm, for its name and for the certificate that its channel has. */
  async holdsTicket(ticket: string, { swarm, ticketKey, clockAheadMs }: Joined): Promise<boolean> {
    const fingerprints = this.link.remoteFingerprints().catch(() => []);
    const claim = { peer: this.id, swarm, fingerprints, nowMs: Date.now() + clockAheadMs, skewMs: CLOCK_SKEW_MS };
    return (await checkTicket(ticket, ticketKey, claim)) === 'valid';
  }

  /** Says something, with what else is said in this turn. */
  send(message: Writable): void {
    this.outbox.soon(encodeMessage(message));
  }

  /** A block is here for it, which leaves when its {@link outbox} is flushed. */
  give(piece: PieceIndex, begin: number, data: Bytes): void {
    this.bytesUp += data.length;
    this.outbox.later(encodeMessage({ type: 'piece', piece, begin, data }));
  }

  /** Says that a piece may be had here, with what is said next: to who has it as well, for that shows that it is passed on. */
  tell(piece: PieceIndex): void {
    this.news.add(piece);
  }

  /** Nothing else is waited for when it is to be told of a piece that it does not have. */
  tellNow(): void {
    if ([...this.news].some((piece) => !this.session.has.has(piece))) this.outbox.flush();
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
    if (!this.news.delete(piece) && id !== null) this.send({ type: 'extended', id, payload: encodeDontHave(piece) });
  }

  /** Sends a live segment's signed record, once. */
  sendRecord(first: PieceIndex, encoded: Bytes): void {
    if (this.told.has(first) || !this.extended(encodeRecord(encoded))) return;
    this.told.add(first);
  }

  /** Tells what of a live segment is to be had here. */
  sendHeld(held: Omit<HeldMessage, 'type'>): void {
    this.extended(encodeHeld(held));
  }

  /** What lies before a number is behind the window of a live channel. */
  forget(before: number): void {
    for (const pieces of [this.told, this.news]) for (const piece of pieces) if (liveNumber(piece) < before) pieces.delete(piece);
    if (this.session.has instanceof LivePieces) this.session.has.forget(before);
  }

  /** Sends a `cordwood` message to a peer that takes them; tells whether it does. */
  private extended(payload: Bytes): boolean {
    const id = this.introduction?.cordwoodId ?? null;
    if (id !== null) this.send({ type: 'extended', id, payload });
    return id !== null;
  }

  heard(state: PeerState): void {
    this.state = state;
    this.stateAtMs = this.now();
  }

  /** Takes a block that came: the request it answers, `null` when it was not asked for. Another length than was asked for is a violation. */
  took(piece: PieceIndex, begin: number, data: Bytes): Outstanding | null {
    const request = this.standing.asking(piece, blockAt(begin));
    if (request === null) return null;
    if (data.length !== request.length) throw new Violation('length', `a block of ${data.length} bytes where ${request.length} were asked for`);
    this.standing.answered(piece, request.block);
    this.standing.delivered(request);
    return request;
  }

  /** It is not believed to have the piece any more. */
  disbelieve(piece: PieceIndex): void {
    this.session.has.delete(piece);
  }

  /** It rejected a request; what it rejects again and again it does not have. */
  rejected(piece: PieceIndex): void {
    if (!this.standing.rejected(piece)) this.disbelieve(piece);
  }

  stats(): PeerStats {
    const { id, bytesDown, bytesUp, rendition, playheadMs } = this;
    return { id, bytesDown, bytesUp, rendition, playheadMs };
  }

  private takeNews(): readonly Bytes[] {
    const told = [...this.news].map((piece) => encodeMessage({ type: 'have', piece }));
    this.news.clear();
    return told;
  }
}
