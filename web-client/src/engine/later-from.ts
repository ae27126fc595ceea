import type * as code from './later';

/** The code itself. */
export type Later = typeof code;

/** Where the code that is not needed for the first frame comes from; every entry of the client says it once. */
export type LaterSource = () => Promise<Later>;

let source: LaterSource | null = null;

/** Says where that code comes from. */
export function laterFrom(entry: LaterSource): void {
  source = entry;
}

/** Loads that code; `null` where it cannot be had. Never rejects. */
export async function later(): Promise<Later | null> {
  return (await source?.().catch(() => null)) ?? null;
}
