import type {
  FragmentLoaderContext,
  FragmentLoaderConstructor,
  Loader,
  LoaderCallbacks,
  LoaderConfiguration,
  LoaderContext,
  LoaderStats,
  PlaylistLoaderConstructor,
  PlaylistLoaderContext,
} from 'hls.js';
import type { LoadError } from '../engine-api';
import type { Engine, Loaded, LoadOptions } from '../engine-api';
import { nextTryMs } from './retry';
import type { RetryPolicy } from './retry';
import { HonestTiming, momentsOf, Need, Patience } from './timing';
import type { Clock } from './timing';

/** A media segment that reached the player, and who brought it. */
export interface SegmentArrival {
  /** Address of the rendition's playlist. */
  readonly playlistUrl: string;
  readonly startSeconds: number;
  readonly durationSeconds: number;
  readonly bytesFromPeers: number;
  readonly bytesFromWebseeds: number;
}

/** What the loaders of one player share. */
export interface LoaderHost {
  readonly engine: Engine;
  /** The media element's clock now. */
  readonly clock: () => Clock;
  /** How much earlier than it plays it the player must have a segment, in milliseconds. */
  readonly appendMs: () => number;
  readonly arrived: (arrival: SegmentArrival) => void;
  /** A segment of the pictures, so long, is about to be handed to hls.js, which then chooses the level of the next. */
  readonly choose: (durationSeconds: number) => void;
  /** Sees the master playlist first; `false` keeps it from hls.js. */
  readonly master: (text: string) => boolean;
}

interface Plan {
  readonly options: LoadOptions;
  /** Since when the load may be called slow, given `now`. */
  readonly countedFrom: (now: number) => number;
}

/**
 * One load of hls.js over the engine: fresh, loading, then settled or destroyed. After `destroy` or `abort` no callback but
 * `onAbort` comes. Timeouts run only while time counts.
 */
abstract class EngineLoader<T extends LoaderContext> implements Loader<T> {
  context: T | null = null;
  readonly stats: LoaderStats & { loading: HonestTiming };
  readonly #engine: Engine;
  readonly #abort = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #callbacks: LoaderCallbacks<T> | null = null;

  constructor(engine: Engine) {
    this.#engine = engine;
    this.stats = freshStats();
  }

  load(context: T, config: LoaderConfiguration, callbacks: LoaderCallbacks<T>): void {
    this.context = context;
    this.#callbacks = callbacks;
    this.#try(context, config);
  }

  abort(): void {
    const callbacks = this.#stop(true);
    if (this.context !== null) callbacks?.onAbort?.(this.stats, this.context, null);
  }

  destroy(): void {
    this.#stop(true);
    this.context = null;
  }

  getCacheAge(): number | null {
    return null;
  }

  getResponseHeader(): string | null {
    return null;
  }

  protected abstract plan(context: T, now: number): Plan;
  /** What hls.js gets, or `null` when it gets nothing. */
  protected abstract payload(context: T, loaded: Loaded): string | ArrayBuffer | null;

  #try(context: T, config: LoaderConfiguration): void {
    const plan = this.plan(context, performance.now());
    const running = (): number => plan.countedFrom(performance.now());
    this.stats.loading = new HonestTiming(running);
    this.stats.loading.begin();
    const attempt = new AbortController();
    const giveUp = (): void => attempt.abort();
    this.#abort.signal.addEventListener('abort', giveUp, { once: true });
    this.#watchTime(running, config, () => {
      giveUp();
      this.#timedOut(context, config);
    });
    this.#engine
      .load(context.url, { ...plan.options, signal: attempt.signal })
      .then(
        (loaded) => attempt.signal.aborted || this.#succeeded(context, loaded),
        (error: unknown) => attempt.signal.aborted || this.#failed(context, config, error),
      )
      .finally(() => this.#abort.signal.removeEventListener('abort', giveUp));
  }

  #watchTime(running: () => number, config: LoaderConfiguration, late: () => void): void {
    const limit = config.loadPolicy.maxLoadTimeMs;
    const check = (): void => {
      const left = limit - (performance.now() - running());
      if (left <= 0) late();
      else this.#timer = setTimeout(check, left);
    };
    if (Number.isFinite(limit)) this.#timer = setTimeout(check, limit);
  }

  #succeeded(context: T, loaded: Loaded): void {
    clearTimeout(this.#timer);
    const stats = this.stats;
    stats.loading.finish(momentsOf(loaded));
    stats.loaded = stats.total = loaded.data.byteLength;
    stats.bwEstimate = loaded.bitsPerSecond ?? 0;
    const data = this.payload(context, loaded);
    const callbacks = this.#callbacks;
    if (data === null || callbacks === null) return;
    if (data instanceof ArrayBuffer) callbacks.onProgress?.(stats, context, data, null);
    callbacks.onSuccess({ url: context.url, data, code: 200 }, stats, context, null);
  }

  #timedOut(context: T, config: LoaderConfiguration): void {
    if (this.#again(context, config, config.loadPolicy.timeoutRetry, 0)) return;
    this.#stop(true)?.onTimeout(this.stats, context, null);
  }

  #failed(context: T, config: LoaderConfiguration, error: unknown): void {
    clearTimeout(this.#timer);
    const status = isLoadError(error) ? error.status : 0;
    const late = isLoadError(error) && error.code === 'timeout';
    const policy = late ? config.loadPolicy.timeoutRetry : config.loadPolicy.errorRetry;
    if (isAbort(error)) this.abort();
    else if (this.#again(context, config, policy, status)) return;
    else if (late) this.#stop(true)?.onTimeout(this.stats, context, null);
    else this.#stop(false)?.onError({ code: status, text: text(error) }, context, null, this.stats);
  }

  #again(context: T, config: LoaderConfiguration, policy: RetryPolicy | null, status: number): boolean {
    const delay = nextTryMs(policy, this.stats.retry, status);
    if (delay === null) return false;
    this.stats.retry += 1;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#try(context, config), delay);
    return true;
  }

  #stop(aborted: boolean): LoaderCallbacks<T> | null {
    const callbacks = this.#callbacks;
    clearTimeout(this.#timer);
    this.#callbacks = null;
    this.stats.aborted ||= aborted && callbacks !== null && this.stats.loading.end === 0;
    this.#abort.abort();
    return callbacks;
  }
}

