import { describe, expect, test } from 'vitest';
import { encode, utf8 } from '../../src/content/bencode';
import { Catalogue } from '../../src/content/catalogue';
import type { PieceIndex } from '../../src/content/ids';
import { parseRecords } from '../../src/content/records';
import { vectors } from '../vectors';
import type { Vector } from '../vectors';

interface Placed {
  readonly path: string;
  readonly size: number;
  readonly firstPiece: number;
  readonly pieces: number;
  readonly padBytes: number;
}

type Layout = Vector<{ readonly pieceLength: number }, { readonly error?: string; readonly files: readonly Placed[]; readonly pieces: number; readonly v1Bytes: number }>;

const byBytes = (a: string, b: string): number => {
  const [left, right] = [utf8(a), utf8(b)];
  const at = left.findIndex((byte, i) => byte !== right[i]);
  return at < 0 ? left.length - right.length : (left[at] ?? 0) - (right[at] ?? -1);
};

/** The records file of a layout's files, none of them a media segment. */
function recordsOf({ input, expect: { files, pieces } }: Layout): Uint8Array {
  const sorted = [...files].sort((a, b) => byBytes(a.path, b.path));
  const records = sorted.map(({ path, size, firstPiece }, i) => {
    const numbers = { duration: 0, epoch: 0, number: 0, part: 0, size };
    const texts = { lines: utf8(''), rendition: utf8(''), uri: utf8(path), root: new Uint8Array(32).fill(i) };
    const record = new Map(Object.entries({ ...numbers, ...texts }).sort(([a], [b]) => (a < b ? -1 : 1)));
    return new Map<string, number | typeof record>([
      ['first piece', firstPiece],
      ['record', record],
    ]);
  });
  return encode(
    new Map<string, Parameters<typeof encode>[0]>([
      ['piece length', input.pieceLength],
      ['pieces', pieces],
      ['records', records],
      ['rendition', utf8('')],
      ['swarm', new Uint8Array(20)],
    ]),
  );
}

describe('the vectors of layouts: a catalogue finds every piece where the torrent has it', () => {
  test.each(vectors<Layout>('layout').filter(({ expect: { error } }) => error === undefined))('$name', (layout) => {
    const { files, pieces, v1Bytes } = layout.expect;
    const file = parseRecords(recordsOf(layout));
    const catalogue = new Catalogue();
    catalogue.add(file);
    const found = Array.from({ length: pieces }, (_, i) => catalogue.at(i as PieceIndex));
    expect(found.map((place) => place && [place.segment.uri, place.piece])).toEqual(
      files.flatMap(({ path, pieces: own }) => Array.from({ length: own }, (_, piece) => [path, piece])),
    );
    const pads = files.map(({ size, pieces: own }) => file.geometry.span(own) - size);
    expect(pads.map((bytes, i) => (i === pads.length - 1 ? 0 : bytes))).toEqual(files.map(({ padBytes }) => padBytes));
    expect(file.geometry.span(pieces) - (pads.at(-1) ?? 0)).toBe(v1Bytes);
  });
});
