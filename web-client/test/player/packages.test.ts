import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { M3U8Parser, PlaylistLevelType } from 'hls.js';
import type { Fragment, FragmentLoaderContext, HlsConfig, LoaderConfiguration } from 'hls.js';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { createEngine } from '../../src/engine';
import type { Engine, LoadOptions } from '../../src/engine-api';
import { fragmentLoader } from '../../src/player/loaders';
import type { SegmentArrival } from '../../src/player/loaders';
import { serve } from '../server';
import type { TestServer } from '../server';

const SOURCE = ['-f', 'lavfi', '-i', 'testsrc=size=160x90:rate=10', '-f', 'lavfi', '-i', 'sine', '-t', '4'];
const CODECS = ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '10', '-c:a', 'aac'];
const HLS = ['-f', 'hls', '-hls_time', '1', '-hls_playlist_type', 'vod'];
const KEY = Buffer.from('000102030405060708090a0b0c0d0e0f', 'hex');

const SUBTITLES = 'WEBVTT\n\n00:00.000 --> 00:02.000\nTwo logs each\n';
const hasFfmpeg = ((): boolean => {
  try {
    execFileSync('ffmpeg', ['-version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

let folder: string;
let server: TestServer;
let engine: Engine;
let asked: { readonly path: string; readonly options: LoadOptions }[];
let arrivals: SegmentArrival[];

/** One file for all segments; encrypted segments; audio of its own. */
function makePackages(): void {
  const ffmpeg = (...args: string[]): Buffer => execFileSync('ffmpeg', ['-v', 'error', '-y', ...SOURCE, ...CODECS, ...HLS, ...args], { cwd: folder });
  writeFileSync(join(folder, 'key.bin'), KEY);
  writeFileSync(join(folder, 'key.info'), `key.bin\n${join(folder, 'key.bin')}\n`);
  writeFileSync(join(folder, 'text.vtt'), SUBTITLES);
  ffmpeg('-hls_segment_type', 'fmp4', '-hls_flags', 'single_file', 'ranges.m3u8');
  ffmpeg('-hls_key_info_file', 'key.info', '-hls_segment_filename', 'secret%d.ts', 'secret.m3u8');
  const apart = ['-map', '0:v', '-map', '1:a', '-hls_segment_type', 'fmp4', '-var_stream_map', 'v:0,agroup:a a:0,agroup:a,default:yes'];
  ffmpeg(...apart, '-master_pl_name', 'apart.m3u8', '-hls_fmp4_init_filename', 'init%v.mp4', '-hls_segment_filename', 'apart%v-%d.m4s', 'apart%v.m3u8');
}

beforeAll(async () => {
  if (!hasFfmpeg) return;
  folder = mkdtempSync(join(tmpdir(), 'packages-'));
  makePackages();
  server = await serve((request, response) => {
    const bytes = readFileSync(join(folder, (request.url ?? '').slice(1).replace(/\?.*/, '')));
    const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
    if (range === null) response.end(bytes);
    else {
      const [from, to] = [Number(range[1]), Number(range[2])];
      response.writeHead(206, { 'Content-Range': `bytes ${from}-${to}/${bytes.length}` }).end(bytes.subarray(from, to + 1));
    }
  });
}, 60_000);

afterAll(async () => {
  if (!hasFfmpeg) return;
  await server.close();
  rmSync(folder, { recursive: true });
});

beforeEach(() => {
  if (!hasFfmpeg) return;
  vi.stubGlobal('location', new URL('http://site.example/'));
  asked = [];
  arrivals = [];
  engine = createEngine({ src: `${server.base}master.m3u8`, p2p: false });
});

afterEach(async () => {
  if (hasFfmpeg) await engine.destroy();
  vi.unstubAllGlobals();
});

function parsed(name: string, type = PlaylistLevelType.MAIN) {
  const details = M3U8Parser.parseLevelPlaylist(readFileSync(join(folder, name), 'utf8'), server.base + name, 0, type, 0, null);
  expect(details.playlistParsingError).toBeNull();
  return details;
}

/** Loads what hls.js would, in the way hls.js does it. */
function load(frag: Fragment): Promise<Buffer> {
  const Loader = fragmentLoader({
    engine: {
      load: (url: string, options: LoadOptions) => {
        asked.push({ path: url.slice(server.base.length), options });
        return engine.load(url, options);
      },
      remainingMs: (url: string) => engine.remainingMs(url),
    } as unknown as Engine,
    clock: () => ({ currentTimeSeconds: 0, playbackRate: 1, paused: false }),
    appendMs: () => 0,
    choose: () => undefined,
    arrived: (arrival) => arrivals.push(arrival),
    master: () => true,
  });
  const context = {
    frag,
    part: null,
    url: frag.url,
    responseType: 'arraybuffer',
    rangeStart: frag.byteRangeStartOffset,
    rangeEnd: frag.byteRangeEndOffset,
  } as unknown as FragmentLoaderContext;
  const policy = { maxTimeToFirstByteMs: 10_000, maxLoadTimeMs: 20_000, errorRetry: null, timeoutRetry: null };
  return new Promise((resolve, reject) => {
    const failed = (): void => reject(new Error(`${frag.url} was not loaded`));
    new Loader({} as HlsConfig).load(context, { loadPolicy: policy } as LoaderConfiguration, {
      onSuccess: ({ data }) => resolve(Buffer.from(data as ArrayBuffer)),
      onError: failed,
      onTimeout: failed,
    });
  });
}

const file = (name: string): Buffer => readFileSync(join(folder, name));

describe.skipIf(!hasFfmpeg)('what ffmpeg packs', () => {
  test('as byte ranges of one file passes range by range, the init segment too', async () => {
    const { fragments, fragmentHint } = parsed('ranges.m3u8');
    const [first] = fragments;
    const init = first?.initSegment;
    if (init === undefined || init === null) throw new Error('no init segment');
    const parts = [await load(init)];
    for (const fragment of fragments) parts.push(await load(fragment));
    expect(fragmentHint).toBeUndefined();
    expect(fragments.length).toBeGreaterThan(2);
    expect(Buffer.concat(parts).equals(file('ranges.m4s'))).toBe(true);
    expect(asked.map(({ options }) => options.range?.start)).toEqual([0, ...fragments.map(({ byteRange }) => byteRange[0])]);
    expect(engine.stats().bytesFromWebseeds).toBe(file('ranges.m4s').length - (parts[0]?.length ?? 0));
  });

  test('encrypted with AES-128 passes as it is: who shares it cannot read it', async () => {
    const { fragments } = parsed('secret.m3u8');
    expect(fragments.length).toBeGreaterThan(2);
    for (const [i, fragment] of fragments.entries()) {
      expect(fragment.decryptdata?.method).toBe('AES-128');
      const bytes = await load(fragment);
      expect(bytes.equals(file(`secret${i}.ts`))).toBe(true);
      expect([0, 188, 376].every((packet) => bytes[packet] === 0x47)).toBe(false);
    }
    expect(asked.some(({ path }) => path.includes('key'))).toBe(false);
  });

  test('with audio of its own passes both, each as segments that peers may share', async () => {
    for (const [name, type] of [['apart0', PlaylistLevelType.MAIN], ['apart1', PlaylistLevelType.AUDIO]] as const) {
      for (const [i, fragment] of parsed(`${name}.m3u8`, type).fragments.entries()) {
        expect((await load(fragment)).equals(file(`${name}-${i}.m4s`))).toBe(true);
      }
    }
    expect(asked.every(({ options }) => options.kind === 'segment' && options.range === undefined)).toBe(true);
    expect(new Set(arrivals.map(({ playlistUrl }) => playlistUrl.slice(server.base.length)))).toEqual(new Set(['apart0.m3u8', 'apart1.m3u8']));
  });
});

test.skipIf(!hasFfmpeg)('subtitles pass over plain HTTP: they are no media segments and nobody’s gift', async () => {
  writeFileSync(join(folder, 'text.m3u8'), '#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\ntext.vtt\n#EXT-X-ENDLIST\n');
  const [fragment] = parsed('text.m3u8', PlaylistLevelType.SUBTITLE).fragments;
  if (fragment === undefined) throw new Error('no segment');
  expect((await load(fragment)).toString()).toBe(SUBTITLES);
  expect(asked[0]?.options).toMatchObject({ kind: 'other' });
  expect([arrivals, engine.stats().bytesFromWebseeds, engine.stats().playlistBytes]).toEqual([[], 0, SUBTITLES.length]);
});

test('the machine that runs these tests has ffmpeg where it must', () => {
  expect(hasFfmpeg || process.env['CORDWOOD_TOOLS'] !== 'required').toBe(true);
});
