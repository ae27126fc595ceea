import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { hashOfPair } from '../../src/content/sha256';
import { randomBytes, seeded } from '../random';

test('the hash of two hashes is that of their bytes in a row', () => {
  const random = seeded(7);
  for (let i = 0; i < 500; i++) {
    const [left, right] = [randomBytes(random, 32), randomBytes(random, 32)];
    const expected = createHash('sha256').update(left).update(right).digest('hex');
    expect(Buffer.from(hashOfPair(left, right)).toString('hex')).toBe(expected);
  }
});

test('what is no pair of hashes is refused', () => {
  expect(() => hashOfPair(new Uint8Array(32), new Uint8Array(31))).toThrow('32 bytes');
});
