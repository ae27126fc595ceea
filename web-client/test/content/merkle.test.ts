import { describe, expect, test } from 'vitest';
import { Geometry } from '../../src/content/geometry';
import { hex, root, unhex } from '../../src/content/ids';
import { webCryptoDigest } from '../../src/content/digest';
import { Merkle } from '../../src/content/merkle';
import type { Digest } from '../../src/content/digest';
import { vectors } from '../vectors';
import type { Vector } from '../vectors';

function digest(): Digest {
  const made = webCryptoDigest();
  if (made === null) throw new Error('this test needs WebCrypto');
  return made;
}

const counting = (size: number): Uint8Array<ArrayBuffer> => Uint8Array.from({ length: size }, (_, i) => i % 251);

describe('the vectors of trees', () => {
  test.each(vectors<Vector<{ size: number; pieceLength: number }, { root: string; pieceHashes: string[] }>>('merkle'))('$name', async ({ input, expect: expected }) => {
    const made = await new Merkle(digest(), new Geometry(input.pieceLength)).segment(counting(input.size));
    expect(made.root).toBe(expected.root);
    expect(made.pieceHashes.map(hex)).toEqual(expected.pieceHashes);
  });
});

interface Sidecar {
  readonly size: number;
  readonly pieceLength: number;
  readonly root: string;
  readonly sidecar: string;
}

describe('the vectors of piece hashes', () => {
  test.each(vectors<Vector<Sidecar, { pieces?: number }>>('piece-hashes'))('$name', ({ input, expect: { pieces } }) => {
    const geometry = new Geometry(input.pieceLength);
    const taken = new Merkle(digest(), geometry).listed(unhex(input.sidecar), root(input.root), geometry.pieces(input.size));
    expect(taken?.length).toBe(pieces);
  });
});

test('never more than sixteen leaves are hashed at once', async () => {
  let running = 0;
  let most = 0;
  const real = digest();
  const watched: Digest = async (bytes) => {
    most = Math.max(most, ++running);
    const hash = await real(bytes);
    running--;
    return hash;
  };
  await new Merkle(watched, new Geometry(1_048_576)).pieceHash(counting(1_048_576), 2);
  expect(most).toBeLessThanOrEqual(32);
  expect(most).toBeGreaterThan(1);
});
