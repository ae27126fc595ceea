import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Geometry } from '../../src/content/geometry';
import { swarmId } from '../../src/content/ids';
import type { Bytes } from '../../src/content/ids';
import { webCryptoDigest } from '../../src/content/digest';
import { Merkle } from '../../src/content/merkle';
import type { Segment } from '../../src/content/records';
import { Store } from '../../src/content/store';
import { Counters } from '../../src/engine/counters';
import { openDisk } from '../../src/engine/disk';
import type { Disk, Folder } from '../../src/engine/disk';
import { Downloads } from '../../src/engine/downloads';
import { later, laterFrom } from '../../src/engine/later-from';
import { DiskShelf } from '../../src/engine/shelf';
import { randomBytes, seeded } from '../random';
import { segment as sampleSegment } from '../schedule/scene';
import { age, folderAt } from './folder';

const SIZE = 100_000;
const geometry = new Geometry(65_536);
const film = swarmId('ab'.repeat(20));
const other = swarmId('cd'.repeat(20));

let path: string;
let segments: Segment[];
let bytes: Bytes[];
let merkle: Merkle;

beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), 'disk-'));
  const digest = webCryptoDigest();
  if (digest === null) throw new Error('this test needs WebCrypto');
  merkle = new Merkle(digest, geometry);
  bytes = Array.from({ length: 4 }, (_, i) => randomBytes(seeded(i + 1), SIZE));
  segments = await Promise.all(bytes.map(async (one, i) => ({ ...sampleSegment(i), sizeBytes: SIZE, pieces: 2, root: (await merkle.segment(one)).root })));
});

afterEach(() => rm(path, { recursive: true }));

async function opened(swarm = film, mostBytes?: number): Promise<Disk> {
  const disk = await openDisk(swarm, mostBytes, () => Promise.resolve(folderAt(path)));
  if (disk === null) throw new Error('it does not open');
  return disk;
}

async function keepAll(disk: Disk): Promise<void> {
  segments.forEach(({ root }, i) => disk.keep(root, () => bytes[i] ?? null));
  await disk.settled();
}

/** A viewer that has nothing yet, and what it offers. */
function newcomer() {
  const offered: string[] = [];
  const store = new Store(1e7);
  const downloads = new Downloads(geometry, merkle, store, new Counters(), {
    now: () => 0,
    spare: () => 0,
    verified: (segment, piece) => offered.push(`${segment.number}/${piece}`),
    evicted: () => undefined,
    lied: () => undefined,
    webseedWrong: () => undefined,
    again: () => undefined,
  });
  const take = async (segment: Segment, read: Bytes) => ((await downloads.restore(segment, read)) ? ('right' as const) : ('wrong' as const));
  return { offered, store, take };
}

const files = (swarm = film) => readdir(join(path, 'cordwood', swarm));

describe('a viewer who comes back', () => {
  test('has and offers at once what was kept', async () => {
    await keepAll(await opened());
    const { offered, store, take } = newcomer();
    await (await opened()).restore(segments, take);
    expect(offered).toEqual(['1/0', '1/1', '2/0', '2/1', '3/0', '3/1', '4/0', '4/1']);
    expect(store.bytesHeld).toBe(4 * SIZE);
  });

  test('neither shows nor offers what was changed on disk, and it is dropped', async () => {
    await keepAll(await opened());
    const [first, second, third] = segments;
    if (first === undefined || second === undefined || third === undefined) throw new Error('no segments');
    await writeFile(join(path, 'cordwood', film, first.root), bytes[1] ?? '');
    await writeFile(join(path, 'cordwood', film, second.root), '');
    await rm(join(path, 'cordwood', film, third.root));
    const { offered, take } = newcomer();
    await (await opened()).restore(segments, take);
    expect([offered, await files()]).toEqual([['4/0', '4/1'], [segments[3]?.root]]);
  });

  test('takes no more than there is room for', async () => {
    await keepAll(await opened());
    const taken: number[] = [];
    await (await opened()).restore(segments, ({ number }) => Promise.resolve(taken.push(number) < 2 ? 'right' : 'full'));
    expect([taken, (await files()).length]).toEqual([[1, 2], 4]);
  });
});

describe('what is kept', () => {
  test('is bounded over all titles, the oldest leaving first', async () => {
    await keepAll(await opened(other, 6 * SIZE));
    for (const [i, { root }] of segments.entries()) await age(join(path, 'cordwood', other, root), 1_000 - i);
    const disk = await opened(film, 6 * SIZE);
    expect(disk.bytesHeld).toBe(4 * SIZE);
    await keepAll(disk);
    expect([disk.bytesHeld, (await files()).length, (await files(other)).sort()]).toEqual([6 * SIZE, 4, segments.slice(0, 2).map(({ root }) => root).sort()]);
  });

  test('is brought within a smaller bound when it is opened', async () => {
    await keepAll(await opened());
    expect((await opened(film, 2 * SIZE)).bytesHeld).toBe(2 * SIZE);
    expect((await files()).length).toBe(2);
  });

  test('is written once, and not at all when it is gone from memory by then', async () => {
    const disk = await opened();
    const [first, second] = segments;
    if (first === undefined || second === undefined) throw new Error('no segments');
    let reads = 0;
    const read = () => (reads++, bytes[0] ?? null);
    disk.keep(first.root, read);
    disk.keep(first.root, read);
    disk.keep(second.root, () => null);
    await disk.settled();
    disk.keep(first.root, read);
    await disk.settled();
    expect([reads, await files(), disk.bytesHeld]).toEqual([1, [first.root], SIZE]);
  });

  test('is not added to after the end', async () => {
    const disk = await opened();
    disk.close();
    await keepAll(disk);
    expect(await files()).toEqual([]);
  });
});

test('a full disk ends keeping, and nothing else', async () => {
  const disk = await opened();
  await rm(join(path, 'cordwood'), { recursive: true });
  await expect(keepAll(disk)).resolves.toBeUndefined();
  expect(disk.bytesHeld).toBe(0);
});

test('where there is no private file system nothing is kept, in silence', async () => {
  const refused = (): Promise<Folder> => Promise.reject(new DOMException('not here', 'SecurityError'));
  expect(await openDisk(film, SIZE, refused)).toBeNull();
  expect(await openDisk(film)).toBeNull();
});

describe('a shelf', () => {
  test('hands out and keeps once the disk is open', async () => {
    await new DiskShelf(opened()).keep(segments[0] ?? sampleSegment(0), () => bytes[0] ?? null);
    await expect.poll(() => files(), { timeout: 60_000 }).toHaveLength(1);
    const { offered, take } = newcomer();
    await new DiskShelf(opened()).restore(segments, take);
    expect(offered).toEqual(['1/0', '1/1']);
  });

  test('without a disk is empty', async () => {
    const shelf = new DiskShelf(Promise.resolve(null));
    await shelf.keep(sampleSegment(0), () => null);
    await expect(shelf.restore(segments, () => Promise.resolve('right'))).resolves.toBeUndefined();
    shelf.close();
  });
});

describe('the code that is needed later', () => {
  test('is what its entry says', async () => {
    laterFrom(() => import('../../src/engine/later'));
    expect((await later())?.openDisk).toBe(openDisk);
  });

  test('that cannot be loaded is missing, in silence', async () => {
    laterFrom(() => Promise.reject(new TypeError('no such file')));
    expect(await later()).toBeNull();
  });
});
