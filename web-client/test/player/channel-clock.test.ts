import { describe, expect, test } from 'vitest';
import { ChannelClock } from '../../src/player/channel-clock';

const details = (live: boolean, first: number, count = 5) => ({ live, fragments: Array.from({ length: count }, (_, i) => ({ url: `https://seed/480p/0-${first + i}.m4s`, start: 100 + 2 * i })) });
/** Segment n begins at 2 000 · n; those above `known` are not known yet. */
const engine = (known: number) => (url: string) => {
  const number = Number(/0-(\d+)\.m4s/.exec(url)?.[1]);
  return number <= known ? 2_000 * number : null;
};

describe('a channel’s time', () => {
  test('is told from the newest fragment whose place in it is known', () => {
    expect(new ChannelClock().aheadMs(details(true, 500), engine(502))).toBe(1_004_000 - 104_000);
  });

  test('is the same whichever level’s playlist is read, and stays when nothing is known of the newest ones', () => {
    const clock = new ChannelClock();
    expect(clock.aheadMs(details(true, 500), engine(504))).toBe(900_000);
    expect(clock.aheadMs(details(true, 600), engine(504))).toBe(900_000);
    expect(clock.aheadMs(undefined, engine(0))).toBe(900_000);
  });

  test('is not told before anything is known of it', () => {
    const clock = new ChannelClock();
    expect(clock.aheadMs(details(true, 500), engine(0))).toBeNull();
    expect(clock.aheadMs(details(true, 500), engine(500))).toBe(900_000);
  });

  test('goes on when the channel has ended', () => {
    const clock = new ChannelClock();
    clock.aheadMs(details(true, 500), engine(504));
    expect(clock.aheadMs(details(false, 500), engine(0))).toBe(900_000);
  });

  test('of a film is the element’s', () => {
    expect([new ChannelClock().aheadMs(undefined, engine(0)), new ChannelClock().aheadMs(details(false, 1), engine(0))]).toEqual([0, 0]);
  });
});
