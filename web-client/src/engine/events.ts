import type { EngineEvents } from '../engine-api';

type Listener<K extends keyof EngineEvents> = (detail: EngineEvents[K]) => void;

/** Listeners of an engine; one that throws does not keep the others from hearing. */
export class Events {
  private readonly listeners: { [K in keyof EngineEvents]: Set<Listener<K>> } = {
    stats: new Set(),
    peer: new Set(),
    banned: new Set(),
    error: new Set(),
  };

  on<K extends keyof EngineEvents>(event: K, listener: Listener<K>): () => void {
    const set: Set<Listener<K>> = this.listeners[event];
    set.add(listener);
    return () => set.delete(listener);
  }

  emit<K extends keyof EngineEvents>(event: K, detail: EngineEvents[K]): void {
    const set: Set<Listener<K>> = this.listeners[event];
    for (const listener of [...set]) {
      try {
        listener(detail);
      } catch (error) {
        reportError(error);
      }
    }
  }

  clear(): void {
    for (const set of Object.values(this.listeners)) set.clear();
  }
}
