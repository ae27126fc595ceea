import { text } from './bencode';
import type { Bencoded, BencodedDictionary } from './bencode';
import { ContentError } from './ids';

/** The value as a dictionary of exactly these keys. This and what follows throws a {@link ContentError} for anything else. */
export function dictionary(value: Bencoded | undefined, keys: readonly string[]): BencodedDictionary {
  if (!(value instanceof Map)) throw new ContentError('a dictionary was expected');
  const map = value as BencodedDictionary;
  if (map.size !== keys.length || !keys.every((key) => map.has(key))) throw new ContentError(`a dictionary of ${keys.join(', ')} was expected`);
  return map;
}

/** An integer within bounds. */
export function integer(map: BencodedDictionary, key: string, least: number, most: number): number {
  const value = map.get(key);
  if (typeof value !== 'number' || value < least || value > most) throw new ContentError(`${key} must be an integer from ${least} to ${most}`);
  return value;
}

/** A string of exactly so many bytes. */
export function raw(map: BencodedDictionary, key: string, length: number): Uint8Array {
  const value = map.get(key);
  if (!(value instanceof Uint8Array) || value.length !== length) throw new ContentError(`${key} must be ${length} bytes`);
  return value;
}

/** Text in UTF-8; throws a BencodeError when it is not. */
export function string(map: BencodedDictionary, key: string): string {
  const value = map.get(key);
  if (!(value instanceof Uint8Array)) throw new ContentError(`${key} must be a string`);
  return text(value);
}
