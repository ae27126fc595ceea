import { describe, expect, test } from 'vitest';
import { needsFullHls, pinnedLevel, renditionOf, titleOf } from '../../src/player/address';

const BASE = 'https://page.example/films/';
const MASTER = 'https://seed.example/t/demo/logs/master.m3u8';

describe('the title of an address', () => {
  test.each([
    ['https://seed.example/t/demo/logs/master.m3u8', 'demo/logs'],
    ['https://seed.example/sub/t/demo/two-logs/a/b.m3u8?t=1', 'demo/two-logs'],
    ['/t/demo/logs/master.m3u8', 'demo/logs'],
    ['https://seed.example/t/t/t/master.m3u8', 't/t'],
    ['https://seed.example/t/a/b/t/demo/logs/master.m3u8', 'demo/logs'],
  ])('%s is %s', (src, title) => expect(titleOf(src, BASE)).toBe(title));

  test.each(['https://seed.example/films/master.m3u8', 'https://seed.example/t/Demo/logs/master.m3u8', 'http://', 't/demo/logs'])(
    '%s has none',
    (src) => expect(titleOf(src, BASE)).toBeNull(),
  );
});

describe('the rendition of a playlist', () => {
  test('is the folder it lies in', () =>
    expect(renditionOf('https://seed.example/t/demo/logs/720p/index.m3u8', MASTER)).toBe('720p'));
  test('is the last folder, unescaped, without the query', () =>
    expect(renditionOf('https://seed.example/t/demo/logs/v/High%20One/index.m3u8?x=/y/', MASTER)).toBe('High One'));
  test('is empty beside the master playlist', () =>
    expect(renditionOf('https://seed.example/t/demo/logs/720p.m3u8', MASTER)).toBe(''));
});

describe('the full hls.js', () => {
  test('is needed for audio or subtitles of their own', () => {
    expect(needsFullHls('#EXTM3U\n#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="en",URI="a/index.m3u8"\n')).toBe(true);
    expect(needsFullHls('#EXTM3U\n#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="s",NAME="en",URI="s/index.m3u8"\r\n')).toBe(true);
  });
  test('is not needed for audio that is muxed, closed captions or no groups at all', () => {
    expect(needsFullHls('#EXTM3U\n#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="en"\n')).toBe(false);
    expect(needsFullHls('#EXTM3U\n#EXT-X-MEDIA:TYPE=CLOSED-CAPTIONS,GROUP-ID="c",INSTREAM-ID="CC1"\n')).toBe(false);
    expect(needsFullHls('#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n720p/index.m3u8\n')).toBe(false);
  });
});

describe('a pin', () => {
  const levels = [
    { height: 360, url: ['https://seed.example/t/demo/logs/low/index.m3u8'] },
    { height: 720, url: ['https://seed.example/t/demo/logs/high/index.m3u8'] },
  ];
  test.each([
    ['high', 1],
    ['low', 0],
    ['720p', 1],
    ['360', 0],
    [1, 1],
    ['auto', -1],
    ['', -1],
    [undefined, -1],
    ['1080p', -1],
    ['p', -1],
    [7, -1],
  ])('of %s is level %s', (pin, level) => expect(pinnedLevel(levels, pin, MASTER)).toBe(level));
});
