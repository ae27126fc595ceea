import { peerId, unbase64url } from '../content/ids';
import type { Bytes, PeerId } from '../content/ids';
import { renditionName } from '../content/names';
import { parsePolicy } from './join';
import type { Policy } from './join';
import { asObject, numberOf, parseObject, textOf } from './json';
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
  /** 0 when it was not measured. */
  readonly uplinkBitsPerSecond: number;
  /** What it takes to play on from what is held; left out when nothing is missing. */
  readonly rateBitsPerSecond?: number;
  /** How many peers. */
  readonly connected: number;
  readonly failed: readonly PeerId[];
  readonly lying: readonly PeerId[];
  /** It takes no duties. It may still give what it holds. */
  readonly uploading?: false;
  /** What the ring of this viewer's cohort is made from; without it the viewer takes no duty. */
  readonly ring?: RingReport;
}

/** Of the segment at the playhead, the time to fetch one (0: not measured), and where neither owner nor backup brought a piece. */
export interface RingReport {
  readonly epoch: number;
  readonly number: number;
  readonly injectionMs: number;
  readonly missed: readonly number[];
}

/** What this viewer fetches for its cohort from a segment number on (§5.1); slots are first slot and count by turns. */
export interface DutyMessage {
  /** 0: there is no ring. */
  readonly cohort: number;
  readonly rendition: string;
  readonly epoch: number;
  readonly fromNumber: number;
  readonly slots: readonly number[];
  readonly backupSlots: readonly number[];
  readonly backupAfterMs: number;
}

/** Viewer → node. */
export type Upward =
  | { readonly type: 'hello'; readonly ticket: string }
  | { readonly type: 'offer' | 'answer'; readonly introduction: string; readonly sdp: string }
  | { readonly type: 'candidates'; readonly introduction: string; readonly candidates: readonly Candidate[]; readonly end?: true }
  | ({ readonly type: 'state' } & ViewerState)
  | { readonly type: 'want'; readonly peers: number }
  | { readonly type: 'bye' };

/** Node → viewer. Without `trickle` the other end takes no candidates after the description. */
export type Downward =
  | { readonly type: 'welcome'; readonly peer: PeerId; readonly serverTimeMs: number }
  | { readonly type: 'introduce'; readonly introduction: string; readonly peer: PeerId; readonly timeoutMs: number; readonly trickle: boolean }
  | { readonly type: 'offer'; readonly introduction: string; readonly peer: PeerId; readonly sdp: string; readonly trickle: boolean }
  | { readonly type: 'answer'; readonly introduction: string; readonly sdp: string }
  | { readonly type: 'candidates'; readonly introduction: string; readonly candidates: readonly Candidate[]; readonly end: boolean }
  | { readonly type: 'gone'; readonly introduction: string; readonly reason: 'left' | 'expired' }
  | ({ readonly type: 'duty' } & DutyMessage)
  | { readonly type: 'segment'; readonly record: Bytes }
  | { readonly type: 'policy'; readonly policy: Policy }
  | { readonly type: 'ticket'; readonly ticket: string }
  | { readonly type: 'reconnect'; readonly url: string | null; readonly afterMs: number }
  | { readonly type: 'error'; readonly code: string; readonly detail: string };

const MOST_CHARACTERS = 131_072;
const MOST_CANDIDATES = 16;
const RING_SLOTS = 4_096;

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
      return { type: 'welcome', peer: peerId(need(object, 'peer')), serverTimeMs: needNumber(object, 'serverTime') };
    case 'introduce':
      return { type: 'introduce', introduction: introduction(object), peer: peerId(need(object, 'peer')), timeoutMs: needNumber(object, 'timeoutMs'), trickle: flag(object, 'trickle', true) };
    case 'offer':
      return { type: 'offer', introduction: introduction(object), peer: peerId(need(object, 'peer')), sdp: need(object, 'sdp'), trickle: flag(object, 'trickle', true) };
    case 'answer':
      return { type: 'answer', introduction: introduction(object), sdp: need(object, 'sdp') };
    case 'candidates':
      return { type: 'candidates', introduction: introduction(object), candidates: candidates(object), end: flag(object, 'end', false) };
    case 'gone':
      return { type: 'gone', introduction: introduction(object), reason: goneReason(need(object, 'reason')) };
    default:
      return about(object);
  }
}

function about(object: JsonObject): Downward | null {
  switch (object['type']) {
    case 'duty':
      return { type: 'duty', ...duty(object) };
    case 'segment':
      return { type: 'segment', record: signedRecord(object) };
    case 'policy':
      return { type: 'policy', policy: parsePolicy(object) };
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

function duty(object: JsonObject): DutyMessage {
  return {
    cohort: whole(object['cohort']),
    rendition: renditionName(need(object, 'rendition')),
    epoch: whole(object['epoch']),
    fromNumber: whole(object['fromNumber']),
    slots: ranges(object['slots']),
    backupSlots: ranges(object['backupSlots']),
    backupAfterMs: whole(object['backupAfterMs']),
  };
}

/** First slot and count by turns, in order, neither overlapping nor touching. */
function ranges(value: unknown): number[] {
  if (!Array.isArray(value) || value.length > RING_SLOTS) throw new TypeError('slots');
  const numbers = value.map(whole);
  let least = 0;
  for (let i = 0; i < numbers.length; i += 2) {
    const [first = 0, count = 0] = numbers.slice(i, i + 2);
    if (first < least || count < 1 || first + count > RING_SLOTS) throw new TypeError('slots');
    least = first + count + 1;
  }
  return numbers;
}

function whole(value: unknown): number {
  if (!Number.isSafeInteger(value) || (value as number) < 0) throw new TypeError('not a count');
  return value as number;
}

function introduction(object: JsonObject): string {
  const value = need(object, 'introduction');
  if (!/^[0-9a-f]{16}$/.test(value)) throw new TypeError('introduction');
  return value;
}

function goneReason(reason: string): 'left' | 'expired' {
  if (reason !== 'left' && reason !== 'expired') throw new TypeError('reason');
  return reason;
}

function flag(object: JsonObject, field: string, whenAbsent: boolean): boolean {
  const value = object[field] ?? whenAbsent;
  if (typeof value !== 'boolean') throw new TypeError(field);
  return value;
}

function candidates(object: JsonObject): Candidate[] {
  const list = object['candidates'];
  if (!Array.isArray(list) || list.length > MOST_CANDIDATES) throw new TypeError('candidates');
  return list.map(candidate);
}

function candidate(value: unknown): Candidate {
  const object = asObject(value);
  if (object === null) throw new TypeError('candidate');
  const sdpMid = textOf(object, 'sdpMid');
  const line = object['sdpMLineIndex'];
  const sdpMLineIndex = typeof line === 'number' ? line : null;
  if (sdpMid === null && sdpMLineIndex === null) throw new TypeError('a candidate of no media section');
  return { candidate: need(object, 'candidate'), sdpMid, sdpMLineIndex };
}

function signedRecord(object: JsonObject): Bytes {
  const record = unbase64url(need(object, 'record'));
  if (record.length === 0) throw new TypeError('record');
  return record;
}

function needNumber(object: JsonObject, field: string): number {
  const value = object[field];
  if (typeof value !== 'number') throw new TypeError(field);
  return value;
}

function need(object: JsonObject, field: string): string {
  const value = textOf(object, field);
  if (value === null) throw new TypeError(field);
  return value;
}
