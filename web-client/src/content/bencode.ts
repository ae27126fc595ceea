import type { Bytes } from './ids';

/**
 * A bencoded value (BEP 3). Integers are exact: outside ±2^53 they are bigints. Dictionary keys are byte strings written as
 * text of one character per byte (Latin-1), so that comparing keys compares raw bytes.
 */
export type Bencoded = number | bigint | Bytes | readonly Bencoded[] | BencodedDictionary;
export type BencodedDictionary = ReadonlyMap<string, Bencoded>;

/** The bytes are not strict bencode, or exceed the bounds. */
export class BencodeError extends Error {
  override readonly name = 'BencodeError';
}

const MAX_DEPTH = 32;
const MAX_BYTES = 16 * 1024 * 1024;
/** Digits that a number always holds exactly. */
const SAFE_DIGITS = 15;

const ENCODER = new TextEncoder();
const DECODER = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Decodes exactly one value: keys sorted and unique, no leading zeros, no negative zero, nothing behind the end. */
export function decode(bytes: Uint8Array): Bencoded {
  const reader = new Reader(bytes);
  const value = reader.value(0);
  if (reader.position !== bytes.length) throw new BencodeError('bytes behind the value');
  return value;
}

/** Decodes one value at the beginning and tells how many bytes it took; something may follow (BEP 9). */
export function decodePrefix(bytes: Uint8Array): { readonly value: Bencoded; readonly length: number } {
  const reader = new Reader(bytes);
  const value = reader.value(0);
  return { value, length: reader.position };
}

/** Encodes a value; dictionaries' keys are written in raw byte order. */
export function encode(value: Bencoded): Bytes {
  const parts: Uint8Array[] = [];
  write(value, parts);
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** A byte string of text in UTF-8. */
export function utf8(text: string): Bytes {
  return ENCODER.encode(text);
}

/** Text of a byte string in UTF-8; throws a {@link BencodeError} when it is not valid. */
export function text(bytes: Uint8Array): string {
  try {
    return DECODER.decode(bytes);
  } catch {
    throw new BencodeError('not UTF-8');
  }
}

class Reader {
  position = 0;

  constructor(private readonly bytes: Uint8Array) {
    if (bytes.length > MAX_BYTES) throw new BencodeError('too many bytes');
  }

  value(depth: number): Bencoded {
    if (depth > MAX_DEPTH) throw new BencodeError('too deep');
    const first = this.bytes[this.position];
    if (first === 0x69) return this.integer();
    if (first === 0x6c) return this.list(depth);
    if (first === 0x64) return this.dictionary(depth);
    return this.string();
  }

  private integer(): number | bigint {
    const end = this.bytes.indexOf(0x65, this.position);
    if (end < 0 || end - this.position > 21) throw new BencodeError('an integer without an end');
    const digits = latin1(this.bytes.subarray(this.position + 1, end));
    if (!/^(?:0|-?[1-9][0-9]*)$/.test(digits)) throw new BencodeError('not an integer');
    this.position = end + 1;
    if (digits.length <= SAFE_DIGITS) return Number(digits);
    const exact = BigInt(digits);
    if (BigInt.asIntN(64, exact) !== exact) throw new BencodeError('an integer of more than 64 bits');
    const near = Number(exact);
    return Number.isSafeInteger(near) ? near : exact;
  }

  private string(): Bytes {
    const colon = this.bytes.indexOf(0x3a, this.position);
    if (colon < 0 || colon - this.position > 10) throw new BencodeError('not a value');
    const digits = latin1(this.bytes.subarray(this.position, colon));
    if (!/^(?:0|[1-9][0-9]*)$/.test(digits)) throw new BencodeError('not a length');
    const end = colon + 1 + Number(digits);
    if (end > this.bytes.length) throw new BencodeError('a string beyond the end');
    this.position = end;
    return new Uint8Array(this.bytes.subarray(colon + 1, end));
  }

  private list(depth: number): Bencoded[] {
    const values: Bencoded[] = [];
    this.position++;
    while (!this.atEnd()) values.push(this.value(depth + 1));
    return values;
  }

  private dictionary(depth: number): BencodedDictionary {
    const entries = new Map<string, Bencoded>();
    let last: string | null = null;
    this.position++;
    while (!this.atEnd()) {
      const key = latin1(this.string());
      if (last !== null && key <= last) throw new BencodeError('keys out of order');
      entries.set(key, this.value(depth + 1));
      last = key;
    }
    return entries;
  }

  private atEnd(): boolean {
    if (this.position >= this.bytes.length) throw new BencodeError('no end');
    if (this.bytes[this.position] !== 0x65) return false;
    this.position++;
    return true;
  }
}

function latin1(bytes: Uint8Array): string {
  let characters = '';
  for (const byte of bytes) characters += String.fromCharCode(byte);
  return characters;
}

function ascii(characters: string): Bytes {
  return Uint8Array.from(characters, (character) => character.charCodeAt(0));
}

function write(value: Bencoded, parts: Uint8Array[]): void {
  if (typeof value === 'number' || typeof value === 'bigint') {
    if (typeof value === 'number' && !Number.isSafeInteger(value)) throw new BencodeError('not an exact integer');
    parts.push(ascii(`i${value}e`));
  } else if (value instanceof Uint8Array) {
    parts.push(ascii(`${value.length}:`), value);
  } else if (value instanceof Map) {
    writeDictionary(value as BencodedDictionary, parts);
  } else {
    parts.push(ascii('l'));
    for (const element of value as readonly Bencoded[]) write(element, parts);
    parts.push(ascii('e'));
  }
}

function writeDictionary(dictionary: BencodedDictionary, parts: Uint8Array[]): void {
  parts.push(ascii('d'));
  for (const key of [...dictionary.keys()].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))) {
    const value = dictionary.get(key);
    if (value === undefined) continue;
    parts.push(ascii(`${key.length}:`), ascii(key));
    write(value, parts);
  }
  parts.push(ascii('e'));
}
