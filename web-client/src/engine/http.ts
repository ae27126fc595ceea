import type { ByteRange } from '../content/geometry';
import type { Bytes } from '../content/ids';
import { LoadError } from '../engine-api';
import type { Loaded } from '../engine-api';
import { backoffMs } from '../net/backoff';
import { NetError, worthRetrying } from '../net/errors';
import { fetchBytes } from '../net/webseed';

const RETRY = { firstMs: 300, mostMs: 3_000 };
const ATTEMPTS = 4;

/** A load that goes straight to HTTP. */
export interface DirectLoad {
  /** The address for an attempt (0, 1, …): another webseed's after a failure. */
  readonly address: (attempt: number) => string;
  readonly range?: ByteRange;
  readonly mostBytes: number;
  readonly signal: AbortSignal;
  /** Called for every chunk that came, those of failed attempts included. */
  readonly count: (bytes: number) => void;
  /** Called when an attempt is answered, with how long that took and how long it waited at the webseed, as that says; `null` when it says nothing. */
  readonly answered: (ms: number, queuedMs: number | null) => void;
  /** An attempt failed in a way that another one may not. */
  readonly failed: () => void;
  /** Resolves after so many milliseconds, or rejects when the signal fires. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly random: () => number;
}

export type DirectLoaded = Omit<Loaded, 'bitsPerSecond' | 'data'> & { readonly data: Bytes };

/** Loads over HTTP with a few attempts. Rejects with a {@link LoadError}, or with the signal's reason. */
export async function loadDirect(load: DirectLoad): Promise<DirectLoaded> {
  const startedAt = performance.now();
  for (let attempt = 0; ; attempt++) {
    try {
      return await once(load, attempt, startedAt);
    } catch (error) {
      if (!(error instanceof NetError)) throw error;
      if (!worthRetrying(error)) throw loadError(error);
      load.failed();
      if (attempt + 1 >= ATTEMPTS) throw loadError(error);
      await load.pause(backoffMs(RETRY, attempt + 1, load.random()), load.signal);
    }
  }
}

async function once(load: DirectLoad, attempt: number, startedAt: number): Promise<DirectLoaded> {
  const chunks: Bytes[] = [];
  const askedAt = performance.now();
  const answer = await fetchBytes({
    url: load.address(attempt),
    signal: load.signal,
    mostBytes: load.mostBytes,
    onAnswer: (queuedMs) => load.answered(performance.now() - askedAt, queuedMs),
    onChunk: (chunk) => {
      load.count(chunk.length);
      chunks.push(chunk);
    },
    ...(load.range === undefined ? {} : { range: load.range }),
  });
  return {
    data: joined(chunks, answer.bytes),
    bytesFromPeers: 0,
    bytesFromWebseeds: answer.bytes,
    startedAt,
    firstByteAt: answer.firstByteAt,
    finishedAt: answer.finishedAt,
    activeMs: answer.finishedAt - answer.startedAt,
  };
}

/** The failure as the player hears of it. */
export function loadError(error: NetError): LoadError {
  const code = error.code === 'refused' ? 'network' : error.code;
  return new LoadError(code, error.status, error.message);
}

function joined(chunks: readonly Bytes[], length: number): Bytes {
  const all = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
