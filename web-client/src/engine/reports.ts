import type { PeerId } from '../content/ids';
import type { RingReport, ViewerState } from '../net/signal-messages';
import type { Timers } from './timers';

const TO_PEERS_EVERY_MS = 5_000;
const LEAST_MS = 500;
const NAMED_MOST = 32;

/** What a report is made of. */
export interface ReportView {
  readonly open: boolean;
  readonly everyMs: number;
  readonly playheadMs: number;
  readonly rendition: string;
  readonly horizonMs: number;
  /** What the missing part of the horizon takes, 0 when nothing is missing. */
  readonly rateBitsPerSecond: number;
  readonly bytesDown: number;
  readonly bytesUp: number;
  /** What the line carries upwards, `null` when it was not measured. */
  readonly uplinkBitsPerSecond: number | null;
  /** This viewer takes duties. */
  readonly uploading: boolean;
  /** How many peers. */
  readonly connected: number;
  /** Asked once a report, for what is missed is told once. */
  ring(): RingReport | null;
}

/** Tells the node and the peers where this viewer is: regularly with jitter, and at once (but at most twice a second) on a change. */
export class Reports {
  private readonly failedPeers = new Set<PeerId>();
  private readonly lyingPeers = new Set<PeerId>();
  private last = { atMs: performance.now(), bytesDown: 0, bytesUp: 0 };
  private soon = false;
  private sentAtMs = -Infinity;

  constructor(
    private readonly timers: Timers,
    private readonly random: () => number,
    private readonly port: { send(state: ViewerState): void; toPeers(): void; view(): ReportView },
  ) {
    this.nodeLater();
    this.peersLater();
  }

  /** The introduction of a peer came to nothing. */
  failed(peer: PeerId): void {
    add(this.failedPeers, peer);
    this.now();
  }

  lying(peer: PeerId): void {
    add(this.lyingPeers, peer);
    this.now();
  }

  /** Something changed that others should know now. */
  now(): void {
    if (this.soon) return;
    this.soon = true;
    this.timers.after(Math.max(0, this.sentAtMs + LEAST_MS - performance.now()), () => {
      this.soon = false;
      this.toNode();
      this.port.toPeers();
    });
  }

  private nodeLater(): void {
    this.timers.after(this.port.view().everyMs * (0.8 + 0.4 * this.random()), () => {
      this.toNode();
      this.nodeLater();
    });
  }

  private peersLater(): void {
    this.timers.after(TO_PEERS_EVERY_MS, () => {
      this.port.toPeers();
      this.peersLater();
    });
  }

  private toNode(): void {
    const view = this.port.view();
    this.sentAtMs = performance.now();
    if (!view.open) return;
    const ring = view.ring();
    const named = { connected: view.connected, failed: [...this.failedPeers], lying: [...this.lyingPeers] };
    this.port.send({ ...this.rates(view), ...named, ...(view.uploading ? {} : { uploading: false }), ...(ring === null ? {} : { ring }) });
    this.failedPeers.clear();
    this.lyingPeers.clear();
  }

  private rates({ playheadMs, rendition, horizonMs, rateBitsPerSecond, bytesDown, bytesUp, uplinkBitsPerSecond }: ReportView): Omit<ViewerState, 'uploading' | 'connected' | 'failed' | 'lying' | 'ring'> {
    const seconds = Math.max(0.001, (this.sentAtMs - this.last.atMs) / 1000);
    const downBitsPerSecond = Math.round(((bytesDown - this.last.bytesDown) * 8) / seconds);
    const upBitsPerSecond = Math.round(((bytesUp - this.last.bytesUp) * 8) / seconds);
    this.last = { atMs: this.sentAtMs, bytesDown, bytesUp };
    const missing = rateBitsPerSecond > 0 ? { rateBitsPerSecond: Math.round(rateBitsPerSecond) } : {};
    const place = { playheadMs: Math.max(0, Math.round(playheadMs)), rendition, horizonMs: Math.round(horizonMs) };
    return { ...place, downBitsPerSecond, upBitsPerSecond, uplinkBitsPerSecond: uplinkBitsPerSecond ?? 0, ...missing };
  }
}

function add(set: Set<PeerId>, peer: PeerId): void {
  if (set.size < NAMED_MOST) set.add(peer);
}
