import { blockRange } from './geometry';
import type { ByteRange } from './geometry';

/** From the first block that is missing of a piece to the end of the last; empty when none is. */
export function gapOf(pieceBytes: number, all: readonly { readonly here: boolean }[]): ByteRange {
  const missing = all.flatMap(({ here }, i) => (here ? [] : [i]));
  const [first, last] = [missing[0], missing.at(-1)];
  return first === undefined || last === undefined ? { start: 0, end: 0 } : { start: blockRange(pieceBytes, first).start, end: blockRange(pieceBytes, last).end };
}
