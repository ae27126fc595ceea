import { Bitset } from '../content/bitset';
import { blockAt, blockRange } from '../content/geometry';
import type { Geometry } from '../content/geometry';
import type { Bytes, PeerId, PieceIndex } from '../content/ids';
import { LiveIndices, LivePieces } from '../content/live-pieces';
import type { PieceSpace } from '../content/pieces';
import type { Joined } from '../net/join';
import type { Link } from '../net/link';
import { Mesh } from '../net/mesh';
import type { MeshConfig } from '../net/mesh';
import type { Downward, Upward } from '../net/signal-messages';
import { importTicketKey } from '../net/ticket';
import { encodeHandshake } from '../wire/encoder';
import { encodeIntroduction } from '../wire/extension';
import type { HeldMessage, Introduction, PeerState, RecordMessage } from '../wire/extension';
import { Violation } from '../wire/messages';
import type { Block, Handshake } from '../wire/messages';
import { WireSession } from '../wire/session';
import type { PeerEvent } from '../wire/session';
import { Gather } from './gather';
import { Peer } from './peer';
import type { UploadRate } from './upload-rate';
import { Uploads, rareSoonerMs } from './uploads';
import type { UploadPort } from './uploads';

/** What the neighbourhood needs of, and tells, its owner. */
export interface NeighbourHandlers {
  signal(message: Upward): void;
  ticket(): string;
  state(): PeerState;
  /** The bytes of a block, pads as zeros; `null` when they are not held. */
  read(block: Block): Bytes | null;
  /** How long until a peer's player needs a block. */
  needMs(peer: Peer, block: Block): number;
  later(ms: number, action: () => void): void;
  /** A block came; `atMs` is when it was asked for, `null` when it was not. */
  block(peer: Peer, piece: PieceIndex, begin: number, data: Bytes, atMs: number | null): void;
  /** A request will not be answered by this peer. */
  unanswered(peer: PeerId, piece: PieceIndex, block: number): void;
  /** A peer showed that it belongs here and says where it plays: the first time, and whenever it says so again. */
  met(peer: Peer): void;
  /** A peer says something of a live segment. */
  live(peer: Peer, message: RecordMessage | HeldMessage): void;
  connected(peer: PeerId): void;
  closed(peer: PeerId, wasOpen: boolean): void;
  /** The connection with it was of no use; it may be met again. */
  failed(peer: PeerId): void;
  banned(peer: PeerId, reason: string): void;
  uploaded(bytes: number): void;
  rejected(): void;
  /** Something that a plan depends on. */
  changed(): void;
}

/** Handshake and ticket must be here by then. */
const GREETING_MS = 15_000;

/** The peers this viewer is connected to: handshakes, tickets, what they have, uploads to them. */
export class Neighbourhood {
  readonly peers = new Map<PeerId, Peer>();
  private readonly queue: Uploads<Peer>;
  private readonly banned = new Set<PeerId>();
  private readonly garbled = new Set<PeerId>();
  private readonly space: PieceSpace;
  private readonly held: Bitset | LivePieces;
  private readonly mesh: Mesh;
  /** Pieces that wait to be told of. */
  private readonly news: Gather;

  constructor(
    private readonly geometry: Geometry,
    private joined: Joined,
    private uploads: boolean,
    rate: UploadRate,
    private readonly config: MeshConfig,
    private readonly handlers: NeighbourHandlers,
  ) {
    this.space = joined.live === undefined ? joined.pieces : new LiveIndices();
    this.held = typeof this.space === 'number' ? new Bitset(this.space) : new LivePieces();
    this.queue = new Uploads(rate, this.uploadPort());
    this.news = new Gather(config.now, (ms, action) => handlers.later(ms, action), () => this.peers.forEach((peer) => peer.tellNow()));
    this.mesh = new Mesh(config, {
      signal: (message) => handlers.signal(message),
      connected: (peer, link) => this.connected(peer, link),
      data: (peer, chunk) => this.guarded(peer, (one) => this.receive(one, chunk)),
      writable: () => this.queue.drain(),
      closed: (peer, wasOpen) => this.closed(peer, wasOpen),
    });
    this.admitted(joined);
    this.mesh.prepare();
  }

