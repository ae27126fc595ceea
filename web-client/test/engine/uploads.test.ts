import { describe, expect, test } from 'vitest';
import { BLOCK_BYTES } from '../../src/content/geometry';
import type { PeerId, PieceIndex } from '../../src/content/ids';
import { UploadRate } from '../../src/engine/upload-rate';
import { Uploads, rareSoonerMs } from '../../src/engine/uploads';
import type { Block } from '../../src/wire/messages';
import { peer } from '../schedule/scene';

const block = (i: number): Block => ({ piece: i as PieceIndex, begin: 0, length: BLOCK_BYTES });

interface Friend {
  readonly id: PeerId;
  readonly gives: boolean;
  readonly link: { readonly canSend: boolean; bufferedBytes: number };
}

/** Uploads on a line of their own, whose peers take as many blocks as they have room for. */
class Desk {
  readonly log: string[] = [];
  readonly needs = new Map<PeerId, number>();
  readonly rooms = new Map<PeerId, number>();
  readonly timers: (() => void)[] = [];
  held = true;
  needOf: ((block: Block) => number) | null = null;
  now = 0;
  readonly uploads: Uploads<Friend>;

  constructor(readonly rate = new UploadRate(Infinity)) {
    this.uploads = new Uploads(this.rate, {
      now: () => this.now,
      gives: ({ gives }) => gives,
      needMs: ({ id }, asked) => this.needOf?.(asked) ?? this.needs.get(id) ?? 60_000,
      read: ({ length }) => (this.held ? new Uint8Array(length) : null),
      send: ({ id }, { piece }) => {
        this.rooms.set(id, this.room(id) - 1);
        this.log.push(`${Number.parseInt(id, 16)} gets ${piece}`);
      },
      flush: () => undefined,
      reject: ({ id }, { piece }) => this.log.push(`${Number.parseInt(id, 16)} is refused ${piece}`),
      later: (_, action) => this.timers.push(action),
    });
  }

  meet(i: number, room: number, gives = true, needMs = 0): Friend {
    const id = peer(i);
    const canSend = (): boolean => this.room(id) > 0;
    this.rooms.set(id, room);
    this.needs.set(id, needMs);
    const link = {
      get canSend() {
        return canSend();
      },
      bufferedBytes: 0,
    };
    const friend = { id, gives, link };
    this.uploads.met(friend);
    return friend;
  }

  add(friend: Friend, asked: Block): void {
    this.uploads.add(friend, asked);
    this.uploads.drain();
  }

  room(id: PeerId): number {
    return this.rooms.get(id) ?? 0;
  }

  /** All ask while nobody has room, then all have. */
  ask(blocks: number, ...peers: readonly Friend[]): void {
    for (const friend of peers) for (let i = 0; i < blocks; i++) this.add(friend, block(i));
    for (const { id } of peers) this.rooms.set(id, 1_000);
  }

  /** Answers all that waits, as what channels hold leaves. */
  drain(): void {
    for (let before = -1; before < this.log.length; ) {
      before = this.log.length;
      this.uploads.drain();
    }
  }

  gets(i: number, count: number): number {
    return this.log.slice(0, count).filter((line) => line.startsWith(`${i} gets`)).length;
  }
}

test('who takes nothing of what was sent does not keep the others waiting, and gets more when it does', () => {
  const desk = new Desk();
  const [stuck, other] = [desk.meet(1, 9), desk.meet(2, 9, true, 60_000)];
  stuck.link.bufferedBytes = 4 * BLOCK_BYTES;
  desk.add(stuck, block(1));
  desk.add(other, block(2));
  for (desk.now = 0; desk.now <= 2_000; desk.now += 100) desk.uploads.drain();
  expect(desk.log).toEqual([]);
  desk.uploads.drain();
  expect(desk.log).toEqual(['2 gets 2']);
  stuck.link.bufferedBytes = BLOCK_BYTES;
  desk.uploads.drain();
  expect(desk.log).toEqual(['2 gets 2', '1 gets 1']);
});

