import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { root } from '../../src/content/ids';
import type { Root } from '../../src/content/ids';
import type { EngineOptions } from '../../src/engine-api';
import { Sequel } from '../../src/engine/sequel';
import type { Shelf } from '../../src/engine/shelf';
import { segment } from '../schedule/scene';
import { serve } from '../server';
import type { TestServer } from '../server';

const HELD = root('ab'.repeat(32));
const BYTES = Uint8Array.of(1, 2, 3);

let answers: string[];
let asked: string[];
let server: TestServer;
let timers: { readonly ms: number; readonly action: () => void }[];
let made: { readonly options: EngineOptions; readonly shelf: Shelf; readonly uploads: boolean[]; destroyed: boolean }[];
let sequel: Sequel;

beforeEach(async () => {
  [answers, asked, timers, made] = [[], [], [], []];
  server = await serve((request, response) => {
    asked.push(request.url ?? '');
    response.end(answers.shift() ?? '{}');
  });
  vi.stubGlobal('location', new URL('http://site.example/live.html'));
  const holdings = { bytesOfRoot: (which: Root) => (which === HELD ? BYTES : null) };
  const webseeds = { all: ['http://cdn.example/copied/', 'http://seed.example/t/demo/news/'] };
  const after = (ms: number, action: () => void) => {
    timers.push({ ms, action });
    return () => undefined;
  };
  const options = { src: 'http://cdn.example/copied/master.m3u8', server: server.base, uploadBitsPerSecond: 9 };
  const make = (to: EngineOptions, shelf: Shelf) => {
    const engine = { options: to, shelf, uploads: [] as boolean[], destroyed: false };
    made.push(engine);
    return { peers: [], setUpload: (upload: boolean) => engine.uploads.push(upload), destroy: () => (engine.destroyed = true) };
  };
  sequel = new Sequel(options, 'demo/news', holdings, webseeds, { after }, make, () => 0.5);
});

afterEach(async () => {
  vi.unstubAllGlobals();
  await server.close();
});

const film = (recording: unknown) => JSON.stringify({ live: { state: 'ended', recording } });

/** The time that is waited for next has passed. */
async function pass(): Promise<void> {
  const before = asked.length;
  timers.shift()?.action();
  await expect.poll(() => asked.length).toBe(before + 1);
  await expect.poll(() => timers.length + made.length).toBeGreaterThan(0);
}

test('once the channel’s film has a name, an engine of it is made beside the channel’s', async () => {
  answers = [film('demo/news-recording-2')];
  sequel.end();
  sequel.end();
  expect(timers.map(({ ms }) => ms)).toEqual([3_000]);
  await pass();
  expect(asked).toEqual(['/v1/titles/demo/news']);
  expect(made.map(({ options }) => options)).toEqual([
    { src: 'http://seed.example/t/demo/news-recording-2/master.m3u8', title: 'demo/news-recording-2', server: server.base, uploadBitsPerSecond: 9 },
  ]);
  expect(timers).toEqual([]);
});

test('what is held of the channel need not be loaded for the film, and what is not held is not looked for', async () => {
  answers = [film('demo/news-recording')];
  sequel.end();
  await pass();
  const taken: unknown[] = [];
  await made[0]?.shelf.restore([segment(0), { ...segment(1), root: HELD }], (which, bytes) => {
    taken.push([which.root, bytes]);
    return Promise.resolve('right');
  });
  expect(taken).toEqual([[HELD, BYTES]]);
});

test('it asks again, less and less often, and gives up', async () => {
  answers = ['{}', film('../news'), film(7), 'no JSON'];
  sequel.end();
  const waits: unknown[] = [];
  for (let i = 0; i < 7; i++) {
    waits.push(timers[0]?.ms);
    const before = asked.length;
    timers.shift()?.action();
    await expect.poll(() => asked.length).toBe(before + 1);
    if (i < 6) await expect.poll(() => timers.length).toBe(1);
  }
  expect(waits).toEqual([3_000, 6_000, 12_000, 24_000, 48_000, 96_000, 192_000]);
  expect([made.length, timers.length]).toEqual([0, 0]);
});

test('whether anything is given holds for both, and both end together', async () => {
  answers = [film('demo/news-recording')];
  sequel.setUpload(false);
  sequel.end();
  await pass();
  sequel.setUpload(true);
  sequel.close();
  expect(made.map(({ uploads, destroyed }) => [uploads, destroyed])).toEqual([[[false, true], true]]);
});