  /** What is offered of a live channel; `null` for a film, and while nothing is given. */
  get livePieces(): LivePieces | null {
    return this.uploads && this.held instanceof LivePieces ? this.held : null;
  }

  get connecting(): number {
    return this.mesh.connecting;
  }

  /** Peers that are here, or most likely will be in a moment. */
  get likely(): number {
    return this.peers.size + this.mesh.promising;
  }

  /**
   * The node admitted this viewer again: another peer id, another key. Open channels stay; those that are not open yet were introduced to
   * another peer than would greet them.
   */
  admittedAgain(joined: Joined): void {
    this.mesh.dropConnecting('this viewer has another name now');
    this.admitted(joined);
  }

  signaled(message: Downward): void {
    if (message.type === 'policy') this.mesh.configure(this.joined.iceServers, message.policy.maxDegree);
    this.mesh.handle(message);
  }

  /** Whether pieces are given to others from now on: who is connected is told what it was not told yet and unchoked, or choked. */
  give(uploads: boolean): void {
    if (uploads === this.uploads) return;
    this.uploads = uploads;
    for (const peer of this.peers.values()) {
      if (!peer.greeted) continue;
      if (uploads) this.giveTo(peer);
      else this.choke(peer);
    }
  }

  /** A piece was verified: it may be asked of this viewer. It is told of with what else is said within so long. */
  offer(piece: PieceIndex, withinMs: number): void {
    if (this.held.has(piece)) return;
    this.held.add(piece);
    if (!this.uploads) return;
    for (const peer of this.peers.values()) if (peer.greeted) peer.tell(piece);
    this.news.within(withinMs);
  }

  /** A piece left the store; requests for it are rejected from now on. A stock client that is not told so asks for it again and again. */
  withdraw(piece: PieceIndex): void {
    if (!this.held.has(piece)) return;
    this.held.delete(piece);
    for (const peer of this.peers.values()) peer.sendDontHave(piece);
  }

  /** A live segment of this number is known. */
  reached(number: number): void {
    if (typeof this.space !== 'number') this.space.reached(number);
  }

  /** Live segments before a number are behind the window: nobody asks for them any more, and nobody is told so. */
  forget(before: number): void {
    if (this.held instanceof LivePieces) this.held.forget(before);
    for (const peer of this.peers.values()) peer.forget(before);
  }

  /** Asks for a block; the peer must be askable. */
  ask(id: PeerId, piece: PieceIndex, block: number, pieceBytes: number, expectedMs: number): boolean {
    const peer = this.peers.get(id);
    if (peer === undefined) return false;
    const { start, end } = blockRange(pieceBytes, block);
    peer.standing.asked({ piece, block, length: end - start, atMs: this.config.now(), expectedMs, alone: peer.outstanding === 0, late: false });
    peer.send({ type: 'request', piece, begin: start, length: end - start });
    return true;
  }

  cancel(id: PeerId, piece: PieceIndex, block: number, pieceBytes: number): void {
    const peer = this.peers.get(id);
    if (peer === undefined || peer.standing.answered(piece, block) === null) return;
    const { start, end } = blockRange(pieceBytes, block);
    peer.send({ type: 'cancel', piece, begin: start, length: end - start });
  }

  announce(state: PeerState): void {
    for (const peer of this.peers.values()) peer.sendState(state);
  }

  /** Drops peers who took a connection and did not show, in time, that they belong here. */
  expire(): void {
    const oldest = this.config.now() - GREETING_MS;
    for (const peer of [...this.peers.values()]) if (!peer.trusted && peer.connectedAtMs < oldest) this.ban(peer.id, 'it said nothing in time');
  }

