import { getEventListeners } from 'node:events';
import { describe, expect, test } from 'vitest';
import { addressOf, titleAddress, uriBelow } from '../../src/engine/address';
import { EarlyLoads } from '../../src/engine/early';
import { Timers } from '../../src/engine/timers';
import { Webseeds } from '../../src/engine/webseeds';

describe('the address of a title', () => {
  test('is the last /t/{owner}/{slug}/', () => {
    expect(titleAddress('https://cdn/t/x/y/t/demo/logs/hd/master.m3u8?token=1', 'https://page/')).toEqual({
      title: 'demo/logs',
      base: 'https://cdn/t/x/y/t/demo/logs/',
    });
  });

  test('is relative to the page, and may be named', () => {
    expect(titleAddress('film/master.m3u8', 'https://page/a/b.html', 'demo/logs')).toEqual({ title: 'demo/logs', base: 'https://page/a/film/' });
    expect(titleAddress('film/master.m3u8', 'https://page/').title).toBeNull();
  });

  test('gives and takes uris with any characters', () => {
    const base = 'https://seed/t/demo/logs/';
    const address = addressOf(base, '720p/ä b#1.m4s');
    expect(address).toBe(`${base}720p/%C3%A4%20b%231.m4s`);
    expect(addressOf(base, '720p/1.m4s', 'soon')).toBe(`${base}720p/1.m4s?need=soon`);
    expect(uriBelow(`${address}?need=now`, [base])).toBe('720p/ä b#1.m4s');
    expect(uriBelow('https://other/720p/1.m4s', [base])).toBeNull();
    expect(uriBelow(`${base}%`, [base])).toBeNull();
  });
});

describe('webseeds', () => {
  const seeds = (): Webseeds => {
    const made = new Webseeds('https://a/t/d/l/');
    made.add(['https://b/t/d/l/', 'javascript:alert(1)/', 'https://a/t/d/l/']);
    return made;
  };

  test('are tried in turn, with a growing pause when all have failed', () => {
    const made = seeds();
    expect(made.all).toEqual(['https://a/t/d/l/', 'https://b/t/d/l/']);
    made.failed(made.base, 0, 1);
    expect([made.base, made.freeSlots(0)]).toEqual(['https://b/t/d/l/', 2]);
    made.failed(made.base, 0, 1);
    expect([made.base, made.freeSlots(0), made.freeSlots(500)]).toEqual(['https://a/t/d/l/', 0, 2]);
    made.failed(made.base, 500, 1);
    made.failed(made.base, 500, 1);
    expect([made.freeSlots(1_000), made.freeSlots(1_500), made.alive]).toEqual([0, 2, false]);
    made.succeeded(100_000, 100);
    expect([made.freeSlots(0), made.alive, made.bitsPerSecond, made.measuredSegmentMs]).toEqual([2, true, 8_000_000, 100]);
  });

  test('that take longer at times are known for it, and not for what they take less', () => {
    const made = seeds();
    const spreads = [100, 100, 500, 10, 220].map((ms) => {
      made.succeeded(100_000, ms);
      return Math.round(made.view(0).spreadMs);
    });
    expect(spreads).toEqual([0, 0, 100, 75, 72]);
  });

  test('are believed in what they say of how long requests wait, the longest of late for a while', () => {
    const made = seeds();
    const told = [null, 0, 1_000, null, 100, 0].map((queuedMs) => {
      made.answered(1_050, queuedMs, 0);
      return made.toldWaitMs === null ? null : Math.round(made.toldWaitMs);
    });
    expect(told).toEqual([null, 0, 1_000, 1_000, 700, 490]);
  });

  test('are busy where requests wait for a fifth of a second, for ten seconds after that was heard', () => {
    const made = seeds();
    const busy = [null, 199, 200, 0, 0].map((queuedMs) => {
      made.answered(250, queuedMs, 100);
      return made.isBusy(100);
    });
    expect(busy).toEqual([false, false, true, false, false]);
    made.answered(1_000, 900, 1_000);
    expect([made.isBusy(10_999), made.isBusy(11_000)]).toEqual([true, false]);
  });

  test('let a request wait that is not answered 120 ms after it usually is, neither the queue nor the first connection counted', () => {
    const made = seeds();
    expect(made.queuedAfterMs).toBe(250);
    made.answered(600, 0, 0);
    expect(made.queuedAfterMs).toBe(250);
    made.answered(1_030, 1_000, 0);
    expect(Math.round(made.queuedAfterMs)).toBe(220);
  });

  test('that let a request wait until it was given up are believed to let others wait as long, the way there not counted', () => {
    const made = seeds();
    made.answered(100, 0, 0);
    made.waited(300, 0);
    expect([made.toldWaitMs, made.measuredSegmentMs]).toEqual([200, 300]);
  });

  test('are not left for another twice, though two requests fail at once', () => {
    const made = seeds();
    const { base } = made;
    for (let i = 0; i < 4; i++) made.failed(base, 0, 1);
    expect([made.base, made.alive, made.freeSlots(0)]).toEqual(['https://b/t/d/l/', true, 2]);
  });

  test('that refuse what is not needed soon are left alone as long as they ask, between one second and thirty', () => {
    const made = seeds();
    for (const [asked, pause] of [
      [0, 1_000],
      [4_000, 4_000],
      [1e9, 30_000],
    ] as const) {
      made.refusedAhead(100, asked);
      expect([made.takesAhead(99 + pause), made.takesAhead(100 + pause), made.alive, made.freeSlots(100)]).toEqual([false, true, true, 2]);
    }
  });

  test('never have more than two requests in flight', () => {
    const made = seeds();
    made.started();
    made.started();
    expect(made.freeSlots(0)).toBe(0);
    made.ended();
    expect(made.freeSlots(0)).toBe(1);
  });
});

