import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createEngine } from '../../src/index';
import type { Engine, EngineOptions } from '../../src/index';
import { serve } from '../server';
import type { TestServer } from '../server';
import { Page, joinedAt } from './page';

const NOTHING = { sockets: 0, connections: 0, fetches: 0, timers: 0, listeners: 0 };

let server: TestServer;
let page: Page;
let joins: number;
let engines: Engine[];
/** Called when a join is asked for, which then is answered by nobody else. */
let joining: ((response: ServerResponse) => void) | null;

beforeEach(async () => {
  joins = 0;
  joining = null;
  engines = [];
  server = await serve((request, response) => {
    response.setHeader('Connection', 'close');
    if (request.url?.endsWith('/hangs.m4s') === true) return;
    if (request.url === '/v1/join') joins++;
    if (request.url === '/v1/join' && joining !== null) {
      joining(response);
      return;
    }
    response.end(request.url === '/v1/join' ? joinedAt(server.base) : '#EXTM3U\n');
  });
  page = new Page('http://site.example/film.html');
});

afterEach(async () => {
  await Promise.all(engines.map((engine) => engine.destroy()));
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  await server.close();
});

function player(options: Partial<EngineOptions> = {}): Engine {
  const engine = createEngine({ src: `${server.base}t/demo/logs/master.m3u8`, server: server.base, ...options });
  engines.push(engine);
  return engine;
}

const at = (rendition: string, seconds: number) => ({ playheadMs: seconds * 1_000, rate: 1, paused: false, bufferedAheadMs: 0, rendition });

/** Machines that build at the same time are slow. */
const soon = <T>(what: () => T) => expect.poll(what, { interval: 5, timeout: 60_000 });

const connecting = () => soon(() => page.open).toMatchObject({ sockets: 1, connections: 1 });

describe('an engine that is destroyed', () => {
  test('leaves no socket, timer, listener, connection or fetch, and what it was loading is given up', async () => {
    const engine = player();
    engine.setPlayback(at('720p', 0));
    await engine.load(`${server.base}t/demo/logs/master.m3u8`, { kind: 'playlist' });
    await connecting();
    const loading = engine.load(`${server.base}t/demo/logs/720p/hangs.m4s`, { kind: 'segment' });
    await soon(() => page.open.fetches).toBe(1);
    await soon(() => page.open.listeners).toBe(4);
    expect(page.open.timers).toBeGreaterThan(2);

    const given = expect(loading).rejects.toMatchObject({ name: 'AbortError' });
    await engine.destroy();
    await engine.destroy();
    await given;
    await soon(() => page.open).toEqual(NOTHING);
  });

  test('while it joins leaves nothing either', async () => {
    const asked = new Promise((resolve) => (joining = resolve));
    const engine = player();
    await asked;
    expect(page.open).toMatchObject({ fetches: 1, sockets: 1 });
    await engine.destroy();
    await soon(() => page.open).toEqual(NOTHING);
    expect(page.said).toEqual([]);
  });

  test('takes no more calls, and says so or says nothing', async () => {
    const engine = player();
    await engine.destroy();
    engine.setPlayback(at('720p', 0));
    engine.setUpload(true);
    await expect(engine.load('x.m4s', { kind: 'segment' })).rejects.toMatchObject({ name: 'AbortError' });
    expect([engine.stats().peers, page.open]).toEqual([0, NOTHING]);
  });
});

test('in a hidden page what waits goes on when it may, without a timer', async () => {
  let nowMs = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => nowMs);
  const asked = new Promise<ServerResponse>((resolve) => (joining = resolve));
  const engine = player();
  const join = await asked;
  const loading = engine.load(`${server.base}t/demo/logs/720p/1.m4s`, { kind: 'segment', deadlineMs: 60_000 });
  expect(page.open.fetches).toBe(1);

  page.hidden = true;
  nowMs += 1_000;
  join.writeHead(503).end();
  await expect(loading).resolves.toMatchObject({ bytesFromPeers: 0 });
});

describe('players of one page', () => {
  test('of one title share an engine, whatever rungs they play, until the last of them is gone', async () => {
    const [first, second] = [player(), player({ src: `${server.base}t/demo/logs/master.m3u8?from=2` })];
    first.setPlayback(at('720p', 0));
    second.setPlayback(at('240p', 60));
    await connecting();
    await second.load(`${server.base}t/demo/logs/240p/index.m3u8`, { kind: 'playlist' });
    expect([joins, page.doors.length, first.stats().playlistBytes]).toEqual([1, 1, second.stats().playlistBytes]);

    await first.destroy();
    expect(page.open).toMatchObject({ sockets: 1, connections: 1 });
    await expect(second.load(`${server.base}t/demo/logs/240p/index.m3u8`, { kind: 'playlist' })).resolves.toBeDefined();
    await second.destroy();
    await soon(() => page.open).toEqual(NOTHING);
  });

  test('of two titles, and of one with and without uploads, have engines of their own', async () => {
    player();
    player({ src: `${server.base}t/demo/trees/master.m3u8` });
    player({ upload: false });
    await soon(() => joins).toBe(3);
  });

  test('come again after the last was gone and get a fresh engine', async () => {
    await player().destroy();
    const again = player();
    await connecting();
    expect(again.stats().signaling).toBe('open');
  });
});

describe('the viewer’s switch', () => {
  test('ends giving for all players of the title at once, and begins it again', async () => {
    const [first, second] = [player(), player()];
    expect([first.stats().uploads, second.stats().uploads]).toEqual(['nothing', 'nothing']);
    await soon(() => [first.stats().uploads, second.stats().uploads]).toEqual(['all', 'all']);
    second.setUpload(false);
    expect(first.stats()).toMatchObject({ uploads: 'nothing', uploadReason: 'Giving to others is switched off.' });
    first.setUpload(true);
    expect(second.stats()).toMatchObject({ uploads: 'all', uploadReason: null });
  });
});
