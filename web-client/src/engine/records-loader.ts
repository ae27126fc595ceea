import { hex } from '../content/ids';
import type { Digest } from '../content/merkle';
import { parseRecords } from '../content/records';
import type { RecordsFile } from '../content/records';
import type { Joined, RecordsSource } from '../net/join';
import { fetchAll } from '../net/webseed';

const RECORDS_MOST_BYTES = 8 * 1024 * 1024;

/** Fetches a records file that the join answer named; rejects when it is not the one whose hash the node gave, or not of this swarm. */
export async function loadRecords(source: RecordsSource, joined: Joined, digest: Digest, signal: AbortSignal): Promise<{ file: RecordsFile; bytes: number }> {
  const { data } = await fetchAll(source.url, signal, Math.min(RECORDS_MOST_BYTES, source.sizeBytes));
  if (hex(await digest(data)) !== source.sha256) throw new Error('records with another hash than the node gave');
  const file = parseRecords(data);
  const fits = file.swarm === joined.swarm && file.pieces === joined.pieces && file.geometry.pieceLength === joined.pieceLength;
  if (!fits || file.rendition !== source.rendition) throw new Error('records of another title');
  return { file, bytes: data.length };
}

/** The order in which records are fetched: what plays now first, the shared files' last. */
export function recordsInOrder(sources: readonly RecordsSource[], rendition: string | null): readonly RecordsSource[] {
  const rank = (source: RecordsSource): number => (source.rendition === rendition ? 0 : source.rendition === '' ? 2 : 1);
  return [...sources].sort((a, b) => rank(a) - rank(b));
}