  /** Drops a peer for good; told once, however much of what it sent turns out wrong later. */
  ban(id: PeerId, reason: string): void {
    if (this.banned.has(id)) return;
    this.banned.add(id);
    this.mesh.drop(id, reason, true);
    this.handlers.banned(id, reason);
  }

  /** Closes the connection of a peer that is of no use; the node may introduce it again later. */
  drop(id: PeerId, reason: string): void {
    this.mesh.drop(id, reason, false);
  }

  close(): void {
    this.mesh.close();
  }

  private admitted(joined: Joined): void {
    this.joined = joined;
    this.mesh.configure(joined.iceServers, joined.policy.maxDegree);
    void importTicketKey(joined.ticketKey);
  }

  private connected(id: PeerId, link: Link): void {
    const session = new WireSession(this.joined.swarm, id, this.geometry, this.space);
    const peer = new Peer(id, link, session, this.config.now);
    this.peers.set(id, peer);
    this.queue.met(peer);
    peer.outbox.soon(encodeHandshake({ swarm: this.joined.swarm, peer: this.joined.peer, extended: true, fast: true }));
    if (link.trickles) this.greet(peer, { extended: true, fast: true });
    this.handlers.connected(id);
  }

  private closed(id: PeerId, wasOpen: boolean): void {
    const peer = this.peers.get(id);
    this.peers.delete(id);
    this.queue.left(id);
    for (const { piece, block } of peer?.standing.owed() ?? []) this.handlers.unanswered(id, piece, block);
    this.handlers.closed(id, wasOpen);
  }

  private guarded(id: PeerId, action: (peer: Peer) => void): void {
    const peer = this.peers.get(id);
    if (peer === undefined) return;
    try {
      action(peer);
    } catch (error) {
      if (!(error instanceof Violation)) throw error;
      if (error.code === 'protocol' && !this.garbled.has(id)) this.dropGarbled(id, error.message);
      else this.ban(id, error.message);
    }
  }

  /** Its first words were not understood, which may be no fault of its own: it is met again, once. */
  private dropGarbled(id: PeerId, reason: string): void {
    this.garbled.add(id);
    this.drop(id, reason);
    this.handlers.failed(id);
  }

  private receive(peer: Peer, chunk: Bytes): void {
    const events = peer.session.receive(chunk);
    const asks = events.filter(({ type }) => type === 'request' || type === 'cancel').length;
    const known = events.filter((event) => event.type === 'have' && this.held.has(event.piece)).length;
    try {
      for (const event of events) this.handle(peer, event);
    } finally {
      if (asks > 0) this.queue.drain();
      if (asks + known < events.length) this.handlers.changed();
    }
  }

  private handle(peer: Peer, event: PeerEvent): void {
    switch (event.type) {
      case 'handshake':
        this.greeted(peer, event.handshake);
        break;
      case 'introduction':
        void this.introduced(peer, event.introduction);
        break;
      case 'state':
        peer.heard(event.state);
        if (peer.trusted) this.handlers.met(peer);
        break;
      case 'segment':
      case 'held':
        this.handlers.live(peer, event);
        break;
      case 'request':
        this.requested(peer, event.block);
        break;
      case 'cancel':
        if (this.queue.cancel(peer.id, event.block)) this.refuse(peer, event.block);
        break;
      case 'reject':
        this.refused(peer, event.block);
        break;
      case 'block':
        this.delivered(peer, event.piece, event.begin, event.data);
        break;
      case 'choked':
        this.giveUp(peer);
        break;
      case 'unchoked':
      case 'pieces':
      case 'have':
      case 'have not':
      case 'allowed fast':
        break;
    }
  }

