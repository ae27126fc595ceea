import type { FragmentLoaderContext, HlsConfig, LoaderConfiguration, PlaylistLoaderContext } from 'hls.js';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { LoadError } from '../../src/engine-api';
import type { Engine, Loaded, LoadOptions } from '../../src/engine-api';
import { fragmentLoader, playlistLoader } from '../../src/player/loaders';
import type { LoaderHost, SegmentArrival } from '../../src/player/loaders';

const POLICY = { maxTimeToFirstByteMs: 10_000, maxLoadTimeMs: 20_000, errorRetry: null, timeoutRetry: null };
const CONFIG = { loadPolicy: POLICY } as LoaderConfiguration;
const HLS_CONFIG = {} as HlsConfig;

interface Asked {
  readonly url: string;
  readonly options: LoadOptions;
  readonly answer: (loaded: Loaded) => void;
  readonly refuse: (error: unknown) => void;
}

/** The outside of an engine: it notes what is asked and answers when told. */
class Desk {
  readonly asked: Asked[] = [];
  readonly arrivals: SegmentArrival[] = [];
  currentTimeSeconds = 0;
  paused = false;
  appendMs = 0;
  takesMaster = true;
  remainingMs: number | null = null;

  readonly host: LoaderHost = {
    engine: { load: (url: string, options: LoadOptions) => this.#load(url, options), remainingMs: () => this.remainingMs } as unknown as Engine,
    clock: () => ({ currentTimeSeconds: this.currentTimeSeconds, playbackRate: 1, paused: this.paused }),
    appendMs: () => this.appendMs,
    arrived: (arrival) => this.arrivals.push(arrival),
    choose: () => undefined,
    master: () => this.takesMaster,
  };

  #load(url: string, options: LoadOptions): Promise<Loaded> {
    return new Promise((answer, refuse) => {
      options.signal?.addEventListener('abort', () => refuse(new DOMException('aborted', 'AbortError')));
      this.asked.push({ url, options, answer, refuse });
    });
  }

  get only(): Asked {
    const [asked] = this.asked;
    if (asked === undefined || this.asked.length !== 1) throw new Error(`${this.asked.length} loads were asked for`);
    return asked;
  }
}

const loaded = (data: ArrayBuffer): Loaded => ({
  data,
  bytesFromPeers: 3,
  bytesFromWebseeds: 1,
  startedAt: 0,
  firstByteAt: 10,
  finishedAt: 20,
  activeMs: 20,
  bitsPerSecond: 8_000,
});

const recorder = () => ({ onSuccess: vi.fn(), onError: vi.fn(), onTimeout: vi.fn(), onAbort: vi.fn() });

const fragment = (change: Partial<FragmentLoaderContext['frag']> = {}): FragmentLoaderContext =>
  ({
    url: 'https://seed/720p/7.m4s',
    responseType: 'arraybuffer',
    frag: { sn: 7, start: 24, duration: 4, baseurl: 'https://seed/720p/index.m3u8', ...change },
    part: null,
    rangeStart: 0,
    rangeEnd: 0,
  }) as unknown as FragmentLoaderContext;

const playlist = (type: string): PlaylistLoaderContext =>
  ({ url: 'https://seed/master.m3u8', responseType: 'text', type }) as unknown as PlaylistLoaderContext;

const settled = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

let desk: Desk;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  desk = new Desk();
});

afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

function loadFragment(context = fragment(), config = CONFIG) {
  const calls = recorder();
  const loader = new (fragmentLoader(desk.host))(HLS_CONFIG);
  loader.load(context, config, calls);
  return { loader, calls };
}

function deadlineNow(): number | undefined {
  const { deadlineMs } = desk.only.options;
  return typeof deadlineMs === 'function' ? deadlineMs() : deadlineMs;
}

function loadPlaylist(type: string, config = CONFIG) {
  const calls = recorder();
  const loader = new (playlistLoader(desk.host))(HLS_CONFIG);
  loader.load(playlist(type), config, calls);
  return { loader, calls };
}

