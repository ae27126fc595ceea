import { describe, expect, test } from 'vitest';
import { announcement, behind, bytes, clock, company, otherViewers, percent, spokenLength, whoBroughtWhat } from '../../pages/words';
import type { Company, Share } from '../../pages/words';

const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

test.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [999, '999 bytes'],
  [1_000, '1.0 kB'],
  [12_440_000, '12.4 MB'],
  [99_940_000, '99.9 MB'],
  [99_960_000, '100 MB'],
  [999_600_000, '1.0 GB'],
  [1_340_000_000, '1.3 GB'],
  [5e15, '5000 TB'],
])('%i bytes are %s', (count, words) => expect(plain(bytes(count))).toBe(words));

test.each([
  [0, '0 %'],
  [0.001, 'less than 1 %'],
  [0.014, '1 %'],
  [0.784, '78 %'],
  [0.999, 'more than 99 %'],
  [1, '100 %'],
])('a part of %f is %s', (part, words) => expect(plain(percent(part))).toBe(words));

test.each([
  [0, '0:00', '0 seconds'],
  [7_400, '0:07', '7 seconds'],
  [61_000, '1:01', '1 minute 1 second'],
  [96_000, '1:36', '1 minute 36 seconds'],
  [120_000, '2:00', '2 minutes'],
  [3_723_000, '1:02:03', '1 hour 2 minutes'],
  [7_200_000, '2:00:00', '2 hours'],
  [-5, '0:00', '0 seconds'],
])('%i ms are %s, spoken %s', (ms, written, spoken) => {
  expect(clock(ms)).toBe(written);
  expect(spokenLength(ms)).toBe(spoken);
});

describe('who brought what', () => {
  const say = (share: Partial<Share>): string =>
    plain(whoBroughtWhat({ fromViewersBytes: 0, fromWebseedBytes: 0, toOthersBytes: 0, givers: 0, ...share }));

  test('names both sources and what this viewer brought', () =>
    expect(say({ fromViewersBytes: 78e6, fromWebseedBytes: 22e6, toOthersBytes: 12.4e6, givers: 3 })).toBe(
      '78 % of what you watched came from 3 other viewers, 22 % from the webseed; you brought 12.4 MB to others.',
    ));

  test('speaks of one viewer in the singular', () =>
    expect(say({ fromViewersBytes: 1e6, fromWebseedBytes: 1e6, givers: 1 })).toBe(
      '50 % of what you watched came from 1 other viewer, 50 % from the webseed; you have brought nothing to others yet.',
    ));

  test('does not count viewers it cannot count', () =>
    expect(say({ fromViewersBytes: 1e6, fromWebseedBytes: 1e6, toOthersBytes: 1 })).toBe(
      '50 % of what you watched came from other viewers, 50 % from the webseed; you brought 1 byte to others.',
    ));

  test('begins a sentence with a capital', () =>
    expect(say({ fromViewersBytes: 1, fromWebseedBytes: 1e6, givers: 1 })).toMatch(
      /^Less than 1 % of what you watched came from 1 other viewer, more than 99 % from the webseed;/,
    ));

  test('says that nothing came', () => expect(say({})).toBe('Nothing has come yet; you have brought nothing to others yet.'));

  test('says when everything came from one side', () => {
    expect(say({ fromWebseedBytes: 5 })).toMatch(/^Everything so far came from the webseed;/);
    expect(say({ fromViewersBytes: 5, givers: 2 })).toMatch(/^Everything so far came from 2 other viewers;/);
  });
});

describe('company', () => {
  const say = (change: Partial<Company>): string =>
    company({ connected: 0, connecting: 0, signaling: 'open', reason: null, ...change });

  test('counts the viewers near', () => {
    expect(say({ connected: 1 })).toBe('You are connected to 1 other viewer.');
    expect(say({ connected: 4, reason: 'old news' })).toBe('You are connected to 4 other viewers.');
  });

  test('gives the reason why there is none, as a sentence', () => {
    const http = ' The film comes from the webseed, as on any other site.';
    expect(say({ reason: 'this browser has no WebRTC' })).toBe(`This browser has no WebRTC.${http}`);
    expect(say({ reason: 'The ticket was refused.' })).toBe(`The ticket was refused.${http}`);
  });

  test('tells reaching out, asking, losing the node, not sharing and being alone apart', () => {
    const said = [
      say({ connecting: 2 }),
      say({ signaling: 'connecting' }),
      say({ signaling: 'lost' }),
      say({ signaling: 'off' }),
      say({}),
    ];
    expect(said[0]).toBe('Reaching out to 2 other viewers…');
    expect(new Set(said).size).toBe(5);
  });
});

test('one other viewer is singular, none and several are plural', () => {
  expect([0, 1, 2].map(otherViewers)).toEqual(['0 other viewers', '1 other viewer', '2 other viewers']);
});

test('what is read out changes in steps of ten only', () => {
  const share = (viewers: number): Share => ({ fromViewersBytes: viewers, fromWebseedBytes: 100 - viewers, toOthersBytes: 0, givers: 1 });
  expect(announcement(share(76), 1)).toBe('About 80 percent of the film came from other viewers. 1 other viewer near.');
  expect(announcement(share(84), 1)).toBe(announcement(share(76), 1));
  expect(announcement(share(84), 0)).toContain('No other viewer is near.');
  expect(announcement({ ...share(0), fromWebseedBytes: 0 }, 0)).toBe('');
});

describe('how far a channel is behind', () => {
  test.each([
    [0, ''],
    [0.2, '0 seconds behind'],
    [1.2, '1 second behind'],
    [6.4, '6 seconds behind'],
  ])('%d seconds', (seconds, words) => {
    expect(behind(seconds)).toBe(words);
  });
});
