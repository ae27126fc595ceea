import type { Catalogue } from '../content/catalogue';
import type { Bytes, PeerId, Root, SwarmId } from '../content/ids';
import { liveNumber, livePiece, liveRendition } from '../content/live-pieces';
import type { LivePieces } from '../content/live-pieces';
import type { Merkle } from '../content/merkle';
import type { Segment } from '../content/records';
import { ChannelKey } from '../content/signed-record';
import type { JoinedLive } from '../net/join';
import type { HeldMessage, RecordMessage } from '../wire/extension';
import { Channel } from './channel';
import type { Carrier, KnownRecord, Taken } from './channel';
import type { Counters } from './counters';
import { LivePlaylists } from './live-playlists';
import type { Peer } from './peer';

/** What the live side of a swarm needs of, and tells, the swarm. */
export interface LivePort {
  now(): number;
  after(ms: number, action: () => void): () => void;
  readonly signal: AbortSignal;
  peers(): ReadonlyMap<PeerId, Peer>;
  /** What is offered, `null` while nothing is given. */
  offered(): LivePieces | null;
  ban(peer: PeerId, reason: string): void;
  hashesKnown(root: Root, hashes: readonly Bytes[]): void;
  /** A segment became known. */
  known(segment: Segment): void;
  /** Asks the node what the title has now. */
  joinAgain(): void;
  /** The channel has ended. */
  ended(): void;
  /** Segments before a number are forgotten. */
  slid(before: number, gone: readonly Segment[]): void;
}

/** So many of the newest segments a peer hears of when it comes. */
const NEWEST = 12;
const LOOK_EVERY_MS = 30_000;
const FORGED = 'a record that the channel did not sign';

/** What makes a swarm that of a live channel: its records, who is told of them, and playlists made from them. */
export class Live {
  readonly playlists: LivePlaylists;
  private readonly channel: Channel;
  private readonly key: Promise<ChannelKey | null>;
  private lookedAtMs = -Infinity;

  constructor(
    { key, targetMs, renditions }: JoinedLive,
    title: string,
    swarm: SwarmId,
    catalogue: Catalogue,
    merkle: Merkle,
    private readonly counters: Counters,
    private readonly port: LivePort,
  ) {
    this.key = ChannelKey.of(title, key, swarm);
    this.channel = new Channel(renditions, catalogue, merkle, {
      now: () => port.now(),
      signed: async (record) => (await this.key)?.signed(record) ?? false,
      added: (record, hashes) => this.added(record, hashes),
      slid: (before, gone) => port.slid(before, gone),
    });
    this.playlists = new LivePlaylists(this.channel, targetMs, {
      now: () => port.now(),
      after: (ms, action) => port.after(ms, action),
      record: (encoded) => this.take(encoded, 'playlist'),
      ended: () => port.ended(),
      signal: port.signal,
    });
  }

  /** A record came from a playlist or the node. */
  async take(encoded: Bytes, carrier: Exclude<Carrier, 'peer'>): Promise<void> {
    const taken = await this.channel.take(encoded, carrier);
    this.count(taken.verdict);
    if (taken.verdict === 'new') this.pass(taken.record);
    if (taken.verdict === 'elsewhere') this.lookAgain();
  }

  /** The node admitted this viewer again, and says what the title has now. */
  admittedAgain({ renditions }: JoinedLive): void {
    this.channel.has(renditions);
  }

  /** A peer says something of a segment. */
  heard(peer: Peer, message: RecordMessage | HeldMessage): void {
    if (message.type === 'held') this.held(peer, message);
    else void this.record(peer, message.record);
  }

  /** A peer is here, and says what it plays: it hears what it was not told of yet. */
  met(peer: Peer): void {
    for (const record of this.channel.recent(peer.rendition ?? '', NEWEST)) peer.sendRecord(record.segment.firstPiece, record.encoded);
    if (peer.knowsHeld) return;
    peer.knowsHeld = true;
    const offered = this.port.offered();
    if (offered !== null) this.tellHeld(peer, offered);
  }

  close(): void {
    this.playlists.close();
  }

  private async record(peer: Peer, encoded: Bytes): Promise<void> {
    if ((await this.key) === null) return;
    const taken = await this.channel.take(encoded, 'peer');
    this.count(taken.verdict);
    if (taken.verdict === 'refused') this.port.ban(peer.id, FORGED);
    if (taken.verdict !== 'new' && taken.verdict !== 'known') return;
    peer.told.add(taken.record.segment.firstPiece);
    if (taken.verdict === 'new') this.pass(taken.record);
  }

  /** A record is passed on once it was checked, to those who play its rendition and did not send it. */
  private pass({ segment, encoded }: KnownRecord): void {
    for (const peer of this.port.peers().values()) if (peer.rendition === segment.rendition) peer.sendRecord(segment.firstPiece, encoded);
  }

  private added({ segment }: KnownRecord, hashes: readonly Bytes[]): void {
    if (hashes.length > 0) this.port.hashesKnown(segment.root, hashes);
    this.port.known(segment);
    this.playlists.changed();
  }

  /** A rendition came to the title since this viewer was admitted. */
  private lookAgain(): void {
    if (this.port.now() - this.lookedAtMs < LOOK_EVERY_MS) return;
    this.lookedAtMs = this.port.now();
    this.port.joinAgain();
  }

  private held(peer: Peer, { number, rendition, bitmap }: HeldMessage): void {
    const place = this.channel.placeOf(rendition);
    if (place < 0 || this.channel.forgot(number)) return;
    bitmap.forEach((byte, at) => {
      for (let bit = 0; bit < 8; bit++) if ((byte & (0x80 >> bit)) !== 0) peer.session.holds(livePiece(number, place, 8 * at + bit));
    });
  }

  private tellHeld(peer: Peer, offered: LivePieces): void {
    for (const first of offered.firsts()) {
      const rendition = this.channel.renditionAt(liveRendition(first));
      if (rendition !== null) peer.sendHeld({ number: liveNumber(first), rendition, bitmap: offered.bitmap(first) });
    }
  }

  private count(verdict: Taken['verdict']): void {
    if (verdict === 'refused') this.counters.badRecords++;
    else if (verdict === 'ignored' || verdict === 'elsewhere') this.counters.ignoredRecords++;
    else if (verdict === 'full') this.counters.droppedRecords++;
  }
}
