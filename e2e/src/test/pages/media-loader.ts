// A viewer with p2p-media-loader and hls.js, as its documentation sets it up.
import { HlsJsP2PEngine } from 'p2p-media-loader-hlsjs';
import type { Engine } from 'p2p-media-loader-hlsjs';

/** The film and the tracker, nothing else. */
interface LoaderPlan {
  readonly playlist: string;
  readonly tracker: string;
}

/** What became of it; bytes are those of media segments. */
interface LoaderReport {
  readonly currentSeconds: number;
  readonly durationSeconds: number | null;
  readonly ended: boolean;
  readonly bytesFromHttp: number;
  readonly bytesFromPeers: number;
  readonly bytesToPeers: number;
  readonly peersMet: number;
  readonly warnings: readonly string[];
  readonly failures: readonly string[];
}

class MediaLoader {
  #bytesFromHttp = 0;
  #bytesFromPeers = 0;
  #bytesToPeers = 0;
  #peersMet = 0;
  readonly #warnings: string[] = [];
  readonly #failures: string[] = [];

  constructor(plan: LoaderPlan, readonly video: HTMLVideoElement, Hls: unknown) {
    const PeerHls = HlsJsP2PEngine.injectMixin(Hls);
    const hls = new PeerHls({
      // With its worker on, this version stops viewers with internalException.
      enableWorker: false,
      p2p: {
        core: { announceTrackers: [plan.tracker], rtcConfig: { iceServers: [] } },
        onHlsJsCreated: ({ p2pEngine }) => this.#listen(p2pEngine),
      },
    });
    hls.on('hlsError', (_, { fatal, details }) => (fatal ? this.#failures : this.#warnings).push(details));
    video.addEventListener('error', () => this.#failures.push(video.error?.message ?? 'media error'));
    hls.attachMedia(video);
    hls.loadSource(plan.playlist);
    video.play().catch((error: unknown) => this.#failures.push(String(error)));
  }

  report(): LoaderReport {
    const { currentTime, duration, ended } = this.video;
    return {
      currentSeconds: currentTime,
      durationSeconds: Number.isFinite(duration) ? duration : null,
      ended,
      bytesFromHttp: this.#bytesFromHttp,
      bytesFromPeers: this.#bytesFromPeers,
      bytesToPeers: this.#bytesToPeers,
      peersMet: this.#peersMet,
      warnings: this.#warnings,
      failures: this.#failures,
    };
  }

  #listen(engine: Engine): void {
    engine.addEventListener('onChunkDownloaded', (bytes, source) => {
      if (source === 'p2p') this.#bytesFromPeers += bytes;
      else this.#bytesFromHttp += bytes;
    });
    engine.addEventListener('onChunkUploaded', (bytes) => {
      this.#bytesToPeers += bytes;
    });
    engine.addEventListener('onPeerConnect', () => {
      this.#peersMet += 1;
    });
    engine.addEventListener('onTrackerError', ({ error }) => this.#failures.push(`tracker: ${String(error)}`));
    engine.addEventListener('onTrackerWarning', ({ warning }) => this.#warnings.push(`tracker: ${String(warning)}`));
  }
}

/** Begins; what becomes of it is `stock.report()`. */
export function startLoader(plan: LoaderPlan, video: HTMLVideoElement, Hls: unknown): void {
  Object.assign(globalThis, { stock: new MediaLoader(plan, video, Hls) });
}
