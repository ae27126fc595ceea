import type { Bytes } from './ids';

/** SHA-256 of bytes that do not change while it runs. */
export type Digest = (bytes: Bytes) => Promise<Bytes>;

/** SHA-256 by WebCrypto, which hashes on a thread of its own; `null` without a secure context. */
export function webCryptoDigest(): Digest | null {
  const subtle = (globalThis.crypto as { readonly subtle?: SubtleCrypto } | undefined)?.subtle;
  if (subtle === undefined) return null;
  return async (bytes) => new Uint8Array(await subtle.digest('SHA-256', bytes));
}
