import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { loadDirect } from '../../src/engine/http';
import { fetchAll, fetchBytes } from '../../src/net/webseed';
import type { ByteRequest } from '../../src/net/webseed';
import { serve } from '../server';
import type { TestServer } from '../server';

const file = Uint8Array.from({ length: 10_000 }, (_, i) => i % 251);
const never = new AbortController().signal;

let server: TestServer;

beforeAll(async () => {
  server = await serve((request, response) => {
    const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
    if (request.url === '/missing') response.writeHead(404).end();
    else if (request.url === '/busy') response.writeHead(503).end();
    else if (request.url?.startsWith('/waited') === true) response.writeHead(200, { 'Server-Timing': decodeURIComponent(request.url.slice('/waited'.length)) }).end(file);
    else if (range === null || request.url === '/whole') response.writeHead(200).end(file);
    else {
      const [start, end] = [Number(range[1]), Number(range[2]) + 1];
      response.writeHead(206, { 'Content-Range': `bytes ${start}-${end - 1}/${file.length}` }).end(file.subarray(start, end));
    }
  });
});

afterAll(() => server.close());
afterEach(() => vi.unstubAllGlobals());

const bytesOf = (path: string, mostBytes: number, more: Partial<ByteRequest> = {}) =>
  fetchBytes({ url: server.base + path, signal: never, mostBytes, onChunk: () => undefined, ...more });

test('an answer that goes on is waited for however long it takes, and one that stops is given up after ten seconds', async () => {
  vi.useFakeTimers();
  try {
    let body: ReadableStreamDefaultController<Uint8Array> | undefined;
    const stream = new ReadableStream<Uint8Array>({ start: (controller) => void (body = controller) });
    vi.stubGlobal('fetch', () => Promise.resolve(new Response(stream)));
    const came: number[] = [];
    let failed: unknown;
    fetchBytes({ url: '/slow', signal: never, mostBytes: 100, onChunk: (chunk) => came.push(chunk.length) }).catch((error: unknown) => (failed = error));
    for (let i = 0; i < 4; i++) {
      await vi.advanceTimersByTimeAsync(6_000);
      body?.enqueue(new Uint8Array(8));
    }
    await vi.advanceTimersByTimeAsync(9_900);
    expect([came, failed]).toEqual([[8, 8, 8, 8], undefined]);
    await vi.advanceTimersByTimeAsync(200);
    body?.error(new Error('taken back'));
    await vi.advanceTimersByTimeAsync(0);
    expect(failed).toMatchObject({ code: 'timeout' });
  } finally {
    vi.useRealTimers();
  }
});

/** What was told of the queue, each with how many bytes had come by then. */
async function toldBy(path: string): Promise<readonly (readonly [number | null, number])[]> {
  const told: (readonly [number | null, number])[] = [];
  let bytes = 0;
  await bytesOf(path, file.length, { onAnswer: (queuedMs) => told.push([queuedMs, bytes]), onChunk: (chunk) => (bytes += chunk.length) });
  return told;
}

test.each([
  ['queue;dur=0', 0],
  ['queue;dur=1234.5', 1_234],
  ['cache;dur=3, queue ; dur=7', 7],
  ['queue', null],
  ['dequeue;dur=5', null],
  ['queue;dur=-5', null],
])('how long a request waited is what the webseed says of its queue: %s', async (timing, queuedMs) => {
  expect(await toldBy(`waited${encodeURIComponent(timing)}`)).toEqual([[queuedMs, 0]]);
});

test('of a webseed that does not say how long a request waited nothing is known', async () => {
  expect(await toldBy('file')).toEqual([[null, 0]]);
});

test('a range is what was asked for', async () => {
  const { data } = await fetchAll(`${server.base}file`, never, 100, { start: 300, end: 400 });
  expect(data).toEqual(file.slice(300, 400));
});

test('a whole file where a range was asked for is refused', async () => {
  await expect(bytesOf('whole', 100, { range: { start: 0, end: 100 } })).rejects.toMatchObject({ code: 'content', status: 200 });
});

test('a file shorter or longer than it must be is refused', async () => {
  await expect(bytesOf('file', file.length + 1, { exact: true })).rejects.toMatchObject({ code: 'network' });
  await expect(bytesOf('file', file.length - 1, { exact: true })).rejects.toMatchObject({ code: 'content' });
  expect(await bytesOf('file', file.length, { exact: true })).toMatchObject({ bytes: file.length });
});

test.each([
  ['missing', 0],
  ['busy', 4],
])('of a webseed’s answers only those that may pass count as its failures: %s, %i times', async (path, failures) => {
  let counted = 0;
  const load = loadDirect({
    address: () => server.base + path,
    mostBytes: 100,
    signal: never,
    count: () => undefined,
    answered: () => undefined,
    failed: () => counted++,
    pause: () => Promise.resolve(),
    random: () => 0,
  });
  await expect(load).rejects.toMatchObject({ code: 'status' });
  expect(counted).toBe(failures);
});

test('no request is written to the browser’s cache, which would serve ranges of one address one after the other, and none needs a preflight', async () => {
  const asked: RequestInit[] = [];
  const { fetch } = globalThis;
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    asked.push(init);
    return fetch(url, init);
  });
  await fetchAll(`${server.base}file`, never, 100, { start: 300, end: 400 });
  await fetchAll(`${server.base}file`, never, file.length);
  expect(asked.map(({ cache }) => cache)).toEqual(['no-store', 'no-store']);
  expect(asked.map(({ method, headers }) => [method ?? 'GET', Object.keys(headers ?? {})])).toEqual([
    ['GET', ['Range']],
    ['GET', []],
  ]);
});
