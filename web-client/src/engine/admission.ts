import type { Stats } from '../engine-api';
import { Attempts } from '../net/backoff';
import { makeIdentity } from '../net/certificate';
import type { Identity } from '../net/certificate';
import { leadsTo, openEarly } from '../net/early-door';
import { NetError, worthRetrying } from '../net/errors';
import { USUAL_POLICY, join } from '../net/join';
import type { Joined, Policy } from '../net/join';
import type { Downward, Upward } from '../net/signal-messages';
import { Signaling } from '../net/signaling';
import { isMobile } from './environment';
import type { Timers } from './timers';

const RETRY = { firstMs: 1_000, mostMs: 30_000 };
const WANT_EVERY_MS = 5_000;
/** The first time earlier: who comes in a crowd needs its second segment from several, and a third of those it was introduced to may be out of reach. */
const FIRST_WANT_MS = 2_000;
/** What the node said of webseeds is over when it has not said it again so long after a join, a welcome or the loss of its door. */
const UNREPEATED_MS = 3_000;
/** A title that is not there: a channel's viewers may come before it begins. */
const NOT_YET = 404;

/** What admission tells its owner. */
export interface AdmissionHandlers {
  /** Admitted, the first time or again with another ticket. */
  joined(joined: Joined): void;
  opened(): void;
  message(message: Downward): void;
  lost(): void;
  failed(error: NetError): void;
  /** How many more peers are wanted now. */
  missing(): number;
}

export interface AdmissionOptions {
  readonly server: string;
  readonly title: string;
  readonly upload: boolean;
  readonly siteGroup?: string;
}

/*
 * States: off → joining (again with back-off while that can help) → connecting → open ⇄ lost → closed. A ticket that the door
 * refuses leads back to joining. Invariant: at most one socket; while joining for the first time it is an early one, afterwards the
 * signaling's.
 */
export type AdmissionState = 'joining' | 'connecting' | 'open' | 'lost' | 'refused';

/** Gets this viewer into its swarm and keeps it there. Nothing here is on the way to the first frame. */
export class Admission {
  state: AdmissionState = 'joining';
  /** Failed attempts since the door was open last. */
  attempts = 0;
  policy: Policy = USUAL_POLICY;
  private signaling: Signaling | null = null;
  private readonly joins = new Attempts(RETRY);
  private ticketText = '';
  private stopWanting: () => void = () => undefined;
  private identityMade: Identity | null = null;
  /** Opened beside the first join, so that the ticket need not wait for it. */
  private early: WebSocket | null = null;

  constructor(
    private readonly options: AdmissionOptions,
    private readonly timers: Timers,
    private readonly signal: AbortSignal,
    private readonly random: () => number,
    private readonly handlers: AdmissionHandlers,
  ) {}

  get ticket(): string {
    return this.ticketText;
  }

  get identity(): Identity | null {
    return this.identityMade;
  }

  /** The state in a page's words. */
  get link(): Stats['signaling'] {
    switch (this.state) {
      case 'refused':
        return 'off';
      case 'joining':
      case 'connecting':
        return this.attempts === 0 ? 'connecting' : 'lost';
      case 'open':
      case 'lost':
        return this.state;
    }
  }

  /** Never rejects. */
  async start(): Promise<void> {
    try {
      if (this.identityMade === null) this.early = openEarly(this.options.server);
      this.identityMade ??= await makeIdentity();
      const joined = await join(this.options.server, this.request(this.identityMade), this.signal);
      this.admitted(joined);
    } catch (error) {
      this.dropEarly();
      if (!this.signal.aborted) this.failed(error instanceof NetError ? error : refusal(error));
    }
  }

  send(message: Upward): void {
    this.signaling?.send(message);
  }

  close(): void {
    this.dropEarly();
    this.signaling?.close();
  }

  private request(identity: Identity): Parameters<typeof join>[1] {
    const { title, upload, siteGroup } = this.options;
    return { title, upload, mobile: isMobile(), fingerprint: identity.fingerprint, ...(siteGroup === undefined ? {} : { siteGroup }) };
  }

  private admitted(joined: Joined): void {
    if (this.signal.aborted) return;
    this.ticketText = joined.ticket;
    this.policy = joined.policy;
    this.unlessRepeated();
    this.state = 'connecting';
    this.handlers.joined(joined);
    this.signaling?.close();
    this.signaling = this.door(joined.signal);
    this.signaling.connect(this.takeEarly(joined));
  }

  private takeEarly(joined: Joined): WebSocket | null {
    const { early } = this;
    if (early !== null && leadsTo(early, joined)) {
      this.early = null;
      return early;
    }
    this.dropEarly();
    return null;
  }

  private dropEarly(): void {
    this.early?.close();
    this.early = null;
  }

  private door(url: string): Signaling {
    return new Signaling(
      url,
      {
        ticket: () => this.ticketText,
        opened: () => this.opened(),
        message: (message) => this.message(message),
        lost: (refused) => this.lost(refused),
      },
      this.random,
    );
  }

  private opened(): void {
    this.state = 'open';
    this.policy = { ...this.policy, thin: USUAL_POLICY.thin, patienceMs: USUAL_POLICY.patienceMs };
    this.unlessRepeated();
    this.attempts = 0;
    this.joins.opened(performance.now());
    this.handlers.opened();
    this.wantLater(FIRST_WANT_MS);
  }

  private message(message: Downward): void {
    if (message.type === 'ticket') this.ticketText = message.ticket;
    if (message.type === 'policy') this.policy = message.policy;
    this.handlers.message(message);
  }

  private unlessRepeated(): void {
    const { policy } = this;
    this.timers.after(UNREPEATED_MS, () => {
      if (this.policy === policy) this.policy = { ...policy, busy: USUAL_POLICY.busy };
    });
  }

  private lost(refused: boolean): void {
    this.state = 'lost';
    this.unlessRepeated();
    this.handlers.lost();
    if (!refused) return;
    this.attempts++;
    this.signaling?.close();
    this.signaling = null;
    this.again();
  }

  private failed(error: NetError): void {
    this.attempts++;
    this.handlers.failed(error);
    if (worthRetrying(error) || error.status === NOT_YET) this.again();
    else this.state = 'refused';
  }

  private again(): void {
    this.timers.after(this.joins.ended(performance.now(), this.random()), () => void this.start());
  }

  /** The node introduces peers at the hello; what is still missing then is asked for. */
  private wantLater(afterMs = WANT_EVERY_MS): void {
    this.stopWanting();
    this.stopWanting = this.timers.after(afterMs * (0.8 + 0.4 * this.random()), () => this.wantMore());
  }

  private wantMore(): void {
    if (this.state !== 'open') return;
    const peers = this.handlers.missing();
    if (peers > 0) this.send({ type: 'want', peers });
    this.wantLater();
  }
}

function refusal(error: unknown): NetError {
  return new NetError('refused', 'signaling', 0, error instanceof Error ? error.message : 'this page may make no connections');
}
