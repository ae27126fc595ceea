import type { Bytes, PeerId } from '../content/ids';
import type { ConnectionBudget } from './budget';
import type { Identity } from './certificate';
import { Link } from './link';
import type { Downward, Upward } from './signal-messages';

/*
 * Invariant: one link per peer and per introduction; every link in `links`, and the spare one, took one from the budget and gives it back once.
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
  readonly sinceMs: number;
  answered: boolean;
  open: boolean;
}

/** A link that has no peer yet: what it says of itself waits until it has. */
interface Unbound {
  readonly link: Link;
  /** From now on it is this entry's; what waits is said now. */
  bind(entry: Entry): void;
}

/** A ready offer is used for so long: its connection must come about in time. */
const SPARE_MOST_MS = 4_000;
/** Most connections that come about do so in this time. */
const PROMISING_MS = 1_500;
const FORBIDDEN = 'this page may make no connections';

/** Turns introductions into open channels. Bans, lost peers and limits are decided by who owns it. */
export class Mesh {
  private readonly links = new Map<PeerId, Entry>();
  private readonly byIntroduction = new Map<string, Entry>();
  private readonly banned = new Set<PeerId>();
  private iceServers: readonly RTCIceServer[] = [];
  private most = 0;
  /** A link whose offer is ready for whom is introduced first, so that its description and its candidates need not be waited for. */
  private spare: { readonly unbound: Unbound; readonly offer: Promise<string>; readonly madeAtMs: number } | null = null;

  constructor(
    private readonly config: MeshConfig,
    private readonly handlers: MeshHandlers,
  ) {}

  get connecting(): number {
    let count = 0;
    for (const entry of this.links.values()) if (!entry.open) count++;
    return count;
  }

  /** Those of them that are as young as connections are that come about. */
  get promising(): number {
    let count = 0;
    for (const { open, sinceMs } of this.links.values()) if (!open && this.config.now() - sinceMs < PROMISING_MS) count++;
    return count;
  }

  configure(iceServers: readonly RTCIceServer[], mostConnections: number): void {
    this.iceServers = iceServers;
    this.most = mostConnections;
  }

  /** Makes an offer ready for the first introduction. */
  prepare(): void {
    if (this.spare !== null || this.links.size > 0) return;
    const unbound = this.make(true);
    if (typeof unbound === 'string') return;
    const offer = unbound.link.offer();
    offer.catch(() => unbound.link.close('no description'));
    this.spare = { unbound, offer, madeAtMs: this.config.now() };
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

  /** Gives up what is not open yet. */
  dropConnecting(reason: string): void {
    for (const entry of [...this.links.values()]) if (!entry.open) entry.link.close(reason);
  }

  close(): void {
    this.spare?.unbound.link.close('this viewer left');
    for (const entry of [...this.links.values()]) entry.link.close('this viewer left');
  }

  private introduced({ introduction, peer, trickle }: Extract<Downward, { type: 'introduce' }>): void {
    if (this.links.has(peer) || !this.mayOpen(introduction, peer)) return;
    const ready = trickle ? this.takeSpare() : null;
    if (ready !== null) {
      this.offer(ready.unbound, introduction, peer, ready.offer);
      return;
    }
    const unbound = this.make(trickle);
    if (unbound === 'forbidden') this.handlers.closed(peer, false, FORBIDDEN);
    else if (unbound !== 'too many') this.offer(unbound, introduction, peer, unbound.link.offer());
  }

  private takeSpare(): { readonly unbound: Unbound; readonly offer: Promise<string> } | null {
    const { spare } = this;
    this.spare = null;
    if (spare === null || this.config.now() - spare.madeAtMs < SPARE_MOST_MS) return spare;
    spare.unbound.link.close('nobody came');
    return null;
  }

  private offer(unbound: Unbound, introduction: string, peer: PeerId, offer: Promise<string>): void {
    const entry = this.enter(unbound, introduction, peer, true);
    this.describe(entry, unbound, offer, (sdp) => ({ type: 'offer', introduction, sdp }));
  }

  /** A viewer that offers again has lost the old link; a stock client offers at every announce, and drops the newer of two links. */
  private offered({ introduction, peer, sdp, trickle }: Extract<Downward, { type: 'offer' }>): void {
    const before = this.links.get(peer);
    if (before?.open === true && !trickle) return;
    before?.link.close('the peer made a new offer');
    if (!this.mayOpen(introduction, peer)) return;
    const unbound = this.make(trickle);
    if (unbound === 'forbidden') this.handlers.closed(peer, false, FORBIDDEN);
    if (typeof unbound === 'string') return;
    const entry = this.enter(unbound, introduction, peer, false);
    this.describe(entry, unbound, entry.link.answer(sdp), (answer) => ({ type: 'answer', introduction, sdp: answer }));
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

  /** Candidates follow the description that they belong to. */
  private describe(entry: Entry, unbound: Unbound, description: Promise<string>, message: (sdp: string) => Upward): void {
    description.then(
      (sdp) => {
        if (this.links.get(entry.peer) !== entry) return;
        this.handlers.signal(message(sdp));
        unbound.bind(entry);
      },
      () => entry.link.close('no description'),
    );
  }

  private mayOpen(introduction: string, peer: PeerId): boolean {
    return !this.banned.has(peer) && !this.byIntroduction.has(introduction);
  }

  private enter({ link }: Unbound, introduction: string, peer: PeerId, offered: boolean): Entry {
    const entry = { peer, introduction, link, offered, sinceMs: this.config.now(), answered: false, open: false };
    this.links.set(peer, entry);
    this.byIntroduction.set(introduction, entry);
    return entry;
  }

  private make(trickle: boolean): Unbound | 'too many' | 'forbidden' {
    if (!this.config.budget.take(this.most, this.config.now())) return 'too many';
    let entry: Entry | null = null;
    const early: ((of: Entry) => void)[] = [];
    const whenBound = (action: (of: Entry) => void): void => {
      if (entry === null) early.push(action);
      else action(entry);
    };
    try {
      const made = new Link(
        { certificate: this.config.identity.certificate, iceServers: this.iceServers, trickle },
        {
          candidates: (candidates, end) =>
            whenBound(({ introduction }) => this.handlers.signal({ type: 'candidates', introduction, candidates, ...(end ? { end: true as const } : {}) })),
          opened: () => whenBound((of) => this.opened(of)),
          data: (chunk) => whenBound(({ peer }) => this.handlers.data(peer, chunk)),
          writable: () => whenBound(({ peer }) => this.handlers.writable(peer)),
          closed: (reason) => this.closed(made, reason),
        },
      );
      const unbound: Unbound = {
        link: made,
        bind: (to) => {
          entry = to;
          for (const action of early.splice(0)) action(to);
        },
      };
      return unbound;
    } catch {
      this.config.budget.giveBack();
      return 'forbidden';
    }
  }

  private opened(entry: Entry): void {
    entry.open = true;
    this.handlers.connected(entry.peer, entry.link);
  }

  private closed(link: Link, reason: string): void {
    this.config.budget.giveBack();
    if (this.spare?.unbound.link === link) this.spare = null;
    for (const entry of [...this.byIntroduction.values()]) {
      if (entry.link !== link) continue;
      if (this.links.get(entry.peer) === entry) this.links.delete(entry.peer);
      this.byIntroduction.delete(entry.introduction);
      this.handlers.closed(entry.peer, entry.open, reason);
    }
  }
}
