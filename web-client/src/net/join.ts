import { peerId, swarmId } from '../content/ids';
import type { PeerId, SwarmId } from '../content/ids';
import { renditionName } from '../content/names';
import type { ChannelJwk } from '../content/signed-record';
import { NetError } from './errors';
import { asArray, asObject, numberOf, parseObject, textOf } from './json';
import type { JsonObject } from './json';
import type { TicketKey } from './ticket';

/** How often and how much, decided by the node. */
export interface Policy {
  readonly stateEveryMs: number;
  readonly degree: number;
  readonly maxDegree: number;
  /** Peers cannot bring enough: rely on them for nothing that is urgent. */
  readonly thin: boolean;
  /** How long a full buffer waits for peers before a webseed is asked. */
  readonly patienceMs: number;
  /** Webseeds have little to spare, now or soon. */
  readonly busy: boolean;
}

/** Until the node says otherwise. */
export const USUAL_POLICY: Policy = { stateEveryMs: 10_000, degree: 12, maxDegree: 30, thin: false, patienceMs: 8_000, busy: false };

/** Where a rendition's records are and what they must hash to; the rendition of shared files is the empty name. */
export interface RecordsSource {
  readonly rendition: string;
  readonly url: string;
  readonly sha256: string;
  readonly sizeBytes: number;
}

/** What a join answer says of a live channel. */
export interface JoinedLive {
  /** Its public key. */
  readonly key: ChannelJwk;
  /** How long its segments are meant to be. */
  readonly targetMs: number;
  /** Its renditions in the order that piece indices name them in. */
  readonly renditions: readonly string[];
}

/** The answer to a join (docs/PROTOCOL.md §4.1). */
export interface Joined {
  readonly peer: PeerId;
  readonly ticket: string;
  readonly ticketKey: TicketKey;
  readonly swarm: SwarmId;
  readonly open: boolean;
  readonly pieceLength: number;
  /** Of a film's torrent; 0 for a live channel. */
  readonly pieces: number;
  readonly records: readonly RecordsSource[];
  readonly webseeds: readonly string[];
  readonly signal: string;
  readonly iceServers: readonly RTCIceServer[];
  readonly policy: Policy;
  /** Absent for films. */
  readonly live?: JoinedLive;
  /** The node's clock minus this machine's. */
  readonly clockAheadMs: number;
}

/** What a viewer says when it joins. */
export interface JoinRequest {
  readonly title: string;
  readonly fingerprint: string;
  readonly upload: boolean;
  readonly mobile: boolean;
  readonly siteGroup?: string;
}

const TIMEOUT_MS = 8_000;
const MOST_RECORDS_FILES = 64;
const MOST_LIVE_RENDITIONS = 8;
const LEAST_TARGET_MS = 500;
const MOST_TARGET_MS = 60_000;

/** Asks a node for admission. Rejects with a {@link NetError}, or an `AbortError` when `signal` fires. */
export async function join(server: string, request: JoinRequest, signal: AbortSignal): Promise<Joined> {
  const { title, fingerprint, upload, mobile, siteGroup } = request;
  const body = { title, fingerprint, capabilities: { webrtc: true, upload, mobile }, ...(siteGroup === undefined ? {} : { siteGroup }) };
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
  try {
    const response = await fetch(new URL('v1/join', nodeBase(server)), {
      method: 'POST',
      headers: { 'Content-Type': 'text/plain' },
      body: JSON.stringify(body),
      cache: 'no-store',
      credentials: 'omit',
      signal: deadline,
    });
    const text = await response.text();
    if (!response.ok) throw new NetError('status', 'signaling', response.status, problem(text, response.status));
    return parseJoined(text, Date.now());
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof NetError) throw error;
    throw new NetError(deadline.aborted ? 'timeout' : 'network', 'signaling', 0, 'the node does not answer');
  }
}