describe('requests of one peer', () => {
  test('are answered in order as far as there is room', () => {
    const desk = new Desk();
    const friend = desk.meet(1, 2);
    for (const i of [3, 1, 2]) desk.add(friend, block(i));
    expect(desk.log).toEqual(['1 gets 3', '1 gets 1']);
    desk.rooms.set(friend.id, 5);
    desk.uploads.drain();
    expect(desk.log).toEqual(['1 gets 3', '1 gets 1', '1 gets 2']);
  });

  test('are refused when the piece is not held, and when too many wait', () => {
    const desk = new Desk();
    const friend = desk.meet(1, 0);
    for (let i = 0; i < 258; i++) desk.add(friend, block(i));
    expect([desk.uploads.waiting(friend.id), desk.log]).toEqual([256, ['1 is refused 256', '1 is refused 257']]);
    const empty = new Desk();
    empty.held = false;
    empty.add(empty.meet(1, 1), block(1));
    expect(empty.log).toEqual(['1 is refused 1']);
  });

  test('wait no longer than the line needs for a few seconds of them: the rest is refused, so that others are asked', () => {
    const desk = new Desk(new UploadRate((20 * BLOCK_BYTES) / 2_000));
    const friend = desk.meet(1, 0);
    for (let i = 0; i < 30; i++) desk.add(friend, block(i));
    expect([desk.uploads.waiting(friend.id), desk.log.length]).toEqual([20, 10]);
  });

  test('are forgotten when cancelled, and two equal ones have one answer each', () => {
    const desk = new Desk();
    const friend = desk.meet(1, 0);
    for (let i = 0; i < 2; i++) desk.add(friend, block(1));
    expect([desk.log, desk.uploads.cancel(friend.id, block(1)), desk.uploads.cancel(friend.id, block(1)), desk.uploads.waiting(friend.id)]).toEqual([['1 is refused 1'], true, false, 0]);
  });
});

describe('requests of several peers', () => {
  test('are answered to whom needs it soonest first', () => {
    const desk = new Desk();
    const [calm, hungry] = [desk.meet(1, 0, true, 40_000), desk.meet(2, 0, true, 1_000)];
    desk.ask(10, calm, hungry);
    desk.drain();
    expect([desk.gets(2, 10), desk.gets(1, 20)]).toEqual([10, 10]);
  });

  test('share fairly when they need it equally', () => {
    const desk = new Desk();
    const peers = [desk.meet(1, 0), desk.meet(2, 0), desk.meet(3, 0)];
    desk.ask(30, ...peers);
    desk.drain();
    expect([1, 2, 3].map((i) => desk.gets(i, 30))).toEqual([10, 10, 10]);
  });

  test('are not all answered to one who says that it needs everything at once', () => {
    const desk = new Desk();
    const [pusher, honest] = [desk.meet(1, 0, true, 0), desk.meet(2, 0, true, 2_000)];
    desk.ask(100, pusher, honest);
    desk.drain();
    expect(desk.gets(2, 100)).toBeGreaterThan(20);
    expect(desk.gets(2, 180)).toBeGreaterThan(60);
  });

  test('come last when they do not give, and are not starved', () => {
    const desk = new Desk();
    const [rider, giver] = [desk.meet(1, 0, false, 0), desk.meet(2, 0, true, 30_000)];
    desk.ask(64, rider, giver);
    desk.drain();
    expect([desk.gets(1, 64), desk.gets(1, 128)]).toEqual([8, 64]);
  });

  test('are answered to who does not give when nobody else asks', () => {
    const desk = new Desk();
    const rider = desk.meet(1, 0, false);
    desk.ask(5, rider);
    desk.drain();
    expect(desk.gets(1, 5)).toBe(5);
  });

  test('of one peer are answered in the order of its needs', () => {
    const desk = new Desk();
    const friend = desk.meet(1, 0);
    desk.needOf = ({ piece }) => 1_000 * ((piece + 2) % 5);
    desk.ask(5, friend);
    desk.drain();
    expect(desk.log).toEqual([3, 4, 0, 1, 2].map((i) => `1 gets ${i}`));
  });

  test('wait here and not in the channels beyond a few blocks, so that who needs more can still be first', () => {
    const desk = new Desk();
    const [calm, hungry] = [desk.meet(1, 0, true, 40_000), desk.meet(2, 1_000, true, 1_000)];
    desk.ask(20, calm);
    desk.uploads.drain();
    const sent = desk.log.length;
    desk.add(hungry, block(50));
    expect([sent, desk.log[sent]]).toEqual([2, '2 gets 50']);
  });

  test('go on when channels that hold too little to say so have emptied', () => {
    const desk = new Desk();
    const friends = [1, 2].map((i) => desk.meet(i, 1_000));
    for (const friend of friends) {
      friend.link.bufferedBytes = BLOCK_BYTES;
      desk.add(friend, block(7));
    }
    expect([desk.log.splice(0), desk.timers.length]).toEqual([['1 gets 7'], 1]);
    for (const friend of friends) friend.link.bufferedBytes = 0;
    desk.timers.shift()?.();
    expect([desk.log, desk.timers.length]).toEqual([['2 gets 7'], 0]);
  });

  test('of what few have go before what is needed as soon', () => {
    expect([rareSoonerMs(1_000, 0, 10), rareSoonerMs(1_000, 10, 10)]).toEqual([200, 1_000]);
  });

  test('of a peer that left are forgotten', () => {
    const desk = new Desk();
    const friend = desk.meet(1, 0);
    desk.ask(3, friend);
    desk.uploads.left(friend.id);
    desk.drain();
    expect(desk.log).toEqual([]);
  });
});

