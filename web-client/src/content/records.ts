import { decode, utf8 } from './bencode';
import type { Bencoded } from './bencode';
import { dictionary, integer, raw, string } from './fields';
import { Geometry, PIECES_MOST } from './geometry';
import { ContentError, hex } from './ids';
import type { PieceIndex, PieceInSegment, Root, SwarmId } from './ids';
import { renditionName, safeUri } from './names';

const INT_MOST = 2 ** 31 - 1;
const SIZE_MOST = 2 ** 40;
const LINES_MOST_BYTES = 8_192;
const HASH_BYTES = 32;
/** The keys of a record. */
export const RECORD_KEYS = ['duration', 'epoch', 'lines', 'number', 'part', 'rendition', 'root', 'size', 'uri'];

/** A record (docs/PROTOCOL.md §2.1) with its place in the torrent, or in the live channel. */
export interface Segment {
  readonly rendition: string;
  /** 1, 2, … in playing order, with gaps in a live channel; 0 for what is not a media segment. */
  readonly number: number;
  readonly epoch: number;
  readonly part: number;
  readonly uri: string;
  readonly sizeBytes: number;
  readonly durationMs: number;
  /** Where it begins in its rendition, or in the channel's time. */
  readonly startMs: number;
  readonly root: Root;
  readonly lines: string;
  readonly firstPiece: PieceIndex;
  readonly pieces: number;
  /** Where its piece hashes begin in those of its rendition, in bytes; a segment of one piece has none there. */
  readonly hashesAt: number;
}

/** What a record says itself. */
export type RecordFields = Omit<Segment, 'startMs' | 'firstPiece' | 'hashesAt'>;

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
  const geometry = new Geometry(integer(file, 'piece length', 1, INT_MOST));
  const pieces = integer(file, 'pieces', 1, PIECES_MOST);
  const rendition = renditionName(string(file, 'rendition'));
  const list = file.get('records');
  if (!Array.isArray(list) || list.length < 1) throw new ContentError('records must be a list of at least one');
  let startMs = 0;
  let hashesAt = 0;
  const segments = (list as readonly Bencoded[]).map((element) => {
    const segment = { ...placed(element, rendition, geometry, pieces, startMs), hashesAt };
    startMs += segment.durationMs;
    hashesAt += hashesBytes(segment);
    return segment;
  });
  checkOrder(segments);
  checkPlaces(segments);
  return { rendition, swarm: hex(raw(file, 'swarm', 20)) as SwarmId, geometry, pieces, segments };
}

/** How many bytes of its rendition's piece hashes are a segment's. */
export function hashesBytes({ pieces }: Segment): number {
  return pieces > 1 ? HASH_BYTES * pieces : 0;
}

function placed(element: Bencoded, rendition: string, geometry: Geometry, pieces: number, startMs: number): Omit<Segment, 'hashesAt'> {
  const outer = dictionary(element, ['first piece', 'record']);
  const fields = recordFields(outer.get('record'), geometry);
  const firstPiece = integer(outer, 'first piece', 0, INT_MOST);
  if (fields.rendition !== rendition) throw new ContentError('a record of another rendition');
  if (firstPiece + fields.pieces > pieces) throw new ContentError('a record beyond the torrent');
  return { ...fields, startMs, firstPiece: firstPiece as PieceIndex };
}

/** Reads a record; throws a {@link ContentError} or BencodeError when anything is not as docs/PROTOCOL.md §2.1 says. */
export function recordFields(value: Bencoded | undefined, geometry: Geometry): RecordFields {
  const record = dictionary(value, RECORD_KEYS);
  const sizeBytes = integer(record, 'size', 1, SIZE_MOST);
  const fields = {
    rendition: renditionName(string(record, 'rendition')),
    number: integer(record, 'number', 0, INT_MOST),
    epoch: integer(record, 'epoch', 0, INT_MOST),
    part: integer(record, 'part', 0, INT_MOST),
    uri: safeUri(string(record, 'uri')),
    sizeBytes,
    durationMs: integer(record, 'duration', 0, INT_MOST),
    root: hex(raw(record, 'root', 32)) as Root,
    lines: string(record, 'lines'),
    pieces: geometry.pieces(sizeBytes),
  };
  checkMedia(fields);
  return fields;
}

/** By number, then by the bytes of the uri; no uri twice. */
function checkOrder(segments: readonly Segment[]): void {
  if (new Set(segments.map(({ uri }) => uri)).size !== segments.length) throw new ContentError('a uri twice');
  segments.forEach((after, i) => {
    const before = segments[i - 1];
    if (before !== undefined && (before.number > after.number || (before.number === after.number && !less(before.uri, after.uri)))) {
      throw new ContentError('records out of order');
    }
  });
}

function checkPlaces(segments: readonly Segment[]): void {
  let free = 0;
  for (const segment of [...segments].sort((a, b) => a.firstPiece - b.firstPiece)) {
    if (segment.firstPiece < free) throw new ContentError('records whose pieces overlap');
    free = segment.firstPiece + segment.pieces;
  }
}

/** Whether `a` comes before `b` by the bytes of UTF-8. */
function less(a: string, b: string): boolean {
  const [left, right] = [utf8(a), utf8(b)];
  const at = left.findIndex((byte, i) => byte !== right[i]);
  return at < 0 ? left.length < right.length : (left[at] ?? 0) < (right[at] ?? -1);
}

/** The lines of a media segment end with its only URI line; what is not one has neither lines, duration nor part. */
function checkMedia({ number, durationMs, part, lines }: RecordFields): void {
  if (number === 0) {
    if (lines !== '' || durationMs !== 0 || part !== 0) throw new ContentError('what only a media segment has');
    return;
  }
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/.test(lines) || (lines.length * 3 > LINES_MOST_BYTES && utf8(lines).length > LINES_MOST_BYTES)) throw new ContentError('lines that cannot be');
  const all = lines.split('\n');
  const uris = all.filter((line) => line.trim() !== '' && !line.startsWith('#'));
  if (uris.length !== 1 || uris[0] !== all.at(-1)) throw new ContentError('lines must end with their only uri');
}
