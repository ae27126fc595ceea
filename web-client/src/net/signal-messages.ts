import { peerId } from '../content/ids';
import type { PeerId } from '../content/ids';
import { parsePolicy } from './join';
import type { Policy } from './join';
import { asArray, asObject, numberOf, parseObject, textOf } from './json';
import type { JsonObject } from './json';

/** One candidate as it travels. */
export interface Candidate {
  readonly candidate: string;
  readonly sdpMid: string | null;
  readonly sdpMLineIndex: number | null;
}

/** What a viewer tells the node of its playback (docs/PROTOCOL.md §5). */
export interface ViewerState {
  readonly playheadMs: number;
  readonly rendition: string;
  readonly horizonMs: number;
  readonly downBitsPerSecond: number;
  readonly upBitsPerSecond: number;
  readonly uplinkBitsPerSecond: number;
  readonly connected: readonly PeerId[];
  readonly failed: readonly PeerId[];
  readonly lying: readonly PeerId[];
}

/** Viewer → node. */
export type Upward =
  | { readonly type: 'hello'; readonly ticket: string }
  | { readonly type: 'offer' | 'answer'; readonly introduction: string; readonly sdp: string }
  | { readonly type: 'candidates'; readonly introduction: string; readonly candidates: readonly Candidate[]; readonly end?: true }
  | ({ readonly type: 'state' } & ViewerState)
  | { readonly type: 'want'; readonly peers: number }
  | { readonly type: 'bye' };

/** Node → viewer. */
export type Downward =
  | { readonly type: 'welcome'; readonly peer: PeerId }
  | { readonly type: 'introduce'; readonly introduction: string; readonly peer: PeerId; readonly timeoutMs: number }
  | { readonly type: 'offer'; readonly introduction: string; readonly peer: PeerId; readonly sdp: string }
  | { readonly type: 'answer'; readonly introduction: string; readonly sdp: string }
  | { readonly type: 'candidates'; readonly introduction: string; readonly candidates: readonly Candidate[]; readonly end: boolean }
  | { readonly type: 'gone'; readonly introduction: string; readonly reason: string }
  | { readonly type: 'policy'; readonly policy: Policy }
  | { readonly type: 'ticket'; readonly ticket: string }
  | { readonly type: 'reconnect'; readonly url: string | null; readonly afterMs: number }
  | { readonly type: 'error'; readonly code: string; readonly detail: string };

const MOST_CHARACTERS = 131_072;
const MOST_CANDIDATES = 32;

/** Writes a message, `type` first. */
export function writeUpward(message: Upward): string {
  return JSON.stringify(message);
}

/** Reads a message; `null` for one that is not known or not well formed. */
export function readDownward(text: string): Downward | null {
  if (text.length > MOST_CHARACTERS) return null;
  const object = parseObject(text);
  if (object === null) return null;
  try {
    return downward(object);
  } catch {
    return null;
  }
}

function downward(object: JsonObject): Downward | null {
  switch (object['type']) {
    case 'welcome':
      return { type: 'welcome', peer: peerId(need(object, 'peer')) };
    case 'introduce':
      return { type: 'introduce', introduction: introduction(object), peer: peerId(need(object, 'peer')), timeoutMs: numberOf(object, 'timeoutMs', 30_000) };
    case 'offer':
      return { type: 'offer', introduction: introduction(object), peer: peerId(need(object, 'peer')), sdp: need(object, 'sdp') };
    case 'answer':
      return { type: 'answer', introduction: introduction(object), sdp: need(object, 'sdp') };
    case 'candidates':
      return { type: 'candidates', introduction: introduction(object), candidates: candidates(object), end: object['end'] === true };
    case 'gone':
      return { type: 'gone', introduction: introduction(object), reason: textOf(object, 'reason') ?? '' };
    default:
      return about(object);
  }
}

function about(object: JsonObject): Downward | null {
  switch (object['type']) {
    case 'policy':
      return { type: 'policy', policy: parsePolicy(asObject(object['policy']) ?? object) };
    case 'ticket':
      return { type: 'ticket', ticket: need(object, 'ticket') };
    case 'reconnect':
      return { type: 'reconnect', url: textOf(object, 'url'), afterMs: Math.max(0, numberOf(object, 'afterMs', 1_000)) };
    case 'error':
      return { type: 'error', code: textOf(object, 'code') ?? '', detail: textOf(object, 'detail') ?? '' };
    default:
      return null;
  }
}

function introduction(object: JsonObject): string {
  const value = need(object, 'introduction');
  if (!/^[0-9a-f]{16}$/.test(value)) throw new TypeError('introduction');
  return value;
}

function candidates(object: JsonObject): Candidate[] {
  return asArray(object['candidates'])
    .slice(0, MOST_CANDIDATES)
    .flatMap((value) => {
      const one = asObject(value);
      const candidate = one === null ? null : textOf(one, 'candidate');
      if (one === null || candidate === null) return [];
      const line = one['sdpMLineIndex'];
      return [{ candidate, sdpMid: textOf(one, 'sdpMid'), sdpMLineIndex: typeof line === 'number' ? line : null }];
    });
}

function need(object: JsonObject, field: string): string {
  const value = textOf(object, field);
  if (value === null) throw new TypeError(field);
  return value;
}