/** Reads a join answer that came at `nowMs` (since 1970); throws a {@link NetError} when something is missing. */
export function parseJoined(text: string, nowMs: number): Joined {
  const answer = parseObject(text);
  if (answer === null) throw malformed('not an object');
  try {
    return {
      peer: peerId(required(answer, 'peer')),
      ticket: required(answer, 'ticket'),
      ticketKey: ticketKey(asObject(answer['ticketKey'])),
      swarm: swarmId(required(answer, 'swarm')),
      open: answer['open'] === true,
      pieceLength: numberOf(answer, 'pieceLength', 0),
      pieces: Math.min(numberOf(answer, 'pieces', 0), 2 ** 24),
      records: asArray(answer['records']).slice(0, MOST_RECORDS_FILES).map(recordsSource),
      webseeds: asArray(answer['webseeds']).filter((base) => typeof base === 'string'),
      signal: required(answer, 'signal'),
      iceServers: asArray(answer['iceServers']).filter((server) => asObject(server) !== null) as readonly RTCIceServer[],
      policy: parsePolicy(asObject(answer['policy']) ?? {}),
      ...(answer['live'] === undefined ? {} : { live: live(asObject(answer['live'])) }),
      clockAheadMs: numberOf(answer, 'serverTime', nowMs) - nowMs,
    };
  } catch (error) {
    if (error instanceof NetError) throw error;
    throw malformed(error instanceof Error ? error.message : 'unreadable');
  }
}

/** Reads a policy; what is missing or out of bounds gets the default. */
export function parsePolicy(policy: JsonObject): Policy {
  const bounded = (field: Exclude<keyof Policy, 'thin' | 'busy'>, least: number, most: number): number =>
    Math.min(most, Math.max(least, numberOf(policy, field, USUAL_POLICY[field])));
  return {
    stateEveryMs: bounded('stateEveryMs', 1_000, 120_000),
    degree: bounded('degree', 0, 30),
    maxDegree: bounded('maxDegree', 0, 60),
    thin: policy['thin'] === true,
    patienceMs: bounded('patienceMs', 0, 60_000),
    busy: policy['busy'] === true,
  };
}

function recordsSource(value: unknown): RecordsSource {
  const object = asObject(value);
  if (object === null) throw malformed('records');
  const rendition = object['rendition'];
  if (typeof rendition !== 'string') throw malformed('rendition');
  return { rendition, url: required(object, 'url'), sha256: required(object, 'sha256'), sizeBytes: numberOf(object, 'size', 0) };
}

function live(value: JsonObject | null): JoinedLive {
  if (value === null) throw malformed('live');
  const names = asArray(value['renditions']).slice(0, MOST_LIVE_RENDITIONS);
  const renditions = names.map((name) => renditionName(typeof name === 'string' ? name : '/'));
  const targetMs = Math.min(MOST_TARGET_MS, Math.max(LEAST_TARGET_MS, numberOf(value, 'targetMs', LEAST_TARGET_MS)));
  return { key: ticketKey(asObject(value['key'])), targetMs, renditions };
}

function ticketKey(value: JsonObject | null): TicketKey {
  if (value === null) throw malformed('ticketKey');
  return { kty: required(value, 'kty'), crv: required(value, 'crv'), x: required(value, 'x'), y: required(value, 'y') };
}

function required(object: JsonObject, field: string): string {
  const value = textOf(object, field);
  if (value === null || value === '') throw malformed(field);
  return value;
}

function malformed(what: string): NetError {
  return new NetError('content', 'signaling', 0, `the node's answer to join cannot be read: ${what}`);
}

function problem(text: string, status: number): string {
  const detail = textOf(parseObject(text) ?? {}, 'detail');
  return detail ?? `the node answered ${status}`;
}

/** The base that a node's addresses are relative to. */
export function nodeBase(server: string): URL {
  return new URL(server.endsWith('/') ? server : `${server}/`, globalThis.location.href);
}
