import type { Bytes } from '../content/ids';
import { CANDIDATES_MOST, complete, mayTravel } from './candidates';
import { remoteFingerprints } from './certificate';
import type { Candidate } from './signal-messages';

/*
 * States: connecting → open → closed; closed is final. Invariant: handlers are called in the states they name,
 * `closed` exactly once, and no timer outlives it.
 */

/** What happens on one connection. */
export interface LinkHandlers {
  candidates(batch: readonly Candidate[], end: boolean): void;
  opened(): void;
  data(chunk: Bytes): void;
  /** The buffer went below the low mark after {@link Link.canSend} was false. */
  writable(): void;
  closed(reason: string): void;
}

export interface LinkConfig {
  readonly certificate: RTCCertificate;
  readonly iceServers: readonly RTCIceServer[];
  /** The other end takes candidates after the description (RFC 8838). Stock WebTorrent clients do not, and name their channel as they like. */
  readonly trickle: boolean;
}

const LABEL = 'cordwood';
const CONNECT_TIMEOUT_MS = 10_000;
/** Both ends may gather before they speak: this one GATHER_MS, a stock client 5 s. */
const WHOLE_CONNECT_TIMEOUT_MS = 20_000;
/** A description waits no longer than this for its candidates; a STUN server that does not answer takes 10 s to be given up. */
const GATHER_MS = 3_000;
const DISCONNECT_GRACE_MS = 5_000;
/** Candidates of this time travel together; the first are those of this machine, which come in a few milliseconds. */
const FIRST_BATCH_MS = 10;
const BATCH_MS = 50;
const BATCH_MOST = 16;
const HIGH_BYTES = 262_144;
const LOW_BYTES = 16_384;
/** What may come before the channel is said to be open: a greeting. */
const UNREAD_MOST_BYTES = 65_536;
const MESSAGE_BYTES = 65_536;
/** Beyond this a peer does not read what it asked for. */
const OVERFLOW_BYTES = 4_194_304;

/** One RTCPeerConnection with one reliable, ordered data channel; the offerer makes the channel. */
export class Link {
  private readonly connection: RTCPeerConnection;
  private channel: RTCDataChannel | null = null;
  private state: 'connecting' | 'open' | 'closed' = 'connecting';
  private readonly timers = new Set<ReturnType<typeof setTimeout>>();
  private readonly outgoing: Candidate[] = [];
  private batchTimer: ReturnType<typeof setTimeout> | null = null;
  private readonly early: Candidate[] = [];
  private described = false;
  private taken = 0;
  private waitsForRoom = false;
  private flushed = false;
  /** What came before the channel was said to be open. */
  private readonly unread: Bytes[] = [];

  /** Throws where a page may not make connections. */
  constructor(
    private readonly config: LinkConfig,
    private readonly handlers: LinkHandlers,
  ) {
    this.connection = new RTCPeerConnection({ certificates: [config.certificate], iceServers: [...config.iceServers] });
    if (config.trickle) this.connection.onicecandidate = (event) => this.gathered(event.candidate);
    this.connection.onconnectionstatechange = () => this.connectionChanged();
    this.connection.ondatachannel = (event) => this.adopt(event.channel);
    this.later(config.trickle ? CONNECT_TIMEOUT_MS : WHOLE_CONNECT_TIMEOUT_MS, () => {
      if (this.state === 'connecting') this.close('no connection in time');
    });
  }

  /** The other end is a viewer of this kind, and not a stock client. */
  get trickles(): boolean {
    return this.config.trickle;
  }

  /** Makes the channel and the offer. */
  async offer(): Promise<string> {
    this.adopt(this.connection.createDataChannel(LABEL, { ordered: true }));
    const offer = await this.connection.createOffer();
    return this.describe(offer);
  }

  /** Takes an offer and answers it. */
  async answer(sdp: string): Promise<string> {
    await this.takeRemote({ type: 'offer', sdp });
    const answer = await this.connection.createAnswer();
    return this.describe(answer);
  }

  async accept(sdp: string): Promise<void> {
    await this.takeRemote({ type: 'answer', sdp });
  }

  /** Takes the other side's candidates, at most 32 of them in all. */
  async add(candidates: readonly Candidate[]): Promise<void> {
    for (const candidate of candidates) {
      if (this.taken++ >= CANDIDATES_MOST || this.state === 'closed') return;
      if (this.described) await this.addOne(candidate);
      else this.early.push(candidate);
    }
  }

  get isOpen(): boolean {
    return this.state === 'open';
  }

  /** Whether bulk data may be sent; control messages always may. */
  get canSend(): boolean {
    const channel = this.channel;
    if (this.state !== 'open' || channel === null) return false;
    if (channel.bufferedAmount < HIGH_BYTES && !this.waitsForRoom) return true;
    this.waitsForRoom = channel.bufferedAmount > LOW_BYTES;
    return !this.waitsForRoom;
  }

  /** The most that may be sent in one write. Who names no limit takes 64 KiB (RFC 8841 §6.1). */
  get mostBytes(): number {
    return this.connection.sctp?.maxMessageSize ?? MESSAGE_BYTES;
  }