describe('the upload rate', () => {
  /** Bytes sent in each second, in steps of 20 ms, to a peer who asks all the time, on a line of `line` bytes per ms. */
  function sent(rate: UploadRate, line: number, fromMs = 0, forMs = 20_000): number[] {
    const perSecond: number[] = [];
    let buffered = 0;
    for (let now = fromMs; now < fromMs + forMs; now += 20) {
      buffered = Math.max(0, buffered - 20 * line);
      while (buffered < rate.mostBuffered && rate.waitMs(now) === 0) {
        rate.spent(BLOCK_BYTES);
        buffered += BLOCK_BYTES;
        perSecond[Math.floor(now / 1_000)] = (perSecond[Math.floor(now / 1_000)] ?? 0) + BLOCK_BYTES;
      }
      rate.look(now, buffered, buffered >= rate.mostBuffered);
    }
    return perSecond;
  }

  test('keeps to the page’s limit', () => {
    const all = sent(new UploadRate(100), 1_000);
    for (const second of all.slice(1)) expect(Math.abs(second - 100_000)).toBeLessThan(2 * BLOCK_BYTES);
  });

  test('leaves room on the line, as far as it is measured', () => {
    const lately = sent(new UploadRate(Infinity), 125).slice(10);
    const mean = lately.reduce((sum, second) => sum + second, 0) / lately.length;
    expect(mean).toBeLessThan(125_000);
    expect(mean).toBeGreaterThan(90_000);
  });

  test('tells what the line carries once channels were full', () => {
    const rate = new UploadRate(Infinity);
    const before = rate.bitsPerSecond;
    sent(rate, 125);
    expect(before).toBeNull();
    expect(rate.bitsPerSecond).toBeGreaterThan(900_000);
    expect(rate.bitsPerSecond).toBeLessThan(1_250_000);
  });

  test('is not taken for less because the line was idle for most of the time', () => {
    const rate = new UploadRate(Infinity);
    for (let now = 0; now < 10_000; now += 500) {
      rate.look(now, 0, false);
      rate.spent(40_000);
      rate.look(now, 40_000, true);
      rate.look(now + 160, 20_000, false);
      rate.look(now + 400, 0, false);
    }
    expect(rate.bitsPerSecond).toBe(1_000_000);
  });

  test('is not taken for less because the page hears late of what left', () => {
    const rate = new UploadRate(Infinity);
    for (let now = 0; now < 10_000; now += 500) {
      rate.look(now, 0, false);
      rate.spent(65_536);
      for (let later = 0; later < 100; later += 20) rate.look(now + later, 65_536 + later, true);
      rate.look(now + 100, 0, false);
    }
    expect([rate.bitsPerSecond, rate.cap]).toEqual([null, Infinity]);
  });

  /** How late a page is, and was. */
  class Page {
    lagMs = 0;
    lateAtMs = -Infinity;
    readonly lateness = { lagMs: () => this.lagMs, lateAtMs: () => this.lateAtMs };
  }

  test('is not measured by a page that is late, or was a moment ago', () => {
    const page = new Page();
    const rate = new UploadRate(Infinity, page.lateness);
    const known: (number | null)[] = [];
    for (let now = 0; now < 60_000; now += 10_000) {
      page.lateAtMs = now;
      sent(rate, 50, now, 10_000);
      known.push(rate.bitsPerSecond);
    }
    sent(rate, 50, 60_000, 10_000);
    expect([new Set(known), rate.bitsPerSecond]).toEqual([new Set([null]), expect.any(Number)]);
  });

  test('is not measured by what left while the page was late, however long ago', () => {
    const page = new Page();
    const rate = new UploadRate(Infinity, page.lateness);
    page.lateAtMs = 0;
    sent(rate, 50, 0, 900);
    rate.look(20_000, 0, false);
    expect(rate.bitsPerSecond).toBeNull();
  });

  test('that was measured too low comes up again, so far, on a page that is late by turns', () => {
    const page = new Page();
    const rate = new UploadRate(Infinity, page.lateness);
    sent(rate, 60, 0, 3_000);
    const low = rate.cap;
    for (let now = 3_000; now < 123_000; now += 10_000) {
      page.lateAtMs = now;
      sent(rate, 1_000, now, 10_000);
    }
    expect([low, rate.cap]).toEqual([expect.closeTo(51, 0), expect.closeTo(8 * low, 0)]);
  });

  test('that was measured is believed by a page that is late, and sent in larger bursts', () => {
    const page = new Page();
    const rate = new UploadRate(Infinity, page.lateness);
    sent(rate, 125);
    const { cap } = rate;
    page.lagMs = 300;
    let given = 0;
    for (let now = 20_000; now < 40_000; now += 300) {
      rate.look(now, 0, false);
      for (; rate.waitMs(now) === 0; given += BLOCK_BYTES) rate.spent(BLOCK_BYTES);
    }
    expect(rate.cap).toBe(cap);
    expect(given / 20_000).toBeGreaterThan(0.95 * cap);
    expect(given / 20_000).toBeLessThan(1.1 * cap);
  });

  test('that was measured too low comes up again within seconds', () => {
    const rate = new UploadRate(Infinity);
    sent(rate, 50);
    const caps: number[] = [];
    for (let now = 20_000; now < 28_000; now += 100) {
      rate.look(now, 0, false);
      if (rate.waitMs(now) === 0) rate.spent(200_000);
      caps.push(rate.cap);
    }
    expect(caps[0]).toBeLessThan(65);
    expect(caps.at(-1)).toBeGreaterThan(500);
  });

  test('lets a line that is quick take the blocks of a piece at once', () => {
    const rate = new UploadRate(Infinity);
    const before = rate.mostBuffered;
    rate.look(0, 0, false);
    rate.spent(32_768);
    rate.look(0, 32_768, true);
    rate.look(30, 0, false);
    expect([before, rate.mostBuffered]).toEqual([32_768, 65_536]);
  });

  test('lets channels hold more of a page that comes later to fill them again', () => {
    const page = new Page();
    const known = new UploadRate(1_000, page.lateness);
    const quick = new UploadRate(Infinity, page.lateness);
    quick.look(0, 0, false);
    quick.spent(32_768);
    quick.look(0, 32_768, true);
    quick.look(30, 0, false);
    const most = () => [known.mostBuffered, Math.round(quick.mostBuffered)];
    expect(most()).toEqual([100_000, 65_536]);
    page.lagMs = 100;
    expect(most()).toEqual([200_000, 131_072]);
    page.lagMs = 9_000;
    expect(most()).toEqual([500_000, 327_680]);
  });

  test('that turns out quicker while blocks leave lets the next ones go a moment later', () => {
    const desk = new Desk();
    const friend = desk.meet(1, 9);
    for (let i = 0; i < 6; i++) desk.uploads.add(friend, block(i));
    desk.uploads.drain();
    const first = desk.log.length;
    for (let i = 0; i < desk.timers.length; i++) desk.timers[i]?.();
    expect([first, desk.log.length]).toEqual([2, 6]);
  });

  test('has no bound while nothing is measured', () => {
    const rate = new UploadRate(Infinity);
    rate.spent(1e9);
    expect([rate.waitMs(0), rate.cap]).toEqual([0, Infinity]);
  });

  test('holds blocks back until they may go', () => {
    const desk = new Desk(new UploadRate(16));
    desk.ask(16, desk.meet(1, 0));
    desk.uploads.drain();
    const first = desk.log.length;
    desk.now = 10_000;
    desk.timers[0]?.();
    expect([first, desk.timers.length]).toEqual([2, 2]);
    expect(desk.log.length).toBeGreaterThan(first);
  });
});
