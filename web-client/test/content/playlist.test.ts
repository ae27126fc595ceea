import { beforeAll, describe, expect, test } from 'vitest';
import { extended, readLivePlaylist, writePlaylist } from '../../src/content/playlist';
import type { LivePlaylist } from '../../src/content/playlist';
import { Station } from '../live/station';
import { seeded } from '../random';

let station: Station;

beforeAll(async () => {
  station = await Station.make(seeded(1));
});

function read(text: string): LivePlaylist {
  const playlist = readLivePlaylist(text);
  if (playlist === null) throw new Error('not a live playlist');
  return playlist;
}

/** As players read it: without the tags that only viewers' engines read. */
const plain = (text: string) => text.split('\n').filter((line) => !line.startsWith('#EXT-X-CORDWOOD-RECORD:')).join('\n');

/** The segments' lines and what says which they are. */
const sequence = (text: string) => plain(text).split('\n').filter((line) => /^#EXT-X-(MEDIA|DISCONTINUITY)-SEQUENCE:|^#EXTINF|^#EXT-X-(MAP|DISCONTINUITY$|PROGRAM)|^[^#]/.test(line));

test('a playlist rebuilt from records is the one its webseed writes, whatever the epochs, at every step and in every window', async () => {
  const random = seeded(2);
  for (const window of [3, 5, 10]) {
    const channel = await Station.make(random);
    const texts: string[] = [];
    let epoch = 0;
    for (let number = 1; number <= 40; number++) {
      const restarts = number > 1 && random() < 0.15;
      if (restarts) epoch++;
      const changes = restarts || number === 1 || random() < 0.1;
      const above = [...(restarts ? ['#EXT-X-DISCONTINUITY'] : []), ...(changes ? [`#EXT-X-MAP:URI="${epoch}-init${restarts || number === 1 ? '' : `-${number}`}.mp4"`] : [])];
      await channel.publish(number, { epoch, above, sizeBytes: 100 });
      texts.push(channel.playlist('480p', window));
    }
    for (let from = 0; from < 39; from++) {
      for (const to of [from + 1, Math.min(39, from + 1 + Math.floor(random() * 12))]) {
        // Until a playlist has slid, nobody knows how long it may become.
        if (from < window && to >= window) continue;
        const more = channel.segments.slice(from + 1, to + 1).map(({ segment }) => ({ number: segment.number, lines: segment.lines.split('\n') }));
        expect(sequence(writePlaylist(extended(read(texts[from] ?? ''), more)))).toEqual(sequence(texts[to] ?? ''));
      }
    }
  }
});

describe('a playlist', () => {
  test('that is read and written is as players read it', async () => {
    for (let number = 1; number <= 15; number++) await station.publish(number, { sizeBytes: 100, above: number === 1 ? ['#EXT-X-MAP:URI="0-init.mp4"'] : [] });
    const lines = (text: string) => [...plain(text).split('\n')].sort();
    expect(lines(writePlaylist(read(station.playlist())))).toEqual(lines(station.playlist()));
    expect(read(station.playlist()).records).toHaveLength(10);
  });

  test('with an end keeps it', () => {
    station.ended = true;
    expect(writePlaylist(read(station.playlist()))).toContain('\n#EXT-X-ENDLIST\n');
    station.ended = false;
  });

  test('grows until it has slid once', async () => {
    const channel = await Station.make(seeded(3));
    for (let number = 1; number <= 3; number++) await channel.publish(number, { sizeBytes: 100 });
    const playlist = extended(read(channel.playlist()), [{ number: 4, lines: ['#EXTINF:2.000,', '0-4.m4s'] }]);
    expect(playlist.entries.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
  });

  test.each([
    ['no playlist', '<html>'],
    ['a master playlist', '#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n480p/index.m3u8\n'],
    ['a film’s', '#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\nsegment1.m4s\n'],
    ['one without a target', '#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:4\n#EXTINF:4,\n0-4.m4s\n'],
    ['one whose sequence is not its first number', '#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXT-X-MEDIA-SEQUENCE:3\n#EXTINF:4,\n0-4.m4s\n'],
  ])('that is %s is not rebuilt', (_, text) => {
    expect(readLivePlaylist(text)).toBeNull();
  });

  test('of arbitrary lines is read or is none', () => {
    const random = seeded(4);
    const head = ['#EXTM3U', '#EXT-X-TARGETDURATION:2', '#EXT-X-MEDIA-SEQUENCE:1'];
    const parts = ['#EXTINF:2,', '0-1.m4s', '0-2.m4s', '', '#EXT-X-MAP:URI="x"', '#EXT-X-ENDLIST', '#EXT-X-CORDWOOD-RECORD:AA', '\u0000', 'x'];
    let reads = 0;
    for (let run = 0; run < 3_000; run++) {
      const tail = Array.from({ length: Math.floor(random() * 6) }, () => parts[Math.floor(random() * parts.length)]);
      const playlist = readLivePlaylist([...head, ...tail].join('\n'));
      if (playlist === null) continue;
      reads++;
      expect(readLivePlaylist(writePlaylist(playlist))?.entries).toEqual(playlist.entries);
    }
    expect(reads).toBeGreaterThan(500);
  });
});
