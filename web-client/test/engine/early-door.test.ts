import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Admission } from '../../src/engine/admission';
import { Timers } from '../../src/engine/timers';
import { serve } from '../server';
import type { TestServer } from '../server';
import { Page, joinedAt } from './page';
import type { PageSocket } from './page';

const POLICY = 1008;
const TRY_LATER = 1013;
/** What a browser says of a socket that was refused, or never came to be. */
const ABNORMAL = 1006;

let server: TestServer;
let page: Page;
let timers: Timers;
let abort: AbortController;
let admission: Admission;
let joins: ServerResponse[];
let welcomes: number;
let losses: number;
let failures: string[];
/** The address of all swarms, and that of the one that is joined. */
let early: string;
let named: string;

const soon = <T>(what: () => T) => expect.poll(what, { interval: 5, timeout: 60_000 });

beforeEach(async () => {
  joins = [];
  welcomes = losses = 0;
  failures = [];
  server = await serve((_, response) => void joins.push(response.setHeader('Connection', 'close')));
  early = `${server.base.replace('http', 'ws')}v1/signal`;
  named = `${early}/${'ab'.repeat(20)}`;
  page = new Page('http://site.example/film.html');
  timers = new Timers();
  abort = new AbortController();
  admission = new Admission({ server: server.base, title: 'demo/logs', upload: true }, timers, abort.signal, () => 0, {
    joined: () => undefined,
    opened: () => welcomes++,
    message: () => undefined,
    lost: () => losses++,
    failed: (error) => failures.push(error.message),
    missing: () => 0,
  });
});

afterEach(async () => {
  destroy();
  expect(page.sockets.size).toBe(0);
  vi.unstubAllGlobals();
  await server.close();
});

function destroy(): void {
  abort.abort();
  admission.close();
  timers.close();
}

/** Starts, and waits until the node was asked to let this viewer in. */
async function joining(): Promise<void> {
  void admission.start();
  await soon(() => joins.length).toBe(1);
}

function answer(text = joinedAt(server.base), status = 200): void {
  joins.at(-1)?.writeHead(status).end(text);
}

const said = () => page.said.map(({ type }) => type);

/** The only socket that is open. */
function socket(): PageSocket {
  const [only] = page.sockets;
  if (only === undefined || page.sockets.size > 1) throw new Error(`there are ${page.sockets.size} sockets`);
  return only;
}

describe('the socket to the node', () => {
  test('is opened before the certificate is there, and greets as soon as the ticket is', async () => {
    void admission.start();
    expect(page.doors).toEqual([early]);
    await soon(() => joins.length).toBe(1);
    expect(said()).toEqual([]);
    answer();
    await soon(() => welcomes).toBe(1);
    expect([said(), page.doors, losses]).toEqual([['hello'], [early], 0]);
  });

  test('greets when it opens, where the ticket is there before', async () => {
    page.knocked = () => undefined;
    await joining();
    answer();
    await soon(() => admission.state).toBe('connecting');
    expect(said()).toEqual([]);
    socket().open();
    await soon(() => welcomes).toBe(1);
    expect([said(), page.doors]).toEqual([['hello'], [early]]);
  });

  test('is opened again at the address that the answer names', async () => {
    await joining();
    answer();
    await soon(() => welcomes).toBe(1);
    page.tell({ type: 'reconnect', afterMs: 0 });
    await soon(() => welcomes).toBe(2);
    expect(page.doors).toEqual([early, named]);
  });

  test.each([
    ['another node', () => joinedAt('http://node.example/')],
    ['another port', (base: string) => joinedAt(base.replace(/\d+\/$/, '1/'))],
    ['another scheme', (base: string) => joinedAt(base.replace('http', 'https'))],
    ['another folder', (base: string) => joinedAt(`${base}cordwood/`)],
    ['what is no address', (base: string) => joinedAt(base).replace('ws://', '')],
  ])('gives way to the one that is named, when that is at %s', async (_, at) => {
    await joining();
    answer(at(server.base));
    await soon(() => welcomes).toBe(1);
    const { signal } = JSON.parse(at(server.base)) as { signal: string };
    expect([page.doors, page.sockets.size, said(), losses]).toEqual([[early, signal], 1, ['hello'], 0]);
  });
});

