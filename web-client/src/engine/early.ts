import type { Bytes } from '../content/ids';
import { onAbort } from './abort';
import { Waits } from './waiting';

const KEPT_MOST_BYTES = 32 * 1024 * 1024;
const PLAYLISTS_MOST = 8;
const PLAYLIST_MOST_BYTES = 1024 * 1024;

/** Loads before the swarm is known: those that wait for it, those under way over HTTP, and bytes to be checked when records arrive. */
export class EarlyLoads {
  /** Segments that are being loaded over HTTP without the swarm, or whose bytes wait to be checked. */
  readonly running = new Set<string>();
  private readonly kept = new Map<string, Bytes>();
  private keptBytes = 0;
  private readonly lists = new Map<string, ArrayBuffer>();
  private readonly waiting = new Waits();

  constructor(private readonly after: (ms: number, action: () => void) => () => void) {}

  /** Somebody waits. */
  get waits(): boolean {
    return this.waiting.any;
  }

  /** Resolves when `ready` says so, which is asked at every {@link recheck}; rejects when `signal` fires. */
  wait(ready: () => boolean, signal: AbortSignal): Promise<void> {
    return this.waiting.wait(ready, signal);
  }

  recheck(): void {
    this.waiting.recheck();
  }

  /** Resolves after `ms`, or rejects when `signal` fires. */
  pause(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const cancel = this.after(ms, () => {
        off();
        resolve();
      });
      const off = onAbort(signal, (reason) => {
        cancel();
        reject(reason);
      });
    });
  }

  /** Keeps bytes until their record is known, the oldest leaving first when there are too many. */
  keep(uri: string, bytes: Bytes): void {
    if (this.kept.has(uri)) return;
    this.kept.set(uri, bytes);
    this.keptBytes += bytes.length;
    for (const [oldest] of this.kept) {
      if (this.keptBytes <= KEPT_MOST_BYTES) break;
      this.take(oldest);
      this.running.delete(oldest);
    }
  }

  /** The same, of what may have no record: the bytes are let go when none came in this time. */
  keepFor(uri: string, bytes: Bytes, ms: number): void {
    this.keep(uri, bytes);
    this.after(ms, () => {
      if (this.take(uri) !== null) this.running.delete(uri);
    });
  }

  /** Hands out kept bytes once. */
  take(uri: string): Bytes | null {
    const bytes = this.kept.get(uri) ?? null;
    if (bytes === null) return null;
    this.kept.delete(uri);
    this.keptBytes -= bytes.length;
    return bytes;
  }

  /** The folder of what was loaded first, which names the rendition that plays. */
  rendition(): string | null {
    const [first] = [...this.running, ...this.kept.keys()];
    const folder = first?.slice(0, Math.max(0, first.lastIndexOf('/')));
    return folder === undefined || folder === '' ? null : folder;
  }

  /** Keeps what a playlist says until it is known whether the title is a live channel: the latest of each. */
  heard(uri: string, data: ArrayBuffer): void {
    if (data.byteLength > PLAYLIST_MOST_BYTES) return;
    this.lists.delete(uri);
    this.lists.set(uri, data);
    for (const oldest of this.lists.keys()) {
      if (this.lists.size <= PLAYLISTS_MOST) break;
      this.lists.delete(oldest);
    }
  }

  /** Hands out the playlists once. */
  playlists(): readonly (readonly [string, ArrayBuffer])[] {
    const lists = [...this.lists];
    this.lists.clear();
    return lists;
  }

  close(): void {
    this.lists.clear();
    this.waiting.close();
    this.kept.clear();
    this.running.clear();
    this.keptBytes = 0;
  }
}
