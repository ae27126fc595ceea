import { describe, expect, test } from 'vitest';
import { Geometry, blockAt, blockRange, blocks } from '../../src/content/geometry';
import { ContentError } from '../../src/content/ids';
import type { PieceInSegment } from '../../src/content/ids';
import { vectors } from '../vectors';
import type { Vector } from '../vectors';

interface Expected {
  readonly error?: string;
  readonly pieces: number;
  readonly lastPieceBytes: number;
  readonly lastPieceBlocks: number;
  readonly lastBlockBytes: number;
  readonly padBytes: number;
}

describe('the vectors of geometry', () => {
  test.each(vectors<Vector<{ size: number; pieceLength: number }, Expected>>('geometry'))('$name', ({ input, expect: expected }) => {
    if (expected.error !== undefined) {
      expect(() => new Geometry(input.pieceLength).pieces(input.size)).toThrow(ContentError);
      return;
    }
    const geometry = new Geometry(input.pieceLength);
    const last = (geometry.pieces(input.size) - 1) as PieceInSegment;
    const lastPieceBytes = geometry.pieceBytes(input.size, last);
    const lastBlock = blockRange(lastPieceBytes, blocks(lastPieceBytes) - 1);
    expect({
      pieces: geometry.pieces(input.size),
      lastPieceBytes,
      lastPieceBlocks: blocks(lastPieceBytes),
      lastBlockBytes: lastBlock.end - lastBlock.start,
      padBytes: geometry.span(geometry.pieces(input.size)) - input.size,
    }).toEqual(expected);
  });
});

test('pieces cover a segment without gap or overlap', () => {
  const geometry = new Geometry(65_536);
  for (const size of [1, 65_535, 65_536, 65_537, 131_072, 500_000]) {
    let at = 0;
    for (const piece of geometry.each(size)) {
      const range = geometry.pieceRange(size, piece);
      expect(range.start).toBe(at);
      expect(geometry.pieceAt(range.start)).toBe(piece);
      expect(geometry.pieceAt(range.end - 1)).toBe(piece);
      at = range.end;
    }
    expect(at).toBe(size);
  }
});

test('a piece beyond its segment is refused', () => {
  expect(() => new Geometry(65_536).pieceRange(65_536, 1 as PieceInSegment)).toThrow(ContentError);
});

test('a block begins at a multiple of its length only', () => {
  expect([blockAt(0), blockAt(16_384), blockAt(1)]).toEqual([0, 1, -1]);
});
