import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Admission } from '../../src/engine/admission';
import { Timers } from '../../src/engine/timers';
import { serve } from '../server';
import type { TestServer } from '../server';
import { Page, joinedAt } from './page';

const TOLD = { stateEveryMs: 20_000, degree: 6, maxDegree: 20, thin: true, patienceMs: 16_000, busy: true };

let server: TestServer;
let page: Page;
let timers: Timers;
let abort: AbortController;
let admission: Admission;
let welcomes: number;
let missing: number;

const soon = <T>(what: () => T) => expect.poll(what, { interval: 5, timeout: 60_000 });

beforeEach(async () => {
  server = await serve((_, response) => response.setHeader('Connection', 'close').end(joinedAt(server.base)));
  page = new Page('http://site.example/film.html');
  timers = new Timers();
  abort = new AbortController();
  welcomes = 0;
  missing = 0;
  admission = new Admission({ server: server.base, title: 'demo/logs', upload: true }, timers, abort.signal, () => 0.5, {
    joined: () => undefined,
    opened: () => welcomes++,
    message: () => undefined,
    lost: () => undefined,
    failed: (error) => expect.fail(error.message),
    missing: () => missing,
  });
  await admission.start();
  await soon(() => welcomes).toBe(1);
});

afterEach(async () => {
  abort.abort();
  admission.close();
  timers.close();
  vi.unstubAllGlobals();
  await server.close();
});

test('peers that are missing a moment after the first introductions are asked for before a round of asking is over', async () => {
  missing = 3;
  await soon(() => page.said.map(({ type }) => type)).toEqual(['hello', 'want']);
  const [hello, want] = page.said;
  const afterMs = (want?.atMs ?? 0) - (hello?.atMs ?? 0);
  expect(afterMs).toBeGreaterThan(1_000);
  expect(afterMs).toBeLessThan(4_900);
});

describe('the policy of a viewer', () => {
  test('is to wait for peers for eight seconds before the node says anything', () => {
    expect(admission.policy).toMatchObject({ thin: false, patienceMs: 8_000 });
  });

  test('is what the node said last', async () => {
    page.tell({ type: 'policy', ...TOLD });
    await soon(() => admission.policy).toEqual(TOLD);
    page.tell({ type: 'policy', ...TOLD, thin: false });
    await soon(() => admission.policy).toEqual({ ...TOLD, thin: false });
  });

  test('is the usual one from a new welcome on, but for what the node decides at a join', async () => {
    page.tell({ type: 'policy', ...TOLD });
    await soon(() => admission.policy).toEqual(TOLD);
    page.tell({ type: 'reconnect', afterMs: 0 });
    await soon(() => welcomes).toBe(2);
    expect(admission.policy).toEqual({ ...TOLD, thin: false, patienceMs: 8_000 });
  });

  test('says no more that webseeds are busy when the node has not said it again three seconds after a welcome', async () => {
    page.tell({ type: 'policy', ...TOLD });
    await soon(() => admission.policy).toEqual(TOLD);
    page.tell({ type: 'reconnect', afterMs: 0 });
    await soon(() => welcomes).toBe(2);
    expect(admission.policy.busy).toBe(true);
    await soon(() => admission.policy.busy).toBe(false);
  });

  test('goes on saying so when the node did', async () => {
    page.tell({ type: 'policy', ...TOLD });
    await soon(() => admission.policy).toEqual(TOLD);
    missing = 1;
    await soon(() => page.said.filter(({ type }) => type === 'want').length).toBe(2);
    expect(admission.policy.busy).toBe(true);
  });
});