describe('when nothing comes of the early socket, the named address is tried at once and once:', () => {
  test('it is closed before the ticket is there', async () => {
    await joining();
    page.tell({ type: 'error', code: 'hello-expected', detail: 'Say hello with your ticket at once.' });
    socket().end(POLICY);
    answer();
    await soon(() => welcomes).toBe(1);
    expect([page.doors, said(), losses]).toEqual([[early, named], ['hello'], 0]);
  });

  test('it is refused after the ticket is there, as by a node that does not know the address', async () => {
    page.knocked = (knocking) => knocking.url === named && knocking.open();
    await joining();
    answer();
    await soon(() => admission.state).toBe('connecting');
    socket().end(ABNORMAL);
    await soon(() => welcomes).toBe(1);
    expect([page.doors, said(), losses]).toEqual([[early, named], ['hello'], 0]);
  });

  test('it is closed between its hello and the welcome', async () => {
    page.greeted = (greeting) => greeting.end(POLICY);
    await joining();
    answer();
    await soon(() => joins.length).toBe(2);
    expect([page.doors, said(), losses]).toEqual([[early, named], ['hello', 'hello'], 1]);
  });

  test('but not when the node asks to be left alone for now', async () => {
    page.greeted = (greeting) => greeting.end(TRY_LATER);
    await joining();
    answer();
    await soon(() => losses).toBe(1);
    expect(page.doors).toEqual([early]);
    await soon(() => losses).toBe(2);
    expect(page.doors).toEqual([early, named]);
  });

  test('after that it is waited for as ever', async () => {
    page.knocked = (knocking) => knocking.end(ABNORMAL);
    await joining();
    answer();
    await soon(() => losses).toBe(2);
    expect([page.doors, joins.length]).toEqual([[early, named, named], 1]);
  });

  test('the page may open none there', async () => {
    const Socket = globalThis.WebSocket;
    let refused = 0;
    vi.stubGlobal(
      'WebSocket',
      class extends Socket {
        constructor(url: string) {
          if (url === early) refused++;
          if (url === early) throw new DOMException('', 'SecurityError');
          super(url);
        }
      },
    );
    await joining();
    answer();
    await soon(() => welcomes).toBe(1);
    expect([refused, page.doors]).toEqual([1, [named]]);
  });
});

describe('no socket is left', () => {
  test('when the node does not let in', async () => {
    await joining();
    answer('{"detail":"This page may not."}', 403);
    await soon(() => failures).toEqual(['This page may not.']);
    expect([page.sockets.size, said(), admission.state]).toEqual([0, [], 'refused']);
  });

  test('when joining fails, and no other before it succeeds', async () => {
    await joining();
    answer('', 503);
    await soon(() => failures.length).toBe(1);
    expect([page.sockets.size, page.doors]).toEqual([0, [early]]);
    await soon(() => joins.length).toBe(2);
    expect(page.doors).toEqual([early]);
    answer();
    await soon(() => welcomes).toBe(1);
    expect(page.doors).toEqual([early, named]);
  });

  test('when no certificate can be made', async () => {
    vi.spyOn(RTCPeerConnection, 'generateCertificate').mockRejectedValue(new Error('not here'));
    await admission.start();
    expect([failures, page.doors, page.sockets.size]).toEqual([['not here'], [early], 0]);
  });

  test('when the engine is destroyed before the socket is open', () => {
    void admission.start();
    expect(page.sockets.size).toBe(1);
    destroy();
    expect(page.sockets.size).toBe(0);
  });

  test('when it is destroyed before the ticket is there', async () => {
    await joining();
    destroy();
    expect(page.sockets.size).toBe(0);
    answer();
    await soon(() => page.open.fetches).toBe(0);
    expect([page.sockets.size, said(), failures]).toEqual([0, [], []]);
  });

  test('when it is destroyed with its ticket before the socket is open', async () => {
    page.knocked = () => undefined;
    await joining();
    answer();
    await soon(() => admission.state).toBe('connecting');
    const late = socket();
    destroy();
    late.open();
    expect([page.sockets.size, said(), page.open.timers]).toEqual([0, [], 0]);
  });
});