  /** All that this viewer has to say before it asks for anything; to another viewer that goes with the handshake, since it is known what it takes. */
  private greet(peer: Peer, { fast, extended }: Pick<Handshake, 'fast' | 'extended'>): void {
    peer.greeted = true;
    if (this.uploads && this.held instanceof Bitset && this.held.count > 0) peer.send({ type: 'bitfield', bits: this.held.bytes() });
    else if (fast) peer.send({ type: 'have none' });
    if (extended) peer.send({ type: 'extended', id: 0, payload: encodeIntroduction(this.handlers.ticket()) });
    if (this.uploads) peer.send({ type: 'unchoke' });
    peer.send({ type: 'interested' });
  }

  private greeted(peer: Peer, handshake: Handshake): void {
    if (!handshake.extended && !this.joined.open) throw new Violation('ticket', 'none was shown');
    if (!peer.greeted) this.greet(peer, handshake);
    if (handshake.extended) return;
    peer.trusted = true;
    peer.introduction = { cordwoodId: null, dontHaveId: null, requests: 64, ticket: null };
  }

  private async introduced(peer: Peer, introduction: Introduction): Promise<void> {
    peer.introduction = introduction;
    peer.sendState(this.handlers.state());
    if (introduction.ticket === null ? !this.joined.open : !(await peer.holdsTicket(introduction.ticket, this.joined))) {
      this.guarded(peer.id, () => {
        throw new Violation('ticket', 'it does not hold for this channel');
      });
      return;
    }
    peer.trusted = true;
    if (peer.rendition !== null) this.handlers.met(peer);
    this.handlers.changed();
  }

  private giveTo(peer: Peer): void {
    for (const piece of this.held.each()) peer.tell(piece);
    peer.send({ type: 'unchoke' });
  }

  /** With Fast a choke rejects nothing by itself (BEP 6), so what waits is rejected one by one. */
  private choke(peer: Peer): void {
    peer.send({ type: 'choke' });
    this.queue.clear(peer);
  }

  private requested(peer: Peer, block: Block): void {
    if (!this.uploads || !peer.trusted) this.refuse(peer, block);
    else this.queue.add(peer, block);
  }

  private refuse(peer: Peer, block: Block): void {
    peer.session.answered(block);
    if (peer.session.fast) peer.send({ type: 'reject', ...block });
    this.handlers.rejected();
  }

  private uploadPort(): UploadPort<Peer> {
    return {
      now: () => this.config.now(),
      later: (ms, action) => this.handlers.later(ms, action),
      read: (block) => this.handlers.read(block),
      gives: (peer) => peer.gives(this.geometry.pieceLength),
      needMs: (peer, block) => rareSoonerMs(this.handlers.needMs(peer, block), this.holders(block.piece), this.peers.size),
      reject: (peer, block) => this.refuse(peer, block),
      send: (peer, block, data) => this.upload(peer, block, data),
      flush: (peer) => peer.outbox.flush(),
    };
  }

  private holders(piece: PieceIndex): number {
    let holders = 0;
    for (const { session } of this.peers.values()) if (session.has.has(piece)) holders++;
    return holders;
  }

  private upload(peer: Peer, block: Block, data: Bytes): void {
    peer.session.answered(block);
    this.handlers.uploaded(data.length);
    peer.give(block.piece, block.begin, data);
  }

  private delivered(peer: Peer, piece: PieceIndex, begin: number, data: Bytes): void {
    peer.bytesDown += data.length;
    const request = peer.took(piece, begin, data);
    this.handlers.block(peer, piece, begin, data, request?.atMs ?? null);
  }

  private refused(peer: Peer, { piece, begin }: Block): void {
    if (peer.standing.answered(piece, blockAt(begin)) === null) return;
    peer.rejected(piece);
    this.handlers.unanswered(peer.id, piece, blockAt(begin));
  }

  private giveUp(peer: Peer): void {
    for (const { piece, block } of peer.standing.forgive()) this.handlers.unanswered(peer.id, piece, block);
  }
}
