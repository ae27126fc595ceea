// Watches one player on a page and keeps what a test or a benchmark reads: `viewer.report()` as a plain object.

/** A media segment as it was handed to the player. */
interface SegmentReport {
  readonly url: string;
  readonly bytes: number;
  readonly bytesFromPeers: number;
  /** 64 hex digits, of exactly the bytes that the player got. */
  readonly sha256: string;
}

/** How things stood when a player had nothing to show. */
interface UnfedReport {
  readonly atMs: number;
  readonly currentSeconds: number;
  /** How many segments the player had got. */
  readonly segments: number;
  /** The longest task of the page in the five seconds before, in milliseconds; 0 when none took 50. */
  readonly longestTaskMs: number;
  readonly stats: unknown;
}

/** What happened so far. Times are milliseconds since the page was asked for. */
interface ViewerReport {
  readonly firstFrameMs: number | null;
  /** `waiting` events after the first frame, those of a seek and of the end not counted. */
  readonly stalls: number;
  /** Those of them in which nothing lay before the playhead; in the others the machine was too slow to show what did. */
  readonly unfed: readonly UnfedReport[];
  /** How long they lasted, the one that goes on included. */
  readonly stalledMs: number;
  /** The first byte of media from a peer; `null` for none. */
  readonly firstPeerByteMs: number | null;
  readonly ended: boolean;
  readonly paused: boolean;
  readonly currentSeconds: number;
  readonly durationSeconds: number;
  /** How long ago what is shown now was recorded, in milliseconds, as the playlist dates it; `null` where it does not. */
  readonly latencyMs: number | null;
  readonly bufferedUntilSeconds: number;
  readonly height: number;
  readonly droppedFrames: number;
  readonly failures: readonly string[];
  readonly segments: readonly SegmentReport[];
  readonly stats: unknown;
}

/** The parts of `<cordwood-player>` that are read here. */
interface CordwoodElement extends HTMLElement {
  readonly video: HTMLVideoElement;
  readonly attached: { setLevel(level: string): void; readonly hls: PlainHls | null } | null;
  readonly engine: {
    load(url: string, options: { kind: string }): Promise<{ data: ArrayBuffer; bytesFromPeers: number }>;
    on(event: string, listener: (detail: never) => void): () => void;
  } | null;
  stats(): { readonly firstPeerByteMs: number | null } | null;
  destroy(): Promise<void>;
}

/** What a player counts, and its first byte of a peer in milliseconds since the page was asked for. */
interface Counts {
  stats(): unknown;
  firstPeerByteMs(): number | null;
}

const NO_COUNTS: Counts = { stats: () => null, firstPeerByteMs: () => null };

/** The parts of hls.js that are used here, whoever has built on it. */
interface PlainHls {
  levels: readonly { height: number; url: readonly string[] }[];
  loadLevel: number;
  /** When the frame that is shown was recorded, by the playlist. */
  readonly playingDate: Date | null;
  on(event: string, listener: (event: string, data: { fatal?: boolean; details?: string }) => void): void;
  attachMedia(video: HTMLVideoElement): void;
  loadSource(src: string): void;
}

/** A player that has less than this before it waits for more. */
const UNFED_SECONDS = 0.5;
const UNFED_LOOKS_BACK_MS = 5000;

class Watcher {
  #firstFrameMs: number | null = null;
  #stalls = 0;
  readonly #unfed: UnfedReport[] = [];
  readonly #tasks = new PerformanceObserver((list) => this.#keepTasks(list.getEntries()));
  #longTasks: PerformanceEntry[] = [];
  #stalledMs = 0;
  #stalledSince: number | null = null;
  readonly #failures: string[] = [];
  readonly #segments: SegmentReport[] = [];

