import { BLOCK_BYTES, blockAt } from '../content/geometry';
import type { Bytes, PeerId, PieceIndex } from '../content/ids';
import type { PeerStats } from '../engine-api';
import type { Link } from '../net/link';
import { UNMEASURED_RATE } from '../schedule/ask';
import type { PeerView } from '../schedule/types';
import { encodeMessage } from '../wire/encoder';
import type { Writable } from '../wire/encoder';
import { encodeDontHave, encodeState } from '../wire/extension';
import type { Introduction, PeerState } from '../wire/extension';
import { LIMITS, Violation } from '../wire/messages';
import { Outbox } from '../wire/outbox';
import type { WireSession } from '../wire/session';

/** How long a peer that rejected a request is left alone: at first, and at most when it goes on rejecting. */
const REJECTED_PAUSE_MS = 500;
const REJECTED_PAUSE_MOST_MS = 4_000;
/** A piece that was rejected so often is not believed to be there. */
const REJECTIONS_OF_PIECE = 3;
/** A peer is of no use after so many late blocks, or pauses after rejections, with nothing in time between them. */
const LATE_MOST = 12;
const PAUSES_MOST = 6;
/** Nor is one that brings nothing for so long of what it was asked for. */
const SILENT_MOST_MS = 8_000;
/** What was measured is believed for a while when nothing is asked, then less and less. */
const RATE_BELIEVED_MS = 5_000;
const RATE_HALVES_MS = 10_000;
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
  /** How long it was expected to take. */
  readonly expectedMs: number;
  /** Nothing else was asked of the peer then, so that its time is a round trip. */
  readonly alone: boolean;
  late: boolean;
}

/** What a peer needs of its connection. */
export type PeerLink = Pick<Link, 'isOpen' | 'canSend' | 'bufferedBytes' | 'send' | 'remoteFingerprints'>;

/** One connected peer: its channel, what it has, what it was asked. */
export class Peer implements PeerView {
  readonly asked = new Map<string, Outstanding>();
  introduction: Introduction | null = null;
  /** It was told what this viewer has. */
  greeted = false;
  /** Its ticket was found right, or none is needed. */
  trusted = false;
  readonly connectedAtMs: number;
  /** What is written to it. */
  readonly outbox: Outbox;
  bytesDown = 0;
  bytesUp = 0;
  private readonly rejections = new Map<PieceIndex, { times: number; atMs: number }>();
  private pauses = 0;
  private lateBlocks = 0;
  private rtt = 0;
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
    this.outbox = new Outbox((bytes) => link.send(bytes));
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

  /** Falls when nothing comes: fast while something was asked for, slowly when nothing was. */
  get bytesPerMs(): number {
    const now = this.now();
    const believed = this.rate * 2 ** -(Math.max(0, now - this.lastBlockAtMs - RATE_BELIEVED_MS) / RATE_HALVES_MS);
    const waitedMs = this.waitedMs - this.rtt;
    return waitedMs <= 0 ? believed : Math.min(believed, (2 * BLOCK_BYTES) / waitedMs);
  }

  /** Since when nothing has come of what it was asked for. */
  private get waitedMs(): number {
    const [oldest] = this.asked.values();
    return oldest === undefined ? 0 : this.now() - Math.max(oldest.atMs, this.lastBlockAtMs);
  }

  get rttMs(): number {
    return this.rtt;
  }

  /** It brings late what it says it has, nothing in time for long. */
  get alwaysLate(): boolean {
    return this.lateBlocks >= LATE_MOST;
  }

  /** It brings something of what it is asked for; `excusedMs` is how long this viewer itself stood still since a moment. */
  brings(excusedMs: (sinceMs: number) => number): boolean {
    return this.pauses < PAUSES_MOST && this.waitedMs - excusedMs(this.now() - this.waitedMs) <= SILENT_MOST_MS;
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
    const hoards = this.bytesUp > TRUSTED_WITH_PIECES * pieceLength && 2 * this.session.announced * pieceLength < this.bytesUp;
    return (this.state?.uploading !== false || this.session.unchokes) && !hoards;
  }

  has(piece: PieceIndex): boolean {
    return this.session.answers(piece);
  }

  /** A block leaves at once, so that the channel's buffer tells what it took; all else with what else is said in this turn. */
  send(message: Writable): void {
    if (message.type === 'piece') this.outbox.now(encodeMessage(message));
    else this.outbox.soon(encodeMessage(message));
  }

  /** Says that a piece may be had here: in this turn, or with what is said next. */
  tell(piece: PieceIndex, soon: boolean): void {
    const have = encodeMessage({ type: 'have', piece });
    if (soon) this.outbox.soon(have);
    else this.outbox.later(have);
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
    this.delivered(data, request);
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

  private delivered(data: Bytes, { atMs, alone, late }: Outstanding): void {
    const now = this.now();
    const sample = data.length / Math.max(1, now - Math.max(atMs, this.lastBlockAtMs));
    this.rate = this.rate === 0 ? sample : 0.9 * this.rate + 0.1 * sample;
    if (alone) this.rtt = this.rtt === 0 ? Math.max(1, now - atMs) : 0.7 * this.rtt + 0.3 * (now - atMs);
    this.lastBlockAtMs = now;
    this.pauses = 0;
    if (!late) this.lateBlocks = 0;
  }

  /** A block is late: the peer is slower than was thought. Told once for each request. */
  late(request: Outstanding): void {
    if (request.late) return;
    request.late = true;
    this.lateBlocks++;
    this.failed();
  }

  private failed(): void {
    this.rate = (this.rate === 0 ? UNMEASURED_RATE : this.rate) / 2;
  }

  /** It rejected a request. Who is asked for too much may do so; a piece that is rejected again and again is not believed to be there. */
  rejected(piece: PieceIndex): void {
    this.failed();
    const now = this.now();
    const before = this.rejections.get(piece) ?? { times: 0, atMs: -Infinity };
    if (now - before.atMs >= REJECTED_PAUSE_MS) this.rejections.set(piece, { times: before.times + 1, atMs: now });
    if (before.times + 1 >= REJECTIONS_OF_PIECE) this.disbelieve(piece);
    if (now < this.pausedUntilMs) return;
    this.pausedUntilMs = now + Math.min(REJECTED_PAUSE_MOST_MS, REJECTED_PAUSE_MS * 2 ** this.pauses);
    this.pauses++;
  }

  stats(): PeerStats {
    const { id, bytesDown, bytesUp, rendition, playheadMs } = this;
    return { id, bytesDown, bytesUp, rendition, playheadMs };
  }
}
