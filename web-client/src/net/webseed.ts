import type { ByteRange } from '../content/geometry';
import type { Bytes } from '../content/ids';
import { NetError } from './errors';

/** One request for bytes over HTTP. */
export interface ByteRequest {
  readonly url: string;
  /** One range; without it the whole resource. */
  readonly range?: ByteRange;
  readonly signal: AbortSignal;
  /** Bytes as they come; `offset` counts from the range's start. The chunk is the receiver's. */
  readonly onChunk: (chunk: Bytes, offset: number) => void;
  /** The answer begins: how long the request waited at the webseed for its turn, in milliseconds, as it says; `null` when it says nothing. */
  readonly onAnswer?: (queuedMs: number | null) => void;
  /** The most bytes taken of a resource whose length is not asked for. */
  readonly mostBytes: number;
  /** The resource has exactly `mostBytes`; an answer of fewer is none. */
  readonly exact?: boolean;
}

/** How it went; times of `performance.now()`. */
export interface ByteAnswer {
  readonly bytes: number;
  readonly startedAt: number;
  readonly firstByteAt: number;
  readonly finishedAt: number;
}

const STALL_MS = 10_000;

/**
 * Fetches by the rules of docs/ARCHITECTURE.md: not through the HTTP cache, whose lock would put parallel ranges in a row, and with no
 * header that causes a preflight. Rejects with a {@link NetError}, or with the signal's reason when it fires.
 */
export async function fetchBytes(request: ByteRequest): Promise<ByteAnswer> {
  const startedAt = performance.now();
  const watch = new Watchdog();
  const abort = AbortSignal.any([request.signal, watch.signal]);
  try {
    const response = await fetch(request.url, { cache: 'no-store', credentials: 'omit', signal: abort, headers: rangeHeader(request.range) });
    checkAnswer(response, request.range);
    request.onAnswer?.(queuedMs(response));
    watch.progress();
    let bytes = 0;
    let firstByteAt = 0;
    const expected = expectedBytes(request);
    for await (const chunk of chunks(response, abort)) {
      watch.progress();
      if (bytes === 0) firstByteAt = performance.now();
      if (bytes + chunk.length > (expected ?? request.mostBytes)) throw new NetError('content', 'webseed', response.status, 'more bytes than there should be');
      request.onChunk(chunk, bytes);
      bytes += chunk.length;
    }
    if (expected !== null && bytes !== expected) throw new NetError('network', 'webseed', 0, 'the answer ended early');
    const finishedAt = performance.now();
    return { bytes, startedAt, firstByteAt: firstByteAt === 0 ? finishedAt : firstByteAt, finishedAt };
  } catch (error) {
    request.signal.throwIfAborted();
    if (error instanceof NetError) throw error;
    throw watch.signal.aborted
      ? new NetError('timeout', 'webseed', 0, 'the webseed does not answer in time')
      : new NetError('network', 'webseed', 0, 'the webseed cannot be reached');
  } finally {
    watch.stop();
  }
}

/** Fetches a resource whole, into memory of its own. */
export async function fetchAll(url: string, signal: AbortSignal, mostBytes: number, range?: ByteRange): Promise<ByteAnswer & { readonly data: Bytes }> {
  const chunks: Bytes[] = [];
  const answer = await fetchBytes({ url, signal, mostBytes, onChunk: (chunk) => chunks.push(chunk), ...(range === undefined ? {} : { range }) });
  const data = new Uint8Array(answer.bytes);
  let at = 0;
  for (const chunk of chunks) {
    data.set(chunk, at);
    at += chunk.length;
  }
  return { ...answer, data };
}

function expectedBytes({ range, exact, mostBytes }: ByteRequest): number | null {
  if (range !== undefined) return range.end - range.start;
  return exact === true ? mostBytes : null;
}

function rangeHeader(range: ByteRange | undefined): Record<string, string> {
  return range === undefined ? {} : { Range: `bytes=${range.start}-${range.end - 1}` };
}

function checkAnswer(response: Response, range: ByteRange | undefined): void {
  if (!response.ok) throw new NetError('status', 'webseed', response.status, `the webseed answered ${response.status}`, 1_000 * (Number(response.headers.get('Retry-After')) || 0));
  if (range === undefined) return;
  if (response.status !== 206) throw new NetError('content', 'webseed', response.status, 'a range was asked for and is not there');
  const header = response.headers.get('Content-Range');
  if (header !== null && !header.startsWith(`bytes ${range.start}-${range.end - 1}/`)) {
    throw new NetError('content', 'webseed', response.status, 'another range than was asked for');
  }
}

/** `Server-Timing: queue;dur=12`. */
function queuedMs(response: Response): number | null {
  const told = /(?:^|,)\s*queue\s*;\s*dur=(\d{1,7})/.exec(response.headers.get('Server-Timing') ?? '');
  return told === null ? null : Number(told[1]);
}

async function* chunks(response: Response, signal: AbortSignal): AsyncGenerator<Bytes> {
  if (response.body === null) return;
  const reader = response.body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    if (!signal.aborted) void reader.cancel().catch(() => undefined);
  }
}

class Watchdog {
  private readonly controller = new AbortController();
  private atMs = performance.now();
  private timer = this.start(STALL_MS);

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  progress(): void {
    this.atMs = performance.now();
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private start(ms: number): ReturnType<typeof setTimeout> {
    return setTimeout(() => this.look(), ms);
  }

  /** One timer for all: a chunk comes far more often than it runs out. */
  private look(): void {
    const leftMs = this.atMs + STALL_MS - performance.now();
    if (leftMs <= 0) this.controller.abort();
    else this.timer = this.start(leftMs);
  }
}
