import { EngineCore } from './engine/core';
import type { Engine, EngineEvents, EngineOptions, Loaded, LoadOptions, Playback, Stats } from './engine-api';

export { laterFrom } from './engine/later-from';
export type { LaterSource } from './engine/later-from';

interface Shared {
  readonly core: EngineCore;
  users: number;
}

const running = new Map<string, Shared>();

/**
 * Makes the engine of a title. A page has one per title, node and mode: players of the same title share it, and it ends when the
 * last of them has destroyed its own. Throws a `TypeError` when `src` is no address; never because of the network.
 */
export function createEngine(options: EngineOptions): Engine {
  const src = new URL(options.src, globalThis.location.href);
  const key = [src.origin + src.pathname, options.title ?? '', options.server ?? '', options.p2p !== false, options.upload !== false].join(' ');
  const shared = running.get(key) ?? { core: new EngineCore(options), users: 0 };
  shared.users++;
  running.set(key, shared);
  return new Handle(shared.core, () => {
    if (--shared.users > 0) return;
    running.delete(key);
    shared.core.destroy();
  });
}

/** One user's share of an engine. */
class Handle implements Engine {
  private readonly abort = new AbortController();
  private readonly unlisten = new Set<() => void>();

  constructor(
    private readonly core: EngineCore,
    private readonly release: () => void,
  ) {}

  load(url: string, options: LoadOptions): Promise<Loaded> {
    const { signal } = this.abort;
    return this.core.load(url, { ...options, signal: options.signal === undefined ? signal : AbortSignal.any([signal, options.signal]) }, this);
  }

  timeOf(url: string): number | null {
    return this.core.timeOf(url);
  }

  remainingMs(url: string): number | null {
    return this.core.remainingMs(url);
  }

  get webseedsBusy(): boolean {
    return this.core.webseedsBusy;
  }

  setPlayback(playback: Playback): void {
    if (!this.abort.signal.aborted) this.core.setPlayback(this, playback);
  }

  stats(): Stats {
    return this.core.stats();
  }

  setUpload(upload: boolean): void {
    if (!this.abort.signal.aborted) this.core.setUpload(upload);
  }

  on<K extends keyof EngineEvents>(event: K, listener: (detail: EngineEvents[K]) => void): () => void {
    const off = this.core.events.on(event, listener);
    this.unlisten.add(off);
    return () => {
      off();
      this.unlisten.delete(off);
    };
  }

  destroy(): Promise<void> {
    if (this.abort.signal.aborted) return Promise.resolve();
    this.abort.abort(new DOMException('The engine was destroyed.', 'AbortError'));
    for (const off of this.unlisten) off();
    this.core.left(this);
    this.release();
    return Promise.resolve();
  }
}
