const BASIS = 0x811c9dc5;
const PRIME = 0x01000193;

/** A hash of ASCII text as a whole number below 2^32; the same in every viewer and in the node (FNV-1a with murmur3's finish). */
export function hash32(text: string): number {
  return finish(mix(BASIS, text));
}

/** The same as a number from 0 up to, not including, 1. */
export function hash01(text: string): number {
  return hash32(text) / 2 ** 32;
}

/** The same of texts that begin alike: takes what follows. */
export function hash01After(prefix: string): (rest: string) => number {
  const begun = mix(BASIS, prefix);
  return (rest) => finish(mix(begun, rest)) / 2 ** 32;
}

function mix(hash: number, text: string): number {
  let mixed = hash;
  for (let i = 0; i < text.length; i++) mixed = Math.imul(mixed ^ text.charCodeAt(i), PRIME);
  return mixed;
}

function finish(mixed: number): number {
  let hash = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
