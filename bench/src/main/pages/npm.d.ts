// What the pages use of the packages in bench/peers, as far as they use it.

declare module 'p2p-media-loader-hlsjs' {
  export interface Engine {
    addEventListener(event: 'onChunkDownloaded', heard: (bytes: number, source: 'http' | 'p2p') => void): void;
    addEventListener(event: 'onChunkUploaded', heard: (bytes: number) => void): void;
    addEventListener(event: 'onPeerConnect' | 'onPeerClose', heard: () => void): void;
    addEventListener(event: 'onTrackerError', heard: (details: { readonly error: unknown }) => void): void;
  }
  export interface Core {
    readonly announceTrackers: readonly string[];
    readonly rtcConfig: RTCConfiguration;
    /** Seconds before the playhead within which a segment is loaded over HTTP. */
    readonly highDemandTimeWindow: number;
  }
  export interface HlsOptions {
    readonly enableWorker: boolean;
    readonly p2p: { readonly core: Core; readonly onHlsJsCreated: (hls: { readonly p2pEngine: Engine }) => void };
  }
  export const HlsJsP2PEngine: { injectMixin(hls: unknown): new (options: HlsOptions) => PlainHls };
}
