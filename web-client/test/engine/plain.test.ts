import { afterEach, beforeEach, expect, test } from 'vitest';
import { Counters } from '../../src/engine/counters';
import { EarlyLoads } from '../../src/engine/early';
import { PlainLoads } from '../../src/engine/plain';
import { Webseeds } from '../../src/engine/webseeds';
import { serve } from '../server';
import type { TestServer } from '../server';

let site: TestServer;
let seed: TestServer;
let asked: string[];
let webseeds: Webseeds;
let plain: PlainLoads;
const abort = new AbortController();

beforeEach(async () => {
  asked = [];
  site = await serve(({ url = '' }, response) => {
    asked.push(`site ${url}`);
    response.writeHead(url === '/words.vtt' ? 200 : 503).end('words');
  });
  seed = await serve(({ url = '' }, response) => {
    asked.push(`seed ${url}`);
    response.writeHead(url.startsWith('/720p/') ? 200 : 404).end('media');
  });
  webseeds = new Webseeds(site.base);
  webseeds.add([seed.base]);
  const after = (ms: number, action: () => void) => {
    const timer = setTimeout(action, ms);
    return () => clearTimeout(timer);
  };
  plain = new PlainLoads(webseeds, new EarlyLoads(after), new Counters());
});

afterEach(async () => {
  await site.close();
  await seed.close();
});

const load = (uri: string) => plain.load(uri, site.base + uri, { kind: 'playlist' }, abort.signal);

test('what a player asks for is asked of its own address, though another webseed serves the film', async () => {
  webseeds.failed(site.base, performance.now(), 1, true);
  await load('words.vtt');
  expect([asked, webseeds.base]).toEqual([['site /words.vtt'], seed.base]);
});

test('and of a webseed when that fails, at once while that is not long ago', async () => {
  await load('720p/1.m4s');
  expect([asked, webseeds.base]).toEqual([['site /720p/1.m4s', 'seed /720p/1.m4s'], seed.base]);
  await load('720p/2.m4s');
  expect(asked.slice(2)).toEqual(['seed /720p/2.m4s']);
});
