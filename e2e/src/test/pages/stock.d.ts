// What the tests use of the stock clients, as far as they use it. The packages stand in e2e/peers.

declare module 'webtorrent' {
  export interface Wire {
    readonly type: string;
    on(event: 'download' | 'upload', heard: (bytes: number) => void): void;
  }
  export interface TorrentFile {
    readonly path: string;
    readonly length: number;
    readonly done: boolean;
    arrayBuffer(): Promise<ArrayBuffer>;
  }
  export interface Torrent {
    readonly infoHash: string;
    readonly done: boolean;
    readonly progress: number;
    readonly files: readonly TorrentFile[];
    readonly pieces: readonly unknown[];
    on(event: 'ready' | 'done', heard: () => void): void;
    on(event: 'warning' | 'error', heard: (error: Error) => void): void;
    on(event: 'wire', heard: (wire: Wire) => void): void;
    on(event: 'verified', heard: (piece: number) => void): void;
  }
  export interface Options {
    readonly dht?: boolean;
    readonly tracker?: { readonly rtcConfig: RTCConfiguration };
  }
  export default class WebTorrent {
    constructor(options?: Options);
    add(torrentFile: Uint8Array): Torrent;
    on(event: 'error', heard: (error: Error) => void): void;
    destroy(done: (error?: Error) => void): void;
  }
}

declare module 'bittorrent-tracker' {
  export interface Counts {
    readonly infoHash: string;
    readonly complete: number;
    readonly incomplete: number;
  }
  export interface Scraped extends Counts {
    readonly downloaded: number;
  }
  export interface Peer {
    readonly id: string;
    on(event: 'connect' | 'close', heard: () => void): void;
    on(event: 'data', heard: (data: Uint8Array) => void): void;
    on(event: 'error', heard: (error: Error) => void): void;
    send(data: string): void;
  }
  export interface Options {
    readonly infoHash: string;
    readonly peerId: string;
    readonly announce: string;
    readonly rtcConfig: RTCConfiguration;
    readonly getAnnounceOpts: () => { readonly left: number };
  }
  export default class Client {
    constructor(options: Options);
    on(event: 'update', heard: (counts: Counts) => void): void;
    on(event: 'scrape', heard: (counts: Scraped) => void): void;
    on(event: 'peer', heard: (peer: Peer) => void): void;
    on(event: 'warning' | 'error', heard: (error: Error) => void): void;
    start(): void;
    update(): void;
    complete(): void;
    stop(): void;
    scrape(): void;
    destroy(done?: () => void): void;
  }
}