  constructor(
    readonly video: HTMLVideoElement,
    readonly element: CordwoodElement | null,
    readonly counts: Counts,
    readonly hls: () => PlainHls | null,
  ) {
    this.#tasks.observe({ type: 'longtask' });
    video.requestVideoFrameCallback((now) => {
      this.#firstFrameMs = now;
    });
    video.addEventListener('waiting', () => {
      if (this.#firstFrameMs === null || video.seeking || video.ended) return;
      this.#stalls += 1;
      if (this.#secondsAhead() < UNFED_SECONDS) this.#unfed.push(this.#howItStands());
      this.#stalledSince ??= performance.now();
    });
    for (const over of ['playing', 'ended']) video.addEventListener(over, () => this.#playsAgain());
    video.addEventListener('error', () => this.failed(`media error ${String(video.error?.code)}: ${video.error?.message ?? ''}`));
  }

  failed(why: string): void {
    this.#failures.push(why);
  }

  /** Takes the digest of what a load gave; the bytes themselves go to the player untouched. */
  async keep(url: string, data: ArrayBuffer, bytesFromPeers: number): Promise<void> {
    const bytes = data.byteLength;
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', data.slice(0)));
    const sha256 = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
    this.#segments.push({ url, bytes, bytesFromPeers, sha256 });
  }

  report(): ViewerReport {
    const { video } = this;
    const { buffered } = video;
    return {
      firstFrameMs: this.#firstFrameMs,
      stalls: this.#stalls,
      unfed: this.#unfed,
      stalledMs: this.#stalledMs + (this.#stalledSince === null ? 0 : performance.now() - this.#stalledSince),
      firstPeerByteMs: this.counts.firstPeerByteMs(),
      ended: video.ended,
      paused: video.paused,
      currentSeconds: video.currentTime,
      durationSeconds: Number.isFinite(video.duration) ? video.duration : 0,
      latencyMs: this.#latencyMs(),
      bufferedUntilSeconds: buffered.length === 0 ? 0 : buffered.end(buffered.length - 1),
      height: video.videoHeight,
      droppedFrames: video.getVideoPlaybackQuality().droppedVideoFrames,
      failures: this.#failures,
      segments: this.#segments,
      stats: this.counts.stats(),
    };
  }

  #keepTasks(entries: PerformanceEntry[]): void {
    this.#longTasks.push(...entries);
    const oldest = performance.now() - UNFED_LOOKS_BACK_MS;
    this.#longTasks = this.#longTasks.filter(({ startTime, duration }) => startTime + duration > oldest);
  }

  #howItStands(): UnfedReport {
    this.#keepTasks(this.#tasks.takeRecords());
    return {
      atMs: performance.now(),
      currentSeconds: this.video.currentTime,
      segments: this.#segments.length,
      longestTaskMs: Math.max(0, ...this.#longTasks.map(({ duration }) => duration)),
      stats: this.counts.stats(),
    };
  }

  #latencyMs(): number | null {
    const shown = this.hls()?.playingDate ?? null;
    return shown === null ? null : Date.now() - shown.getTime();
  }

  /** How much lies before the playhead without a gap. */
  #secondsAhead(): number {
    const { buffered, currentTime } = this.video;
    for (let i = 0; i < buffered.length; i += 1) {
      if (buffered.start(i) <= currentTime && currentTime < buffered.end(i)) return buffered.end(i) - currentTime;
    }
    return 0;
  }

  #playsAgain(): void {
    if (this.#stalledSince !== null) this.#stalledMs += performance.now() - this.#stalledSince;
    this.#stalledSince = null;
  }
}

/**
 * Watches a Cordwood player; called right after the element, which starts its engine, and before its first segment can have
 * come. With `digests` every segment's digest is taken, which costs the page time.
 */
function watchCordwood(element: CordwoodElement, digests: boolean): void {
  const startedAt = performance.now();
  const firstPeerByteMs = (): number | null => {
    const sinceStart = element.stats()?.firstPeerByteMs ?? null;
    return sinceStart === null ? null : startedAt + sinceStart;
  };
  const watcher = new Watcher(element.video, element, { stats: () => element.stats(), firstPeerByteMs }, () => element.attached?.hls ?? null);
  element.addEventListener('cordwood-failed', (event) => watcher.failed(JSON.stringify((event as CustomEvent<unknown>).detail)));
  const { engine } = element;
  engine?.on('banned', (peer) => console.info('banned', JSON.stringify(peer)));
  if (engine !== null && digests) {
    const load = engine.load.bind(engine);
    engine.load = async (url, options) => {
      const loaded = await load(url, options);
      if (options.kind === 'segment') void watcher.keep(url, loaded.data, loaded.bytesFromPeers);
      return loaded;
    };
  }
  Object.assign(globalThis, { viewer: watcher });
}

/** Plays `src` with hls.js as a site would that knows nothing of Cordwood. */
function watchPlain(video: HTMLVideoElement, src: string, level: string): void {
  const { Hls } = globalThis as unknown as { Hls: { new (): PlainHls } };
  const hls = new Hls();
  play(hls, new Watcher(video, null, NO_COUNTS, () => hls), src, level);
}

/** Plays `src`, one level pinned when `level` names its folder. */
function play(hls: PlainHls, watcher: Watcher, src: string, level: string): void {
  hls.on('hlsManifestParsed', () => {
    const pinned = hls.levels.findIndex(({ url }) => url.some((address) => address.includes(`/${level}/`)));
    if (level !== '' && pinned >= 0) hls.loadLevel = pinned;
  });
  hls.on('hlsError', (_, data) => {
    if (data.fatal === true) watcher.failed(data.details ?? 'fatal');
  });
  hls.attachMedia(watcher.video);
  hls.loadSource(src);
  Object.assign(globalThis, { viewer: watcher });
}
