import type { Bytes, Root } from '../content/ids';
import type { EngineOptions, PeerStats } from '../engine-api';
import { recordingOf } from '../net/recording';
import type { Holdings } from './holdings';
import type { Shelf } from './shelf';
import type { Timers } from './timers';
import type { Webseeds } from './webseeds';

/** An engine at work, as far as it is the sequel of another. */
export interface SequelEngine {
  readonly peers: readonly PeerStats[];
  setUpload(upload: boolean): void;
  destroy(): void;
}

/** Makes an engine of another title, which finds on `shelf` what it need not load. */
type Make = (options: EngineOptions, shelf: Shelf) => SequelEngine;

/** All viewers hear of the end at once, and it takes a moment to make the film: they ask for its name from FIRST_MS to five times that later, then after longer and longer times. */
const FIRST_MS = 1_000;
const SPREAD_TIMES = 4;
const TRIES = 7;

/*
 * States: on the air → asking → giving (an engine of the film is at work), or given up after TRIES. `end` leads out of the first only.
 */

/** What becomes of a viewer's share of a channel that has ended: what is held is given under the names of the film that it became (docs/PROTOCOL.md §2.5). */
export class Sequel {
  private engine: SequelEngine | null = null;
  private readonly abort = new AbortController();
  private asking = false;
  private upload: boolean | null = null;

  constructor(
    private readonly options: EngineOptions,
    private readonly channel: string,
    private readonly holdings: Pick<Holdings, 'bytesOfRoot'>,
    private readonly webseeds: Pick<Webseeds, 'all'>,
    private readonly timers: Pick<Timers, 'after'>,
    private readonly make: Make,
    private readonly random: () => number = Math.random,
  ) {}

  get peers(): readonly PeerStats[] {
    return this.engine?.peers ?? [];
  }

  /** The channel has ended. Nothing happens the second time. */
  end(): void {
    if (this.asking) return;
    this.asking = true;
    this.askAfter(FIRST_MS * (1 + SPREAD_TIMES * this.random()), TRIES);
  }

  setUpload(upload: boolean): void {
    this.upload = upload;
    this.engine?.setUpload(upload);
  }

  close(): void {
    this.abort.abort();
    this.engine?.destroy();
  }

  private askAfter(ms: number, tries: number): void {
    if (tries > 0) this.timers.after(ms, () => void this.ask(ms, tries));
  }

  private async ask(waitedMs: number, tries: number): Promise<void> {
    const recording = await recordingOf(this.options.server ?? '', this.channel, this.abort.signal);
    const base = this.webseeds.all.find((folder) => folder.endsWith(`/t/${this.channel}/`));
    if (this.abort.signal.aborted) return;
    if (recording === null || base === undefined) this.askAfter(2 * waitedMs, tries - 1);
    else this.begin(new URL(`../../${recording}/master.m3u8`, base).href, recording);
  }

  private begin(src: string, title: string): void {
    this.engine = this.make({ ...this.options, src, title }, inherited((root) => this.holdings.bytesOfRoot(root)));
    if (this.upload !== null) this.engine.setUpload(this.upload);
  }
}

/** What was held already, in the place of what is kept between visits. */
function inherited(held: (root: Root) => Bytes | null): Shelf {
  return {
    restore: async (segments, take) => {
      for (const segment of segments) {
        const bytes = held(segment.root);
        if (bytes !== null && (await take(segment, bytes)) === 'full') return;
      }
    },
    keep: () => Promise.resolve(),
    close: () => undefined,
  };
}
