// Watches one player on a page and keeps what a test or a benchmark reads: `viewer.report()` as a plain object.

/** A media segment as it was handed to the player. */
interface SegmentReport {
  readonly url: string;
  readonly bytes: number;
  readonly bytesFromPeers: number;
  /** 64 hex digits, of exactly the bytes that the player got. */
  readonly sha256: string;
}

/** What happened so far. Times are milliseconds since the page was asked for. */
interface ViewerReport {
  readonly firstFrameMs: number | null;
  /** `waiting` events after the first frame, those of a seek and of the end not counted. */
  readonly stalls: number;
  readonly ended: boolean;
  readonly paused: boolean;
  readonly currentSeconds: number;
  readonly durationSeconds: number;
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
  readonly attached: { setLevel(level: string): void } | null;
  readonly engine: {
    load(url: string, options: { kind: string }): Promise<{ data: ArrayBuffer; bytesFromPeers: number }>;
    on(event: string, listener: (detail: never) => void): () => void;
  } | null;
  stats(): unknown;
  destroy(): Promise<void>;
}

/** The parts of hls.js that are used here. */
interface PlainHls {
  levels: readonly { height: number; url: readonly string[] }[];
  loadLevel: number;
  on(event: string, listener: (event: string, data: { fatal?: boolean; details?: string }) => void): void;
  attachMedia(video: HTMLVideoElement): void;
  loadSource(src: string): void;
}

class Watcher {
  #firstFrameMs: number | null = null;
  #stalls = 0;
  readonly #failures: string[] = [];
  readonly #segments: SegmentReport[] = [];

  constructor(
    readonly video: HTMLVideoElement,
    readonly element: CordwoodElement | null,
  ) {
    video.requestVideoFrameCallback((now) => {
      this.#firstFrameMs = now;
    });
    video.addEventListener('waiting', () => {
      if (this.#firstFrameMs !== null && !video.seeking && !video.ended) this.#stalls += 1;
    });
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
      ended: video.ended,
      paused: video.paused,
      currentSeconds: video.currentTime,
      durationSeconds: Number.isFinite(video.duration) ? video.duration : 0,
      bufferedUntilSeconds: buffered.length === 0 ? 0 : buffered.end(buffered.length - 1),
      height: video.videoHeight,
      droppedFrames: video.getVideoPlaybackQuality().droppedVideoFrames,
      failures: this.#failures,
      segments: this.#segments,
      stats: this.element?.stats() ?? null,
    };
  }
}

/** Watches a Cordwood player; called right after the element, before its first segment can have come. */
function watchCordwood(element: CordwoodElement): void {
  const watcher = new Watcher(element.video, element);
  element.addEventListener('cordwood-failed', (event) => watcher.failed(JSON.stringify((event as CustomEvent<unknown>).detail)));
  const { engine } = element;
  if (engine !== null) {
    const load = engine.load.bind(engine);
    engine.load = async (url, options) => {
      const loaded = await load(url, options);
      if (options.kind === 'segment') void watcher.keep(url, loaded.data, loaded.bytesFromPeers);
      return loaded;
    };
  }
  Object.assign(globalThis, { viewer: watcher });
}

/** Plays `src` with hls.js as a site would that knows nothing of Cordwood, one level pinned when `level` names its folder. */
function watchPlain(video: HTMLVideoElement, src: string, level: string): void {
  const watcher = new Watcher(video, null);
  const { Hls } = globalThis as unknown as { Hls: { new (): PlainHls; Events: Record<string, string> } };
  const hls = new Hls();
  hls.on(Hls.Events['MANIFEST_PARSED'] ?? '', () => {
    const pinned = hls.levels.findIndex(({ url }) => url.some((address) => address.includes(`/${level}/`)));
    if (level !== '' && pinned >= 0) hls.loadLevel = pinned;
  });
  hls.on(Hls.Events['ERROR'] ?? '', (_, data) => {
    if (data.fatal === true) watcher.failed(data.details ?? 'fatal');
  });
  hls.attachMedia(video);
  hls.loadSource(src);
  Object.assign(globalThis, { viewer: watcher });
}