  /** What the channel has taken and not yet sent. */
  get bufferedBytes(): number {
    return this.channel?.bufferedAmount ?? 0;
  }

  /** One write. A peer that lets too much pile up is closed. */
  send(bytes: Bytes): void {
    const channel = this.channel;
    if (this.state !== 'open' || channel === null) return;
    try {
      channel.send(bytes);
    } catch {
      this.close('the channel takes no more');
      return;
    }
    if (channel.bufferedAmount > OVERFLOW_BYTES) this.close('the peer does not read');
  }

  /** SHA-256 of the certificates that DTLS has enforced, as tickets write them. */
  remoteFingerprints(): Promise<readonly string[]> {
    return remoteFingerprints(this.connection);
  }

  close(reason: string): void {
    if (this.state === 'closed') return;
    this.state = 'closed';
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
    this.connection.onicecandidate = this.connection.onconnectionstatechange = this.connection.ondatachannel = this.connection.onicegatheringstatechange = null;
    const channel = this.channel;
    if (channel !== null) channel.onopen = channel.onmessage = channel.onclose = channel.onbufferedamountlow = null;
    this.channel = null;
    this.connection.close();
    this.handlers.closed(reason);
  }

  /** A peer that takes candidates later need not wait until the description is set here: it is final, and candidates follow it anyway. */
  private async describe(description: RTCSessionDescriptionInit): Promise<string> {
    const set = this.connection.setLocalDescription(description);
    if (this.config.trickle) {
      set.catch(() => this.close('a description that cannot be set'));
      return description.sdp ?? '';
    }
    await set;
    await this.allGathered();
    return complete(this.connection.localDescription?.sdp ?? '');
  }

  private allGathered(): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (this.connection.iceGatheringState === 'complete') resolve();
      };
      this.connection.onicegatheringstatechange = look;
      this.later(GATHER_MS, resolve);
      look();
    });
  }

  private adopt(channel: RTCDataChannel): void {
    if (this.channel !== null || (this.config.trickle && channel.label !== LABEL)) {
      channel.close();
      return;
    }
    this.channel = channel;
    channel.binaryType = 'arraybuffer';
    channel.bufferedAmountLowThreshold = LOW_BYTES;
    channel.onopen = () => this.opened();
    channel.onclose = () => this.close('the peer left');
    channel.onmessage = (event: MessageEvent<unknown>) => {
      if (event.data instanceof ArrayBuffer) this.received(new Uint8Array(event.data));
      else if (typeof event.data === 'string') this.close('text on the channel');
    };
    channel.onbufferedamountlow = () => {
      this.waitsForRoom = false;
      this.handlers.writable();
    };
    if (channel.readyState === 'open') this.opened();
  }

  private opened(): void {
    if (this.state !== 'connecting') return;
    this.state = 'open';
    this.handlers.opened();
    for (const chunk of this.unread.splice(0)) this.received(chunk);
  }

  private received(chunk: Bytes): void {
    if (this.state === 'open') this.handlers.data(chunk);
    if (this.state !== 'connecting') return;
    this.unread.push(chunk);
    if (this.unread.reduce((sum, { length }) => sum + length, 0) > UNREAD_MOST_BYTES) this.close('the peer speaks before there is a channel');
  }

  private connectionChanged(): void {
    const state = this.connection.connectionState;
    if (state === 'failed' || state === 'closed') this.close(`the connection ${state}`);
    if (state !== 'disconnected') return;
    this.later(DISCONNECT_GRACE_MS, () => {
      if (this.connection.connectionState === 'disconnected') this.close('the connection was lost');
    });
  }

  private gathered(candidate: RTCIceCandidate | null): void {
    if (candidate === null || candidate.candidate === '') {
      this.flush(true);
      return;
    }
    if (!mayTravel(candidate.candidate)) return;
    this.outgoing.push({ candidate: candidate.candidate, sdpMid: candidate.sdpMid, sdpMLineIndex: candidate.sdpMLineIndex });
    if (this.outgoing.length >= BATCH_MOST) this.flush(false);
    else this.batchTimer ??= this.later(this.flushed ? BATCH_MS : FIRST_BATCH_MS, () => this.flush(false));
  }

  private flush(end: boolean): void {
    this.flushed = true;
    if (this.batchTimer !== null) {
      clearTimeout(this.batchTimer);
      this.timers.delete(this.batchTimer);
      this.batchTimer = null;
    }
    if (this.outgoing.length > 0 || end) this.handlers.candidates(this.outgoing.splice(0), end);
  }

  /** Candidates that came before it are added after it, and wait for nothing else. */
  private async takeRemote(description: RTCSessionDescriptionInit): Promise<void> {
    await this.connection.setRemoteDescription(description);
    this.described = true;
    for (const candidate of this.early.splice(0)) void this.addOne(candidate);
  }

  private async addOne(candidate: Candidate): Promise<void> {
    try {
      await this.connection.addIceCandidate(candidate);
    } catch {
      // A candidate of the other side that cannot be read is as good as none.
    }
  }

  private later(ms: number, action: () => void): ReturnType<typeof setTimeout> {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      action();
    }, ms);
    this.timers.add(timer);
    return timer;
  }
}
