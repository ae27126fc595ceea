/** A hash of ASCII text as a whole number below 2^32; the same in every viewer and in the node (FNV-1a with murmur3's finish). */
export function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** The same as a number from 0 up to, not including, 1. */
export function hash01(text: string): number {
  return hash32(text) / 2 ** 32;
}
