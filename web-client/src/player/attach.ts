import Hls from 'hls.js/light';
import type { ErrorData, Level } from 'hls.js';
import { createEngine } from '../engine';
import type { Engine, EngineOptions } from '../engine-api';
import { needsFullHls, pinnedLevel, renditionOf } from './address';
import { ChannelClock } from './channel-clock';
import { hlsConfig } from './config';
import { Emitter } from './emitter';
import { fragmentLoader, playlistLoader } from './loaders';
import type { LoaderHost, SegmentArrival } from './loaders';
import { LowStart } from './low-start';
import { playheadSeconds } from './playhead';
import { bufferedAheadSeconds, reportPlayback } from './reporter';
import { restartAfterMs } from './retry';
import { AppendTime } from './timing';

const { ErrorDetails, ErrorTypes } = Hls;

type HlsPlayer = InstanceType<typeof Hls>;
type HlsClass = typeof Hls;

/** What a page asks of a player. */
export interface AttachOptions extends EngineOptions {
  /** Plays one quality only: a rendition's name (`720p`), a height, or an index into the ladder. Absent or `auto`: the player chooses. */
  readonly level?: string | number | undefined;
  /** Gives the full hls.js when a title needs it (audio or subtitles of their own). Without it such a title plays without them. */
  readonly fullHls?: () => Promise<{ readonly default: HlsClass }>;
}

/** A player that cannot go on now; all but `unsupported` it tries again by itself. `kind` is what a page's words depend on. */
export interface PlayerFailure {
  readonly kind: 'network' | 'media' | 'unsupported';
  /** For people who look for the cause. */
  readonly detail: string;
}

/** A segment that reached the player. */
export interface PlayedSegment extends Omit<SegmentArrival, 'playlistUrl'> {
  readonly rendition: string;
}

/** A player's events and what each carries. */
export interface PlayerEvents {
  /** A media segment was handed to the player, at each one. */
  segment: PlayedSegment;
  /** The ladder is known, or another hls.js took over. */
  levels: readonly Level[];
  /** The level that is loaded from now on. */
  level: number;
  /** The player stands still, or will when its buffer is empty; it begins again by itself after a pause, unless it is `unsupported`. */
  failed: PlayerFailure;
  /** A load failed and is tried again; what is buffered plays on meanwhile. */
  setback: PlayerFailure;
  /** Segments come again after a failure or a setback. */
  recovered: undefined;
}

/** A title playing in a media element. */
export interface Attached {
  readonly engine: Engine;
  /** The hls.js at work, `null` where the browser plays HLS by itself and after `destroy`. */
  readonly hls: HlsPlayer | null;
  on<K extends keyof PlayerEvents>(event: K, listener: (detail: PlayerEvents[K]) => void): () => void;
  /** Pins a quality, or lets the player choose again with `auto`. */
  setLevel(level: string | number): void;
  /** Starts again now after a failure, instead of after the pause. */
  retry(): void;
  /** Idempotent. Takes the title off the element and ends what was begun for it. */
  destroy(): Promise<void>;
}

/**
 * Plays `options.src` in `media` through an engine made for it. Returns at once; the first request leaves in the same turn.
 * Never throws because of the network or the browser: what goes wrong comes as `failed`.
 */
export function attach(media: HTMLMediaElement, options: AttachOptions): Attached {
  if (Hls.isSupported()) return new HlsAttachment(media, options);
  return attachNatively(media, options);
}

/**
 * One title in one element. `#hls` is the light player until a master playlist asks for the full one; a fatal failure starts
 * the loading again after a pause that doubles. After `destroy` nothing is left running.
 */
