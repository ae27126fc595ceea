import { expect, test } from 'vitest';
import { readAllRecords, recordsAddress } from '../../src/engine/records-loader';
import type { RecordsSource } from '../../src/net/join';

const source = (rendition: string): RecordsSource => ({ rendition, url: `https://first/${rendition}`, sha256: '', sizeBytes: 1 });
const sources = ['', '360p', '720p'].map(source);

test('what plays is read first, and what failed again after pauses that grow', async () => {
  const loads: string[] = [];
  const pauses: number[] = [];
  let failures = 3;
  await readAllRecords(sources, {
    rendition: () => '720p',
    load: ({ rendition }) => {
      loads.push(rendition);
      return rendition === '720p' && failures-- > 0 ? Promise.reject(new Error('busy')) : Promise.resolve();
    },
    failed: () => undefined,
    pause: (ms) => {
      pauses.push(ms);
      return Promise.resolve();
    },
    random: () => 1,
  });
  expect(loads).toEqual(['720p', '360p', '', '720p', '720p', '720p']);
  expect(pauses).toEqual([1_000, 2_000, 4_000]);
});

test('reading ends when nobody needs records any more', async () => {
  let loads = 0;
  await readAllRecords(sources, {
    rendition: () => null,
    load: () => {
      loads++;
      return Promise.reject(new Error('busy'));
    },
    failed: () => undefined,
    pause: () => Promise.reject(new Error('destroyed')),
    random: () => 0,
  });
  expect(loads).toBe(3);
});

test('a file that failed where the node said is looked for at a webseed of the title', () => {
  const addresses = [0, 1, 2].map((attempt) => recordsAddress(source(''), 'https://other/t/demo/logs/', attempt));
  expect(addresses).toEqual(['https://first/', 'https://other/t/demo/logs/.cordwood/records/_', 'https://first/']);
});