/** The class that hls.js makes one of for every playlist it loads. */
export function playlistLoader(host: LoaderHost): PlaylistLoaderConstructor {
  return class extends EngineLoader<PlaylistLoaderContext> {
    constructor() {
      super(host.engine);
    }

    protected override plan(_: PlaylistLoaderContext, startedAt: number): Plan {
      return { options: { kind: 'playlist' }, countedFrom: () => startedAt };
    }

    protected override payload(context: PlaylistLoaderContext, loaded: Loaded): string | null {
      const playlist = new TextDecoder().decode(loaded.data);
      return isMaster(context) && !host.master(playlist) ? null : playlist;
    }
  };
}

/** The class that hls.js makes one of for every segment and init segment it loads. */
export function fragmentLoader(host: LoaderHost): FragmentLoaderConstructor {
  return class extends EngineLoader<FragmentLoaderContext> {
    constructor() {
      super(host.engine);
    }

    protected override plan(context: FragmentLoaderContext, startedAt: number): Plan {
      const range = rangeOf(context);
      if (context.frag.sn === 'initSegment') {
        return { options: { kind: 'init', ...range }, countedFrom: () => startedAt };
      }
      if (isSubtitle(context)) return { options: { kind: 'other', ...range }, countedFrom: () => startedAt };
      const { start, duration } = context.part ?? context.frag;
      const need = new Need(start);
      const needMs = (): number => Math.max(0, need.ms(performance.now(), host.clock()) - host.appendMs());
      const patience = new Patience(startedAt, duration * 1000);
      return {
        options: { kind: 'segment', deadlineMs: needMs, ...range },
        countedFrom: (now) => patience.countedFrom(now, needMs(), host.engine.remainingMs(context.url)),
      };
    }

    protected override payload(context: FragmentLoaderContext, loaded: Loaded): ArrayBuffer {
      const { frag } = context;
      if (frag.sn !== 'initSegment' && !isSubtitle(context)) {
        if (isMain(context)) host.choose(frag.duration);
        host.arrived({
          playlistUrl: frag.baseurl,
          startSeconds: frag.start,
          durationSeconds: frag.duration,
          bytesFromPeers: loaded.bytesFromPeers,
          bytesFromWebseeds: loaded.bytesFromWebseeds,
        });
      }
      return loaded.data;
    }
  };
}

function isMaster(context: PlaylistLoaderContext): boolean {
  const type: string = context.type;
  return type === 'manifest';
}

/** Text of a few kilobytes, which is not worth a peer's while. */
function isSubtitle({ frag }: FragmentLoaderContext): boolean {
  const type: string = frag.type;
  return type === 'subtitle';
}

function isMain({ frag }: FragmentLoaderContext): boolean {
  const type: string = frag.type;
  return type === 'main';
}

function rangeOf(context: LoaderContext): Pick<LoadOptions, 'range'> {
  const { rangeStart = 0, rangeEnd = 0 } = context;
  return rangeEnd > rangeStart ? { range: { start: rangeStart, end: rangeEnd } } : {};
}

function freshStats(): LoaderStats & { loading: HonestTiming } {
  return {
    aborted: false,
    loaded: 0,
    retry: 0,
    total: 0,
    chunkCount: 0,
    bwEstimate: 0,
    loading: new HonestTiming(() => 0),
    parsing: { start: 0, end: 0 },
    buffering: { start: 0, first: 0, end: 0 },
  };
}

function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

function text(error: unknown): string {
  return error instanceof Error ? error.message : 'the load failed';
}

/** By its name: the engine's parts are several files, of which each may have a class of its own. */
function isLoadError(error: unknown): error is LoadError {
  return error instanceof Error && error.name === 'LoadError';
}
