// A stock WebTorrent client, as a page of somebody else would use it.
import WebTorrent from 'webtorrent';
import type { Torrent, TorrentFile, Wire } from 'webtorrent';

/** What became of it; bytes are those of piece messages, `whole` are the paths of the files that it has. */
interface TorrentReport {
  readonly infoHash: string;
  readonly ready: boolean;
  readonly done: boolean;
  readonly progress: number;
  readonly piecesVerified: number;
  readonly whole: readonly string[];
  readonly bytesFromWebseeds: number;
  readonly bytesFromPeers: number;
  readonly bytesToPeers: number;
  readonly peersMet: number;
  readonly warnings: readonly string[];
  readonly failures: readonly string[];
}

/** A file that is whole and passed the client's own check. */
interface FileReport {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

class StockTorrent {
  #ready = false;
  #piecesVerified = 0;
  #bytesFromWebseeds = 0;
  #bytesFromPeers = 0;
  #bytesToPeers = 0;
  #peersMet = 0;
  readonly #warnings: string[] = [];
  readonly #failures: string[] = [];
  readonly #client = new WebTorrent({ dht: false, tracker: { rtcConfig: { iceServers: [] } } });
  readonly #torrent: Torrent;

  constructor(torrentFile: Uint8Array) {
    this.#client.on('error', (error) => this.#failures.push(String(error)));
    this.#torrent = this.#client.add(torrentFile);
    this.#torrent.on('ready', () => {
      this.#ready = true;
    });
    this.#torrent.on('verified', () => {
      this.#piecesVerified += 1;
    });
    this.#torrent.on('warning', (error) => this.#warnings.push(error.message));
    this.#torrent.on('error', (error) => this.#failures.push(String(error)));
    this.#torrent.on('wire', (wire) => this.#count(wire));
  }

  report(): TorrentReport {
    return {
      infoHash: this.#torrent.infoHash,
      ready: this.#ready,
      done: this.#torrent.done,
      progress: this.#torrent.progress,
      piecesVerified: this.#piecesVerified,
      whole: this.#torrent.files.filter(({ done }) => done).map(({ path }) => path),
      bytesFromWebseeds: this.#bytesFromWebseeds,
      bytesFromPeers: this.#bytesFromPeers,
      bytesToPeers: this.#bytesToPeers,
      peersMet: this.#peersMet,
      warnings: this.#warnings,
      failures: this.#failures,
    };
  }

  /** The files that are whole, with the digest of the bytes that the client hands out. */
  files(): Promise<readonly FileReport[]> {
    return Promise.all(this.#torrent.files.filter(({ done }) => done).map(fileReport));
  }

  #count(wire: Wire): void {
    const peer = wire.type !== 'webSeed';
    if (peer) this.#peersMet += 1;
    wire.on('download', (bytes) => {
      if (peer) this.#bytesFromPeers += bytes;
      else this.#bytesFromWebseeds += bytes;
    });
    wire.on('upload', (bytes) => {
      if (peer) this.#bytesToPeers += bytes;
    });
  }
}

async function fileReport(file: TorrentFile): Promise<FileReport> {
  const bytes = await file.arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const sha256 = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return { path: file.path, bytes: bytes.byteLength, sha256 };
}

/** Begins; what becomes of it is `stock.report()` and `stock.files()`. */
export function startTorrent(torrentFileInBase64: string): void {
  const torrentFile = Uint8Array.from(atob(torrentFileInBase64), (letter) => letter.charCodeAt(0));
  Object.assign(globalThis, { stock: new StockTorrent(torrentFile) });
}