describe('early loads', () => {
  const early = () => new EarlyLoads(() => () => undefined);

  test('wait until they may go, or are given up', async () => {
    const loads = early();
    let ready = false;
    const controller = new AbortController();
    const waiting = loads.wait(() => ready, new AbortController().signal);
    const given = loads.wait(() => false, controller.signal);
    controller.abort(new Error('enough'));
    await expect(given).rejects.toThrow('enough');
    loads.recheck();
    ready = true;
    loads.recheck();
    await expect(waiting).resolves.toBeUndefined();
  });

  test('leave nothing with a signal that did not fire', async () => {
    const { signal } = new AbortController();
    const loads = new EarlyLoads((_, action) => {
      queueMicrotask(action);
      return () => undefined;
    });
    let ready = false;
    const waiting = loads.wait(() => ready, signal);
    const pausing = loads.pause(1, signal);
    ready = true;
    loads.recheck();
    await Promise.all([waiting, pausing]);
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  test('keep at most 32 MiB, the newest', () => {
    const loads = early();
    const mebibyte = 1024 * 1024;
    for (let i = 0; i < 34; i++) loads.keep(`720p/${i}.m4s`, new Uint8Array(mebibyte));
    expect([loads.take('720p/0.m4s'), loads.take('720p/1.m4s'), loads.take('720p/2.m4s')?.length]).toEqual([null, null, mebibyte]);
    expect(loads.take('720p/2.m4s')).toBeNull();
    expect(loads.rendition()).toBe('720p');
  });

  test('let go in time what no record came for, and what is loading anew by then', () => {
    const due: (() => void)[] = [];
    const loads = new EarlyLoads((_, action) => {
      due.push(action);
      return () => undefined;
    });
    for (const uri of ['480p/0-1.m4s', '480p/0-2.m4s']) {
      loads.running.add(uri);
      loads.keepFor(uri, new Uint8Array(3), 5_000);
    }
    expect(loads.take('480p/0-2.m4s')).toHaveLength(3);
    for (const action of due) action();
    expect([loads.take('480p/0-1.m4s'), [...loads.running]]).toEqual([null, ['480p/0-2.m4s']]);
  });
});

test('no timer fires or can be set after the end', async () => {
  const timers = new Timers();
  const fired: string[] = [];
  timers.after(0, () => fired.push('before the end'));
  timers.close();
  timers.after(0, () => fired.push('after the end'));
  await new Promise((resolve) => setTimeout(resolve, 1));
  expect([timers.count, fired]).toEqual([0, []]);
});
