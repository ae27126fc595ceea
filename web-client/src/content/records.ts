import { decode, text } from './bencode';
import type { Bencoded, BencodedDictionary } from './bencode';
import { Geometry } from './geometry';
import { ContentError, hex } from './ids';
import type { PieceIndex, PieceInSegment, Root, SwarmId } from './ids';

/** A record (docs/PROTOCOL.md §2.1) with its place in the torrent. */
export interface Segment {
  readonly rendition: string;
  /** 1, 2, … in playing order; 0 for what is not a media segment. */
  readonly number: number;
  readonly epoch: number;
  readonly part: number;
  readonly uri: string;
  readonly sizeBytes: number;
  readonly durationMs: number;
  /** Where it begins in its rendition. */
  readonly startMs: number;
  readonly root: Root;
  readonly lines: string;
  readonly firstPiece: PieceIndex;
  readonly pieces: number;
}

/** A records file (docs/PROTOCOL.md §2.2). */
export interface RecordsFile {
  readonly rendition: string;
  readonly swarm: SwarmId;
  readonly geometry: Geometry;
  /** Pieces of the whole torrent. */
  readonly pieces: number;
  readonly segments: readonly Segment[];
}

/** The torrent's index of a segment's piece. */
export function torrentPiece(segment: Segment, piece: PieceInSegment): PieceIndex {
  return (segment.firstPiece + piece) as PieceIndex;
}

/** Reads a records file; throws a {@link ContentError} or BencodeError when anything is not as the protocol says. */
export function parseRecords(bytes: Uint8Array): RecordsFile {
  const file = dictionary(decode(bytes), ['piece length', 'pieces', 'records', 'rendition', 'swarm']);
  const geometry = new Geometry(integer(file, 'piece length', 1));
  const pieces = integer(file, 'pieces', 1);
  const rendition = renditionName(string(file, 'rendition'));
  const list = file.get('records');
  if (!Array.isArray(list)) throw new ContentError('records must be a list');
  let startMs = 0;
  const segments = (list as readonly Bencoded[]).map((element) => {
    const segment = placed(element, rendition, geometry, pieces, startMs);
    startMs += segment.durationMs;
    return segment;
  });
  checkOrder(segments);
  return { rendition, swarm: hex(raw(file, 'swarm', 20)) as SwarmId, geometry, pieces, segments };
}

function placed(element: Bencoded, rendition: string, geometry: Geometry, pieces: number, startMs: number): Segment {
  const outer = dictionary(element, ['first piece', 'record']);
  const record = dictionary(outer.get('record'), ['duration', 'epoch', 'lines', 'number', 'part', 'rendition', 'root', 'size', 'uri']);
  const firstPiece = integer(outer, 'first piece', 0);
  const sizeBytes = integer(record, 'size', 1);
  if (string(record, 'rendition') !== rendition) throw new ContentError('a record of another rendition');
  if (firstPiece + geometry.pieces(sizeBytes) > pieces) throw new ContentError('a record beyond the torrent');
  return {
    rendition,
    number: integer(record, 'number', 0),
    epoch: integer(record, 'epoch', 0),
    part: integer(record, 'part', 0),
    uri: safeUri(string(record, 'uri')),
    sizeBytes,
    durationMs: integer(record, 'duration', 0),
    startMs,
    root: hex(raw(record, 'root', 32)) as Root,
    lines: string(record, 'lines'),
    firstPiece: firstPiece as PieceIndex,
    pieces: geometry.pieces(sizeBytes),
  };
}

function checkOrder(segments: readonly Segment[]): void {
  for (let i = 1; i < segments.length; i++) {
    const [before, after] = [segments[i - 1], segments[i]];
    if (before === undefined || after === undefined) continue;
    if (before.number > after.number || (before.number > 0 && before.number === after.number && before.part >= after.part)) {
      throw new ContentError('records out of order');
    }
  }
}

function dictionary(value: Bencoded | undefined, keys: readonly string[]): BencodedDictionary {
  if (!(value instanceof Map)) throw new ContentError('a dictionary was expected');
  const map = value as BencodedDictionary;
  if (map.size !== keys.length || !keys.every((key) => map.has(key))) throw new ContentError(`a dictionary of ${keys.join(', ')} was expected`);
  return map;
}

function integer(map: BencodedDictionary, key: string, least: number): number {
  const value = map.get(key);
  if (typeof value !== 'number' || value < least) throw new ContentError(`${key} must be an integer of at least ${least}`);
  return value;
}

function raw(map: BencodedDictionary, key: string, length: number): Uint8Array {
  const value = map.get(key);
  if (!(value instanceof Uint8Array) || value.length !== length) throw new ContentError(`${key} must be ${length} bytes`);
  return value;
}

function string(map: BencodedDictionary, key: string): string {
  const value = map.get(key);
  if (!(value instanceof Uint8Array)) throw new ContentError(`${key} must be a string`);
  return text(value);
}

/** A rendition's name as docs/PROTOCOL.md §1 has it; the empty name is the shared files'. */
export function renditionName(name: string): string {
  if (!/^[A-Za-z0-9._-]{0,32}$/.test(name) || name === '.' || name === '..') throw new ContentError('not the name of a rendition');
  return name;
}

function safeUri(uri: string): string {
  // eslint-disable-next-line no-control-regex
  const bad = /[\u0000-\u001f\u007f\\]/.test(uri) || uri.split('/').some((part) => part === '' || part === '.' || part === '..');
  if (bad) throw new ContentError('not a relative address');
  return uri;
}
