import { beforeEach, expect, test } from 'vitest';
import type { Bytes } from '../../src/content/ids';
import { Outbox } from '../../src/wire/outbox';

let writes: number[][];
let outbox: Outbox;

beforeEach(() => {
  writes = [];
  outbox = new Outbox((bytes) => void writes.push([...bytes]));
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

test('what leaves at once takes along what was said before', async () => {
  outbox.later(bytes(1));
  outbox.soon(bytes(2));
  outbox.now(bytes(3));
  expect(writes).toEqual([[1, 2, 3]]);
  await turn();
  expect(writes).toEqual([[1, 2, 3]]);
});

test('a write is no larger than every peer takes', () => {
  for (let i = 0; i < 5; i++) outbox.later(new Uint8Array(16_000));
  outbox.flush();
  expect(writes.map(({ length }) => length)).toEqual([32_000, 32_000, 16_000]);
});

test('what waits leaves when it is flushed, and nothing leaves when nothing waits', () => {
  outbox.later(bytes(1));
  outbox.flush();
  outbox.flush();
  expect(writes).toEqual([[1]]);
});
