// A viewer with p2p-media-loader and hls.js, as its documentation sets it up.
import { HlsJsP2PEngine } from 'p2p-media-loader-hlsjs';
import type { Engine } from 'p2p-media-loader-hlsjs';

/** The film, the folder of the level that is pinned, the tracker, and within how many seconds of the playhead HTTP is used: 15 when nothing is said. */
interface LoaderPlan {
  readonly src: string;
  readonly level: string;
  readonly tracker: string;
  readonly highDemandSeconds: number;
}

/** Its counters under the names that Cordwood's engine has for them; media bytes are those of segments. */
class LoaderCounts implements Counts {
  #bytesFromHttp = 0;
  #bytesFromPeers = 0;
  #bytesToPeers = 0;
  #peers = 0;
  #firstPeerByteMs: number | null = null;

  stats(): unknown {
    return {
      peers: this.#peers,
      bytesFromPeers: this.#bytesFromPeers,
      bytesFromWebseeds: this.#bytesFromHttp,
      bytesToPeers: this.#bytesToPeers,
    };
  }

  firstPeerByteMs(): number | null {
    return this.#firstPeerByteMs;
  }

  listen(engine: Engine): void {
    engine.addEventListener('onChunkDownloaded', (bytes, source) => {
      if (source === 'http') this.#bytesFromHttp += bytes;
      else {
        this.#bytesFromPeers += bytes;
        this.#firstPeerByteMs ??= performance.now();
      }
    });
    engine.addEventListener('onChunkUploaded', (bytes) => {
      this.#bytesToPeers += bytes;
    });
    engine.addEventListener('onPeerConnect', () => {
      this.#peers += 1;
    });
    engine.addEventListener('onPeerClose', () => {
      this.#peers -= 1;
    });
  }
}

/** Plays a film with p2p-media-loader and watches it. */
export function watchMediaLoader(video: HTMLVideoElement, Hls: unknown, plan: LoaderPlan): void {
  const counts = new LoaderCounts();
  const hls = new (HlsJsP2PEngine.injectMixin(Hls))({
    // With its worker on, this version stops viewers with internalException.
    enableWorker: false,
    p2p: {
      // Its STUN servers cannot be reached from a network namespace, and it waits for them before each offer.
      core: { announceTrackers: [plan.tracker], rtcConfig: { iceServers: [] }, highDemandTimeWindow: plan.highDemandSeconds },
      onHlsJsCreated: ({ p2pEngine }) => {
        counts.listen(p2pEngine);
        p2pEngine.addEventListener('onTrackerError', ({ error }) => watcher.failed(`tracker: ${String(error)}`));
      },
    },
  });
  const watcher = new Watcher(video, null, counts, () => hls);
  play(hls, watcher, plan.src, plan.level);
}