describe('a segment', () => {
  test('is needed later when the player is paused, and sooner when it is seeked', async () => {
    const { loader } = loadFragment();
    desk.currentTimeSeconds = 20;
    expect(deadlineNow()).toBe(4_000);
    desk.paused = true;
    await vi.advanceTimersByTimeAsync(9_000);
    expect(deadlineNow()).toBe(4_000);
    loader.destroy();
    await settled();
  });

  test('is needed as much earlier as the player takes to append it', async () => {
    desk.currentTimeSeconds = 10;
    desk.appendMs = 300;
    const { loader } = loadFragment();
    expect(deadlineNow()).toBe(13_700);
    desk.appendMs = 20_000;
    expect(deadlineNow()).toBe(0);
    loader.destroy();
    await settled();
  });

  test('is asked for with its kind and its deadline at the playhead', async () => {
    desk.currentTimeSeconds = 10;
    const { loader } = loadFragment();
    expect(desk.only.url).toBe('https://seed/720p/7.m4s');
    expect([desk.only.options.kind, deadlineNow()]).toEqual(['segment', 14_000]);
    loader.destroy();
    await settled();
  });

  test('of a byte range is asked for as one', async () => {
    const { loader } = loadFragment({ ...fragment(), rangeStart: 100, rangeEnd: 300 });
    expect(desk.only.options.range).toEqual({ start: 100, end: 300 });
    loader.destroy();
    await settled();
  });

  test('reaches hls.js with its bytes and honest times, and it is told who brought it', async () => {
    const { loader, calls } = loadFragment();
    const data = new ArrayBuffer(4);
    desk.only.answer(loaded(data));
    await settled();
    expect(calls.onSuccess).toHaveBeenCalledOnce();
    expect(calls.onSuccess.mock.calls[0]?.[0]).toEqual({ url: 'https://seed/720p/7.m4s', data, code: 200 });
    expect(loader.stats).toMatchObject({ loaded: 4, total: 4, bwEstimate: 8_000, aborted: false });
    expect(loader.stats.loading).toMatchObject({ end: 20, first: 16, start: 6 });
    expect(desk.arrivals).toEqual([
      { playlistUrl: 'https://seed/720p/index.m3u8', startSeconds: 24, durationSeconds: 4, bytesFromPeers: 3, bytesFromWebseeds: 1 },
    ]);
  });

  test('is no slow load while the engine waits by choice', async () => {
    const { loader } = loadFragment();
    await vi.advanceTimersByTimeAsync(15_000);
    expect(performance.now() - loader.stats.loading.start).toBe(0);
    desk.currentTimeSeconds = 23;
    expect(performance.now() - loader.stats.loading.start).toBe(3_000);
    await vi.advanceTimersByTimeAsync(9_000);
    expect(performance.now() - loader.stats.loading.start).toBe(12_000);
    loader.destroy();
    await settled();
  });

  test('is no slow load, and nothing to abandon, before the engine has lost its deadline', async () => {
    desk.remainingMs = 1_000;
    desk.currentTimeSeconds = 22;
    desk.paused = true;
    const { loader } = loadFragment();
    await vi.advanceTimersByTimeAsync(9_000);
    expect(performance.now() - loader.stats.loading.start).toBe(0);
    desk.remainingMs = 3_000;
    expect(performance.now() - loader.stats.loading.start).toBe(2_000);
    loader.destroy();
    await settled();
  });

  test('times out only by the time that counts', async () => {
    const { calls } = loadFragment();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(calls.onTimeout).not.toHaveBeenCalled();
    desk.currentTimeSeconds = 60;
    await vi.advanceTimersByTimeAsync(20_000 + 16_000);
    expect(calls.onTimeout).toHaveBeenCalledOnce();
    expect(desk.only.options.signal?.aborted).toBe(true);
  });

  test('that is aborted reports that once, and its load is aborted too', async () => {
    const { loader, calls } = loadFragment();
    loader.abort();
    loader.abort();
    await settled();
    expect(calls.onAbort).toHaveBeenCalledOnce();
    expect(calls.onError).not.toHaveBeenCalled();
    expect(loader.stats.aborted).toBe(true);
    expect(desk.only.options.signal?.aborted).toBe(true);
  });

  test('that is destroyed is silent', async () => {
    const { loader, calls } = loadFragment();
    loader.destroy();
    await settled();
    for (const call of Object.values(calls)) expect(call).not.toHaveBeenCalled();
  });

  test.each([
    [new LoadError('status', 404, 'not there'), 404, 'not there'],
    [new LoadError('network', 0, 'no answer'), 0, 'no answer'],
    [new TypeError('broken'), 0, 'broken'],
  ])('that fails with %s is an error of status %i', async (error, code, text) => {
    const { loader, calls } = loadFragment();
    desk.only.refuse(error);
    await settled();
    expect(calls.onError.mock.calls[0]?.[0]).toEqual({ code, text });
    expect(loader.stats.aborted).toBe(false);
  });

  test('that the engine was too late with is a timeout', async () => {
    const { calls } = loadFragment();
    desk.only.refuse(new LoadError('timeout', 0, 'late'));
    await settled();
    expect(calls.onTimeout).toHaveBeenCalledOnce();
  });

  test('of an engine that ended is an abort', async () => {
    const { calls } = loadFragment();
    desk.only.refuse(new DOMException('ended', 'AbortError'));
    await settled();
    expect(calls.onAbort).toHaveBeenCalledOnce();
  });
});

test('an init segment has no deadline and is nobody’s gift', async () => {
  const { calls } = loadFragment(fragment({ sn: 'initSegment' }));
  expect(desk.only.options).toMatchObject({ kind: 'init' });
  expect(desk.only.options.deadlineMs).toBeUndefined();
  desk.only.answer(loaded(new ArrayBuffer(2)));
  await settled();
  expect(calls.onSuccess).toHaveBeenCalledOnce();
  expect(desk.arrivals).toEqual([]);
});

describe('a playlist', () => {
  const answer = (): void => desk.only.answer(loaded(new TextEncoder().encode('#EXTM3U\n').buffer));

  test('reaches hls.js as text', async () => {
    const { calls } = loadPlaylist('level');
    expect(desk.only.options).toMatchObject({ kind: 'playlist' });
    answer();
    await settled();
    expect(calls.onSuccess.mock.calls[0]?.[0]).toMatchObject({ data: '#EXTM3U\n' });
  });

  test('that is the master may be kept from hls.js, a level’s is not', async () => {
    desk.takesMaster = false;
    const { calls } = loadPlaylist('manifest');
    answer();
    await settled();
    expect(calls.onSuccess).not.toHaveBeenCalled();
    desk.asked.length = 0;
    const level = loadPlaylist('level');
    answer();
    await settled();
    expect(level.calls.onSuccess).toHaveBeenCalledOnce();
  });

  test('is asked for again as the policy says', async () => {
    const errorRetry = { maxNumRetry: 1, retryDelayMs: 500, maxRetryDelayMs: 500 };
    const { loader, calls } = loadPlaylist('manifest', { ...CONFIG, loadPolicy: { ...POLICY, errorRetry } });
    desk.only.refuse(new LoadError('status', 503, 'busy'));
    await vi.advanceTimersByTimeAsync(500);
    expect(desk.asked).toHaveLength(2);
    desk.asked[1]?.refuse(new LoadError('status', 503, 'busy'));
    await settled();
    expect(calls.onError).toHaveBeenCalledOnce();
    expect(loader.stats.retry).toBe(1);
  });
});