class HlsAttachment implements Attached {
  readonly engine: Engine;
  readonly #media: HTMLMediaElement;
  readonly #fullHls: AttachOptions['fullHls'];
  readonly #src: string;
  readonly #events = new Emitter<PlayerEvents>();
  readonly #reporter: ReturnType<typeof reportPlayback>;
  readonly #clock = new ChannelClock();
  readonly #append = new AppendTime();
  readonly #lowStart = new LowStart();
  #hls: HlsPlayer | null;
  #rendition: string | null = null;
  #pin: string | number | undefined;
  #failures = 0;
  #troubled = false;
  /** hls.js left the pinned quality for what that lacks. */
  #overGap = false;
  #restart: ReturnType<typeof setTimeout> | undefined;
  #ended: Promise<void> | null = null;

  constructor(media: HTMLMediaElement, options: AttachOptions) {
    const { level, fullHls, ...engine } = options;
    this.#media = media;
    this.#pin = level;
    this.#fullHls = fullHls;
    this.#src = new URL(options.src, document.baseURI).href;
    this.engine = createEngine({ ...engine, src: this.#src });
    this.#reporter = reportPlayback(
      media,
      this.engine,
      () => this.#playheadSeconds(),
      () => this.#rendition,
      () => this.#aheadMs(),
    );
    this.#hls = this.#start(Hls, true);
  }

  get hls(): HlsPlayer | null {
    return this.#hls;
  }

  on<K extends keyof PlayerEvents>(event: K, listener: (detail: PlayerEvents[K]) => void): () => void {
    return this.#events.on(event, listener);
  }

  setLevel(level: string | number): void {
    this.#pin = level;
    if (this.#hls) this.#hls.nextLevel = pinnedLevel(this.#hls.levels, level, this.#src);
  }

  retry(): void {
    clearTimeout(this.#restart);
    const hls = this.#hls;
    if (hls === null) return;
    if (hls.levels.length === 0) hls.loadSource(this.#src);
    else hls.startLoad();
  }

  destroy(): Promise<void> {
    this.#ended ??= this.#end();
    return this.#ended;
  }

  #end(): Promise<void> {
    clearTimeout(this.#restart);
    this.#reporter.stop();
    this.#events.clear();
    this.#hls?.destroy();
    this.#hls = null;
    return this.engine.destroy();
  }

  #start(HlsClass: HlsClass, light: boolean): HlsPlayer {
    const host = this.#host(light);
    const hls = new HlsClass({ ...hlsConfig(), pLoader: playlistLoader(host), fLoader: fragmentLoader(host) });
    const { Events } = HlsClass;
    hls.on(Events.MANIFEST_PARSED, () => this.#ladderKnown(hls));
    hls.on(Events.LEVEL_SWITCHING, (_, level) => this.#switched(hls, level.level));
    hls.on(Events.FRAG_LOADING, () => this.#reporter.tell());
    hls.on(Events.FRAG_BUFFERED, () => this.#append.buffered(performance.now()));
    hls.on(Events.ERROR, (_, error) => this.#failed(hls, error));
    hls.attachMedia(this.#media);
    hls.loadSource(this.#src);
    return hls;
  }

  #host(light: boolean): LoaderHost {
    const fullHls = this.#fullHls;
    return {
      engine: this.engine,
      clock: () => ({ currentTimeSeconds: this.#playheadSeconds(), playbackRate: this.#media.playbackRate, paused: this.#media.paused }),
      appendMs: () => this.#append.ms,
      arrived: (arrival) => this.#arrived(arrival),
      choose: (durationSeconds) => this.#choose(durationSeconds),
      master: (text) => {
        if (!light || fullHls === undefined || !needsFullHls(text)) return true;
        void this.#swap(fullHls);
        return false;
      },
    };
  }

  async #swap(fullHls: NonNullable<AttachOptions['fullHls']>): Promise<void> {
    const HlsClass = await fullHls().then(
      (module) => module.default,
      () => Hls,
    );
    if (this.#ended) return;
    this.#hls?.destroy();
    this.#hls = this.#start(HlsClass, false);
  }

  #ladderKnown(hls: HlsPlayer): void {
    const pinned = pinnedLevel(hls.levels, this.#pin, this.#src);
    if (pinned >= 0) hls.loadLevel = pinned;
    this.#events.emit('levels', hls.levels);
  }

  #switched(hls: HlsPlayer, index: number): void {
    const playlist = hls.levels[index]?.url[0];
    this.#rendition = playlist === undefined ? null : renditionOf(playlist, this.#src);
    this.#reporter.tell();
    this.#events.emit('level', index);
  }

  #playheadSeconds(): number {
    return playheadSeconds(this.#media, this.#hls?.startPosition ?? -1);
  }

  /** By the playlist that was read last, whichever level plays: hls.js puts all of them on one clock. */
  #aheadMs(): number | null {
    return this.#clock.aheadMs(this.#hls?.latestLevelDetails ?? undefined, (url) => this.engine.timeOf(url));
  }

  #arrived(arrival: SegmentArrival): void {
    const { playlistUrl, ...segment } = arrival;
    this.#append.handed(performance.now());
    if (this.#troubled) this.#events.emit('recovered', undefined);
    this.#troubled = false;
    this.#failures = 0;
    if (this.#overGap && this.#hls) this.#hls.loadLevel = pinnedLevel(this.#hls.levels, this.#pin, this.#src);
    this.#overGap = false;
    this.#events.emit('segment', { ...segment, rendition: renditionOf(playlistUrl, this.#src) });
  }

  /** A segment of so many seconds will be ahead when hls.js chooses the next level. A channel's viewer never has much. */
  #choose(durationSeconds: number): void {
    const hls = this.#hls;
    if (hls === null || hls.latestLevelDetails?.live !== false) return;
    this.#lowStart.choose(hls, this.engine.webseedsBusy, 1_000 * (bufferedAheadSeconds(this.#media) + durationSeconds));
  }

  #failed(hls: HlsPlayer, error: ErrorData): void {
    const kind = kindOf(error);
    if (this.#ended) return;
    if (!error.fatal) {
      this.#overGap ||= error.details === ErrorDetails.FRAG_GAP;
      if (kind === 'network') this.#setBack(error);
      return;
    }
    clearTimeout(this.#restart);
    this.#troubled = true;
    const hiccup = kind === 'media' && this.#failures === 0;
    if (!hiccup) this.#events.emit('failed', { kind, detail: error.error.message });
    if (kind === 'unsupported') return;
    const restart = kind === 'media' ? (): void => hls.recoverMediaError() : (): void => this.retry();
    this.#restart = setTimeout(restart, hiccup ? 0 : restartAfterMs(this.#failures));
    this.#failures += 1;
  }

  #setBack(error: ErrorData): void {
    this.#troubled = true;
    this.#events.emit('setback', { kind: 'network', detail: error.error.message });
  }
}

function kindOf({ type, details }: ErrorData): PlayerFailure['kind'] {
  if (details === ErrorDetails.MANIFEST_INCOMPATIBLE_CODECS_ERROR) return 'unsupported';
  return type === ErrorTypes.NETWORK_ERROR ? 'network' : 'media';
}

/** Where there is no Media Source: the browser's own HLS, over HTTP. */
function attachNatively(media: HTMLMediaElement, options: AttachOptions): Attached {
  const src = new URL(options.src, document.baseURI).href;
  const engine = createEngine({ src, p2p: false });
  const events = new Emitter<PlayerEvents>();
  const start = (): void => {
    if (media.canPlayType('application/vnd.apple.mpegurl') === '') {
      events.emit('failed', { kind: 'unsupported', detail: 'neither Media Source Extensions nor HLS' });
    } else {
      media.src = src;
    }
  };
  const failed = (): void => events.emit('failed', { kind: 'media', detail: media.error?.message ?? '' });
  media.addEventListener('error', failed);
  queueMicrotask(start);
  let ended: Promise<void> | null = null;
  const end = (): Promise<void> => {
    media.removeEventListener('error', failed);
    events.clear();
    media.removeAttribute('src');
    media.load();
    return engine.destroy();
  };
  return {
    engine,
    hls: null,
    on: (event, listener) => events.on(event, listener),
    setLevel: () => undefined,
    retry: start,
    destroy: () => (ended ??= end()),
  };
}
