import type { Bytes, PeerId } from '../content/ids';
import type { ConnectionBudget } from './budget';
import type { Identity } from './certificate';
import { Link } from './link';
import type { Downward, Upward } from './signal-messages';

/*
 * Invariant: one link per peer and per introduction; every link in `links` took one from the budget and gives it back once.
 */

/** What happens between this viewer and others. */
export interface MeshHandlers {
  signal(message: Upward): void;
  connected(peer: PeerId, link: Link): void;
  data(peer: PeerId, chunk: Bytes): void;
  writable(peer: PeerId): void;
  /** `wasOpen` is false for a connection that never came about. */
  closed(peer: PeerId, wasOpen: boolean, reason: string): void;
}

export interface MeshConfig {
  readonly identity: Identity;
  readonly budget: ConnectionBudget;
  readonly now: () => number;
}

interface Entry {
  readonly peer: PeerId;
  readonly introduction: string;
  readonly link: Link;
  readonly offered: boolean;
  answered: boolean;
  open: boolean;
}

/** Turns introductions into open channels. Bans, lost peers and limits are decided by who owns it. */
export class Mesh {
  private readonly links = new Map<PeerId, Entry>();
  private readonly byIntroduction = new Map<string, Entry>();
  private readonly banned = new Set<PeerId>();
  private iceServers: readonly RTCIceServer[] = [];
  private most = 0;

  constructor(
    private readonly config: MeshConfig,
    private readonly handlers: MeshHandlers,
  ) {}

  get connecting(): number {
    let count = 0;
    for (const entry of this.links.values()) if (!entry.open) count++;
    return count;
  }

  configure(iceServers: readonly RTCIceServer[], mostConnections: number): void {
    this.iceServers = iceServers;
    this.most = mostConnections;
  }

  /** Takes what the node says of introductions; anything else is not its business. */
  handle(message: Downward): void {
    if (message.type === 'introduce') this.introduced(message);
    else if (message.type === 'offer') this.offered(message);
    else if (message.type === 'answer') this.answered(message.introduction, message.sdp);
    else if (message.type === 'candidates') void this.byIntroduction.get(message.introduction)?.link.add(message.candidates);
    else if (message.type === 'gone') this.gone(message.introduction);
  }

  /** Closes the link of a peer, and takes no other of it when `forever`. */
  drop(peer: PeerId, reason: string, forever: boolean): void {
    if (forever) this.banned.add(peer);
    this.links.get(peer)?.link.close(reason);
  }

  close(): void {
    for (const entry of [...this.links.values()]) entry.link.close('this viewer left');
  }

  private introduced({ introduction, peer, trickle }: Extract<Downward, { type: 'introduce' }>): void {
    if (this.links.has(peer)) return;
    const entry = this.open(introduction, peer, true, trickle);
    if (entry === null) return;
    this.describe(entry, entry.link.offer(), (sdp) => ({ type: 'offer', introduction, sdp }));
  }

  /** A viewer that offers again has lost the old link; a stock client offers at every announce, and drops the newer of two links. */
  private offered({ introduction, peer, sdp, trickle }: Extract<Downward, { type: 'offer' }>): void {
    const before = this.links.get(peer);
    if (before?.open === true && !trickle) return;
    before?.link.close('the peer made a new offer');
    const entry = this.open(introduction, peer, false, trickle);
    if (entry === null) return;
    this.describe(entry, entry.link.answer(sdp), (answer) => ({ type: 'answer', introduction, sdp: answer }));
  }

  private answered(introduction: string, sdp: string): void {
    const entry = this.byIntroduction.get(introduction);
    if (entry?.offered !== true || entry.answered) return;
    entry.answered = true;
    entry.link.accept(sdp).catch(() => entry.link.close('an answer that cannot be taken'));
  }

  private gone(introduction: string): void {
    const entry = this.byIntroduction.get(introduction);
    if (entry?.open === false) entry.link.close('the introduction is over');
  }

  private describe(entry: Entry, description: Promise<string>, message: (sdp: string) => Upward): void {
    description.then(
      (sdp) => {
        if (this.links.get(entry.peer) === entry) this.handlers.signal(message(sdp));
      },
      () => entry.link.close('no description'),
    );
  }

  private open(introduction: string, peer: PeerId, offered: boolean, trickle: boolean): Entry | null {
    if (this.banned.has(peer) || this.byIntroduction.has(introduction)) return null;
    if (!this.config.budget.take(this.most, this.config.now())) return null;
    let entry: Entry | null = null;
    try {
      const link = new Link(
        { certificate: this.config.identity.certificate, iceServers: this.iceServers, trickle },
        {
          candidates: (batch, end) => this.handlers.signal({ type: 'candidates', introduction, candidates: batch, ...(end ? { end: true as const } : {}) }),
          opened: () => {
            if (entry !== null) this.opened(entry);
          },
          data: (chunk) => this.handlers.data(peer, chunk),
          writable: () => this.handlers.writable(peer),
          closed: (reason) => {
            if (entry !== null) this.closed(entry, reason);
          },
        },
      );
      entry = { peer, introduction, link, offered, answered: false, open: false };
    } catch {
      this.config.budget.giveBack();
      this.handlers.closed(peer, false, 'this page may make no connections');
      return null;
    }
    this.links.set(peer, entry);
    this.byIntroduction.set(introduction, entry);
    return entry;
  }

  private opened(entry: Entry): void {
    entry.open = true;
    this.handlers.connected(entry.peer, entry.link);
  }

  private closed(entry: Entry, reason: string): void {
    this.config.budget.giveBack();
    if (this.links.get(entry.peer) === entry) this.links.delete(entry.peer);
    this.byIntroduction.delete(entry.introduction);
    this.handlers.closed(entry.peer, entry.open, reason);
  }
}
