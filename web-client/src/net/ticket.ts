import { unbase64url } from '../content/ids';
import type { Bytes, PeerId, SwarmId } from '../content/ids';
import { numberOf, parseObject, textOf } from './json';
import type { JsonObject } from './json';

/** The node's public key (ES256) as the join answer has it. */
export interface TicketKey {
  readonly kty: string;
  readonly crv: string;
  readonly x: string;
  readonly y: string;
  readonly kid?: string;
}

/** What a ticket must say to be taken. */
export interface TicketClaim {
  readonly peer: PeerId;
  readonly swarm: SwarmId;
  /** SHA-256 of the certificates DTLS has enforced on the channel, base64url; never rejects. */
  readonly fingerprints: Promise<readonly string[]>;
  /** Milliseconds since 1970, by the node's clock as far as it is known. */
  readonly nowMs: number;
  /** How far the two clocks may be apart. */
  readonly skewMs: number;
}

/** Why a ticket is not taken. */
export type TicketVerdict = 'valid' | 'malformed' | 'algorithm' | 'signature' | 'not yet' | 'expired' | 'another swarm' | 'another peer' | 'another certificate';

const ECDSA = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const imported = new WeakMap<TicketKey, Promise<CryptoKey | null>>();

/** Makes a key ready, so that the first ticket does not wait for it. Never rejects; `null` for what is no key. */
export function importTicketKey(key: TicketKey): Promise<CryptoKey | null> {
  const before = imported.get(key);
  if (before !== undefined) return before;
  const { kty, crv, x, y } = key;
  const made = crypto.subtle.importKey('jwk', { kty, crv, x, y }, ECDSA, false, ['verify']).catch(() => null);
  imported.set(key, made);
  return made;
}

/** Checks a ticket (docs/PROTOCOL.md §4.3, RFC 7519, RFC 7800). Never throws. */
export async function checkTicket(ticket: string, key: TicketKey, claim: TicketClaim): Promise<TicketVerdict> {
  const parts = ticket.split('.');
  const [head, body, signature] = parts;
  if (parts.length !== 3 || head === undefined || body === undefined || signature === undefined) return 'malformed';
  const header = section(head);
  const claims = section(body);
  if (header === null || claims === null || signature === '') return 'malformed';
  if (header['alg'] !== 'ES256') return 'algorithm';
  if (!(await signed(`${head}.${body}`, signature, key))) return 'signature';
  if (numberOf(claims, 'exp', 0) * 1000 + claim.skewMs <= claim.nowMs) return 'expired';
  if (numberOf(claims, 'iat', 0) * 1000 - claim.skewMs > claim.nowMs) return 'not yet';
  if (claims['swarm'] !== claim.swarm) return 'another swarm';
  if (claims['sub'] !== claim.peer) return 'another peer';
  const bound = bindingOf(claims);
  return bound !== null && (await claim.fingerprints).includes(bound) ? 'valid' : 'another certificate';
}

function bindingOf(claims: JsonObject): string | null {
  const confirmation = claims['cnf'];
  if (typeof confirmation !== 'object' || confirmation === null) return null;
  return textOf(confirmation as JsonObject, 'x5t#S256');
}

function section(encoded: string): JsonObject | null {
  try {
    return parseObject(new TextDecoder().decode(unbase64url(encoded)));
  } catch {
    return null;
  }
}

async function signed(input: string, signature: string, key: TicketKey): Promise<boolean> {
  const verifier = await importTicketKey(key);
  if (verifier === null) return false;
  try {
    const bytes: Bytes = unbase64url(signature);
    return await crypto.subtle.verify(ECDSA, verifier, bytes, new TextEncoder().encode(input));
  } catch {
    return false;
  }
}
