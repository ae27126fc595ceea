import { hex } from '../content/ids';
import type { Digest } from '../content/digest';
import { recordsUri } from '../content/names';
import { parseRecords } from '../content/records';
import type { RecordsFile } from '../content/records';
import { backoffMs } from '../net/backoff';
import type { Joined, RecordsSource } from '../net/join';
import { fetchAll } from '../net/webseed';
import { addressOf } from './address';

const RECORDS_MOST_BYTES = 8 * 1024 * 1024;
const AGAIN = { firstMs: 1_000, mostMs: 30_000 };

/** What reading records needs. */
export interface RecordsReading {
  /** The rendition that plays, as far as it is known. */
  rendition(): string | null;
  /** `attempt`: 0, 1, …. */
  load(source: RecordsSource, attempt: number): Promise<void>;
  failed(error: unknown): void;
  /** Resolves after so many milliseconds; rejects when nobody needs records any more. */
  pause(ms: number): Promise<void>;
  random(): number;
}

/** Reads all records files one after the other, and those that failed again after a pause that grows, until none is left. Never rejects. */
export async function readAllRecords(sources: readonly RecordsSource[], reading: RecordsReading): Promise<void> {
  let left = [...sources];
  for (let attempt = 0; left.length > 0; attempt++) {
    const failed: RecordsSource[] = [];
    while (left.length > 0) {
      const [next, ...others] = recordsInOrder(left, reading.rendition());
      if (next === undefined) break;
      left = others;
      await reading.load(next, attempt).catch((error: unknown) => {
        reading.failed(error);
        failed.push(next);
      });
    }
    left = failed;
    if (left.length === 0) return;
    const rests = reading.pause(backoffMs(AGAIN, attempt + 1, reading.random()));
    if (!(await rests.then(() => true, () => false))) return;
  }
}

/** Where a records file may lie: where the join answer says, or where any webseed of the title has it; what it must hash to is the same. */
export function recordsAddress(source: RecordsSource, base: string, attempt: number): string {
  return attempt % 2 === 0 ? source.url : addressOf(base, recordsUri(source.rendition));
}

/** Fetches a records file that the join answer named from `url`; rejects when it is not the one whose hash the node gave, or not of this swarm. */
export async function loadRecords(url: string, source: RecordsSource, joined: Joined, digest: Digest, signal: AbortSignal): Promise<{ file: RecordsFile; bytes: number }> {
  const { data } = await fetchAll(url, signal, Math.min(RECORDS_MOST_BYTES, source.sizeBytes));
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
