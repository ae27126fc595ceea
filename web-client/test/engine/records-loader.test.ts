import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { swarmId, unhex } from '../../src/content/ids';
import { webCryptoDigest } from '../../src/content/digest';
import { loadRecords, readAllRecords, recordsAddress } from '../../src/engine/records-loader';
import { parseJoined } from '../../src/net/join';
import type { Joined, RecordsSource } from '../../src/net/join';
import { serve } from '../server';
import { vectors } from '../vectors';
import type { Vector } from '../vectors';
import { JOINED } from './page';

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

test('a records file is taken only when it is the one whose hash the node gave, and of this title (row 18)', async () => {
  const good = vectors<Vector<string, { file?: { swarm: string; pieceLength: number; pieces: number; rendition: string } }>>('records-file').find(({ expect: { file } }) => file !== undefined);
  const digest = webCryptoDigest();
  if (good?.expect.file === undefined || digest === null) throw new Error('this test needs a vector and WebCrypto');
  const { swarm, pieceLength, pieces, rendition } = good.expect.file;
  const bytes = unhex(good.input);
  const server = await serve((request, response) => {
    const sent = Buffer.from(bytes);
    if (request.url === '/changed') sent.writeUInt8(sent.readUInt8(sent.length - 2) ^ 1, sent.length - 2);
    response.setHeader('Connection', 'close').end(sent);
  });
  const load = (path: string, joined: Partial<Joined> = {}) => {
    const named = { rendition, url: server.base + path, sha256: createHash('sha256').update(bytes).digest('hex'), sizeBytes: bytes.length };
    const answer = { ...parseJoined(JOINED, 0), swarm: swarmId(swarm), pieceLength, pieces, ...joined };
    return loadRecords(named.url, named, answer, digest, new AbortController().signal);
  };
  await expect(load('same')).resolves.toMatchObject({ file: { rendition }, bytes: bytes.length });
  await expect(load('changed')).rejects.toThrow('another hash');
  await expect(load('same', { swarm: swarmId('12'.repeat(20)) })).rejects.toThrow('another title');
  await expect(load('same', { pieces: pieces + 1 })).rejects.toThrow('another title');
  await server.close();
});
