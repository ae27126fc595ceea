import { describe, expect, test } from 'vitest';
import { BencodeError } from '../../src/content/bencode';
import { Catalogue } from '../../src/content/catalogue';
import { ContentError, unhex } from '../../src/content/ids';
import type { PieceIndex, PieceInSegment } from '../../src/content/ids';
import { parseRecords, torrentPiece } from '../../src/content/records';
import type { RecordsFile } from '../../src/content/records';
import { randomBytes, seeded } from '../random';
import { vectors } from '../vectors';
import type { Vector } from '../vectors';

interface ExpectedFile {
  readonly pieceLength: number;
  readonly pieces: number;
  readonly rendition: string;
  readonly swarm: string;
  readonly records: readonly { readonly firstPiece: number; readonly record: Readonly<Record<string, unknown>> }[];
}

const cases = vectors<Vector<string, { file?: ExpectedFile }>>('records-file');

function view(file: RecordsFile): ExpectedFile {
  return {
    pieceLength: file.geometry.pieceLength,
    pieces: file.pieces,
    rendition: file.rendition,
    swarm: file.swarm,
    records: file.segments.map(({ firstPiece, durationMs, epoch, lines, number, part, rendition, root, sizeBytes, uri }) => ({
      firstPiece,
      record: { durationMs, epoch, lines, number, part, rendition, root, size: sizeBytes, uri },
    })),
  };
}

describe('the vectors of records files', () => {
  test.each(cases)('$name', ({ input, expect: { file } }) => {
    if (file === undefined) expect(() => parseRecords(unhex(input))).toThrow();
    else expect(view(parseRecords(unhex(input)))).toEqual(file);
  });
});

interface RecordCase {
  readonly name: string;
  readonly input: string;
  readonly expect: { readonly record?: unknown; readonly error?: string };
}

describe('the vectors of records, each in a file of its own', () => {
  const around = (record: string): Uint8Array => {
    const rendition = /393a72656e646974696f6e([0-9a-f]*?)343a726f6f74/.exec(record)?.[1] ?? '303a';
    const head = ascii('d12:piece lengthi65536e6:piecesi1000e7:recordsld11:first piecei0e6:record');
    return unhex(`${head}${record}${ascii('ee9:rendition')}${rendition}${ascii('5:swarm20:')}${'00'.repeat(20)}65`);
  };
  test.each(vectors<RecordCase>('record'))('$name', ({ input, expect: { record } }) => {
    if (record === undefined) expect(() => parseRecords(around(input))).toThrow();
    else expect(parseRecords(around(input)).segments).toHaveLength(1);
  });
});

function ascii(text: string): string {
  return Array.from(text, (character) => character.charCodeAt(0).toString(16).padStart(2, '0')).join('');
}

test('a file with a changed byte is read or refused, never anything else', () => {
  const random = seeded(11);
  const original = unhex(cases[0]?.input ?? '');
  for (let i = 0; i < 3_000; i++) {
    const bytes = original.slice();
    bytes.set(randomBytes(random, 1), Math.floor(random() * bytes.length));
    try {
      parseRecords(bytes);
    } catch (error) {
      expect(error instanceof ContentError || error instanceof BencodeError).toBe(true);
    }
  }
});

test('the piece hashes of a rendition lie in the order of its records, those of a single piece left out', () => {
  const lists = cases.flatMap(({ input, expect: { file } }) => (file === undefined ? [] : [parseRecords(unhex(input)).segments]));
  for (const segments of lists) {
    segments.forEach(({ hashesAt }, i) => {
      const before = segments.slice(0, i).filter(({ pieces }) => pieces > 1);
      expect(hashesAt).toBe(before.reduce((sum, { pieces }) => sum + 32 * pieces, 0));
    });
  }
  expect(lists.flat().some(({ hashesAt }) => hashesAt > 0)).toBe(true);
});

test('a catalogue finds segments by address, time and piece', () => {
  const file = parseRecords(unhex(cases[0]?.input ?? ''));
  const catalogue = new Catalogue();
  expect(catalogue.mediaPieces()).toBeNull();
  catalogue.add(file);
  const media = file.segments.filter((segment) => segment.number > 0);
  const [first, second] = media;
  if (first === undefined || second === undefined) throw new Error('the vector has two segments');
  expect(catalogue.find(first.uri)).toBe(first);
  expect(catalogue.between(file.rendition, 0, first.durationMs)).toEqual([first]);
  expect(catalogue.between(file.rendition, first.durationMs, 1e9)).toEqual(media.slice(1));
  for (const segment of file.segments) {
    for (let piece = 0; piece < segment.pieces; piece++) {
      const index = torrentPiece(segment, piece as PieceInSegment);
      expect(catalogue.at(index)).toEqual({ segment, piece });
    }
  }
  expect(catalogue.at(file.pieces as PieceIndex)).toBeNull();
  expect(catalogue.mediaPieces()).toBe(media.reduce((sum, segment) => sum + segment.pieces, 0));
});
