import { beforeEach, expect, test } from 'vitest';
import type { Bytes } from '../../src/content/ids';
import { Outbox } from '../../src/wire/outbox';

let writes: number[][];
let outbox: Outbox;
let mostBytes: number;

beforeEach(() => {
  writes = [];
  mostBytes = 262_144;
  outbox = new Outbox({
    get mostBytes() {
      return mostBytes;
    },
    send: (bytes) => void writes.push([...bytes]),
  });
});

const bytes = (...numbers: number[]): Bytes => Uint8Array.of(...numbers);
const turn = () => Promise.resolve();

test('what is said in one turn leaves in one write, in its order', async () => {
  outbox.soon(bytes(1, 2));
  outbox.soon(bytes(3));
  expect(writes).toEqual([]);
  await turn();
  expect(writes).toEqual([[1, 2, 3]]);
  outbox.soon(bytes(4));
  await turn();
  expect(writes).toEqual([[1, 2, 3], [4]]);
});

test('what may wait leaves with whatever is said next, and not before', async () => {
  outbox.later(bytes(1));
  await turn();
  expect(writes).toEqual([]);
  outbox.soon(bytes(2));
  await turn();
  expect(writes).toEqual([[1, 2]]);
});

test('the blocks of a piece leave in one write, and a write is no larger than the peer takes', () => {
  const sizes = (): number[] => writes.splice(0).map(({ length }) => length);
  for (let i = 0; i < 5; i++) outbox.later(new Uint8Array(16_397));
  outbox.flush();
  expect(sizes()).toEqual([65_588, 16_397]);
  mostBytes = 65_536;
  for (let i = 0; i < 5; i++) outbox.later(new Uint8Array(16_397));
  outbox.flush();
  expect(sizes()).toEqual([49_191, 32_794]);
});

test('what waits leaves when it is flushed, and nothing leaves when nothing waits', () => {
  outbox.later(bytes(1));
  outbox.flush();
  outbox.flush();
  expect(writes).toEqual([[1]]);
});

test('what goes with any write comes last in it, waits for one, and is parted like the rest', async () => {
  const also = [bytes(8, 8), bytes(9, 9)];
  mostBytes = 5;
  outbox = new Outbox({ mostBytes, send: (all) => void writes.push([...all]) }, () => also.splice(0));
  await turn();
  expect(writes).toEqual([]);
  outbox.soon(bytes(1, 1, 1));
  await turn();
  expect(writes).toEqual([[1, 1, 1, 8, 8], [9, 9]]);
});
