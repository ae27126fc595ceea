import type { Loaded, LoadOptions } from '../engine-api';
import type { Need } from '../schedule/types';
import { addressOf } from './address';
import type { Counters } from './counters';
import type { EarlyLoads } from './early';
import { loadDirect } from './http';
import type { DirectLoaded } from './http';
import type { Webseeds } from './webseeds';

const MOST_BYTES = 256 * 1024 * 1024;

/** Loads over HTTP, without peers. `where` is a uri of the title, or an absolute address outside of it. */
export class PlainLoads {
  constructor(
    private readonly webseeds: Webseeds,
    private readonly early: EarlyLoads,
    private readonly counters: Counters,
  ) {}

  /** Loads what a player asked for at the address `own`. */
  async load(where: string, own: string, options: LoadOptions, signal: AbortSignal): Promise<Omit<Loaded, 'bitsPerSecond'>> {
    const media = options.kind === 'segment';
    if (options.kind === 'playlist') this.counters.playlistPolls++;
    const count = (bytes: number): void => {
      if (media) this.counters.bytesFromWebseeds += bytes;
      else this.counters.playlistBytes += bytes;
    };
    const loaded = await this.bytes(where, own, signal, count, { range: options.range });
    return { ...loaded, data: loaded.data.buffer };
  }

  /** Loads bytes from where the player knows them, from a webseed when that fails; `count` hears of each chunk. */
  bytes(where: string, own: string, signal: AbortSignal, count: (bytes: number) => void, { range, need }: { range?: LoadOptions['range']; need?: Need }): Promise<DirectLoaded> {
    const outside = /^[a-z][a-z0-9+.-]*:\/\//.test(where);
    let base = this.webseeds.all.find((folder) => own.startsWith(folder)) ?? '';
    return loadDirect({
      address: (attempt) => {
        if (outside) return where;
        if (attempt > 0 || base === '' || this.webseeds.rests(base, performance.now())) ({ base } = this.webseeds);
        return addressOf(base, where, need);
      },
      signal,
      count,
      mostBytes: MOST_BYTES,
      answered: (ms, queuedMs) => {
        if (!outside) this.webseeds.answered(ms, queuedMs, performance.now());
      },
      failed: () => {
        if (!outside) this.webseeds.failed(base, performance.now(), Math.random());
      },
      pause: (ms, aborted) => this.early.pause(ms, aborted),
      random: Math.random,
      ...(range === undefined ? {} : { range }),
    });
  }
}
