import type { Bytes } from './ids';

const WORDS = 64;
const BLOCK_BYTES = 64;
const HASH_BYTES = 32;

const PRIMES = primes(WORDS);
const ROUND = Int32Array.from(PRIMES, (prime) => fraction(Math.cbrt(prime)));
const START = Int32Array.from(PRIMES.slice(0, 8), (prime) => fraction(Math.sqrt(prime)));

/** What follows a message of one block: the end mark and its length in bits. */
const PADDING = schedule(padding());

const words = new Int32Array(WORDS);

/**
 * SHA-256 (FIPS 180-4) of two hashes, one behind the other, as a Merkle tree's nodes are made. It runs at once: for so little, a call of
 * WebCrypto takes many times longer than the work.
 */
export function hashOfPair(left: Bytes, right: Bytes): Bytes {
  const state = START.slice();
  compress(state, schedule(both(left, right), words));
  compress(state, PADDING);
  const hash = new Uint8Array(HASH_BYTES);
  const view = new DataView(hash.buffer);
  state.forEach((word, i) => view.setInt32(4 * i, word));
  return hash;
}

function both(left: Bytes, right: Bytes): Bytes {
  if (left.length !== HASH_BYTES || right.length !== HASH_BYTES) throw new RangeError('a pair is of two hashes of 32 bytes');
  const block = new Uint8Array(BLOCK_BYTES);
  block.set(left);
  block.set(right, HASH_BYTES);
  return block;
}

function padding(): Bytes {
  const block = new Uint8Array(BLOCK_BYTES);
  block[0] = 0x80;
  new DataView(block.buffer).setUint32(BLOCK_BYTES - 4, BLOCK_BYTES * 8);
  return block;
}

function schedule(block: Bytes, w = new Int32Array(WORDS)): Int32Array {
  const view = new DataView(block.buffer, block.byteOffset);
  for (let t = 0; t < 16; t++) w[t] = view.getInt32(4 * t);
  for (let t = 16; t < WORDS; t++) {
    const [a, b] = [at(w, t - 15), at(w, t - 2)];
    w[t] = (at(w, t - 16) + (right(a, 7) ^ right(a, 18) ^ (a >>> 3)) + at(w, t - 7) + (right(b, 17) ^ right(b, 19) ^ (b >>> 10))) | 0;
  }
  return w;
}

function compress(state: Int32Array, w: Int32Array): void {
  let a = at(state, 0);
  let b = at(state, 1);
  let c = at(state, 2);
  let d = at(state, 3);
  let e = at(state, 4);
  let f = at(state, 5);
  let g = at(state, 6);
  let h = at(state, 7);
  for (let t = 0; t < WORDS; t++) {
    const one = (h + (right(e, 6) ^ right(e, 11) ^ right(e, 25)) + ((e & f) ^ (~e & g)) + at(ROUND, t) + at(w, t)) | 0;
    const two = ((right(a, 2) ^ right(a, 13) ^ right(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + two) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => (state[i] = (at(state, i) + word) | 0));
}

function right(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}

/** Within the array. */
function at(array: Int32Array, i: number): number {
  return array[i] ?? 0;
}

/** The first 32 bits behind the point. */
function fraction(value: number): number {
  return ((value % 1) * 2 ** 32) | 0;
}

function primes(count: number): number[] {
  const found: number[] = [];
  for (let n = 2; found.length < count; n++) if (found.every((prime) => n % prime !== 0)) found.push(n);
  return found;
}
