import { beforeAll, describe, expect, test } from 'vitest';
import { base64url, peerId, swarmId } from '../../src/content/ids';
import { ticketFingerprint } from '../../src/net/certificate';
import { checkTicket } from '../../src/net/ticket';
import type { TicketClaim, TicketKey, TicketVerdict } from '../../src/net/ticket';
import { vectorFile } from '../vectors';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
const peer = peerId('2d4357303030312d'.padEnd(40, '1'));
const swarm = swarmId('ab'.repeat(20));
const fingerprint = base64url(new Uint8Array(32).fill(7));
const claim: TicketClaim = { peer, swarm, fingerprints: Promise.resolve([fingerprint]), nowMs: 1_790_000_000_000, skewMs: 60_000 };
const claims = { sub: peer, swarm, exp: 1_790_000_600, cnf: { 'x5t#S256': fingerprint } };

let keys: CryptoKeyPair;
let key: TicketKey;

beforeAll(async () => {
  keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  key = (await crypto.subtle.exportKey('jwk', keys.publicKey)) as unknown as TicketKey;
});

const part = (value: unknown): string => base64url(new TextEncoder().encode(JSON.stringify(value)));

async function ticket(body: unknown, header: unknown = { alg: 'ES256', kid: 'k' }): Promise<string> {
  const input = `${part(header)}.${part(body)}`;
  const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, keys.privateKey, new TextEncoder().encode(input));
  return `${input}.${base64url(new Uint8Array(signature))}`;
}

test('the ticket of the peer on this channel is valid', async () => {
  expect(await checkTicket(await ticket(claims), key, claim)).toBe('valid');
});

test('a copied ticket is of another certificate', async () => {
  const thief = { ...claim, fingerprints: Promise.resolve([base64url(new Uint8Array(32).fill(8))]) };
  expect(await checkTicket(await ticket(claims), key, thief)).toBe('another certificate');
  expect(await checkTicket(await ticket(claims), key, { ...claim, fingerprints: Promise.resolve([]) })).toBe('another certificate');
});

test.each([
  [{ ...claims, exp: 1_780_000_000 }, 'expired'],
  [{ ...claims, exp: undefined }, 'expired'],
  [{ ...claims, swarm: 'cd'.repeat(20) }, 'another swarm'],
  [{ ...claims, sub: '2d4357303030312d'.padEnd(40, '2') }, 'another peer'],
  [{ ...claims, cnf: undefined }, 'another certificate'],
] as const)('%j is %s', async (body, verdict) => {
  expect(await checkTicket(await ticket(body), key, claim)).toBe(verdict);
});

test('a changed claim breaks the signature', async () => {
  const [head = '', , signature = ''] = (await ticket(claims)).split('.');
  expect(await checkTicket(`${head}.${part({ ...claims, sub: peer, jti: 'x' })}.${signature}`, key, claim)).toBe('signature');
});

test('no other algorithm is taken', async () => {
  expect(await checkTicket(await ticket(claims, { alg: 'none' }), key, claim)).toBe('algorithm');
});

test.each(['', 'a.b', 'a.b.c', '....', 'é.é.é', 'e30.e30.'])('%j is malformed', async (text) => {
  expect(await checkTicket(text, key, claim)).toBe('malformed');
});

test('clocks may be apart by the skew, in both directions', async () => {
  const made = await ticket({ ...claims, iat: 1_790_000_000 });
  const at = (nowMs: number) => checkTicket(made, key, { ...claim, nowMs });
  expect([await at(1_789_999_940_000), await at(1_789_999_939_999)]).toEqual(['valid', 'not yet']);
  expect([await at(1_790_000_659_999), await at(1_790_000_660_000)]).toEqual(['valid', 'expired']);
});

interface TicketFile {
  readonly publicKey: TicketKey;
  readonly claims: { readonly peer: string };
  readonly cases: readonly { readonly name: string; readonly token: string; readonly swarm: string; readonly fingerprint: string; readonly nowMs: number; readonly expect: string }[];
}

const VERDICTS: Readonly<Record<string, TicketVerdict>> = { not_yet: 'not yet', swarm: 'another swarm', fingerprint: 'another certificate' };

describe('the vectors of tickets', () => {
  const file = vectorFile<TicketFile>('ticket');
  test.each(file.cases)('$name', async ({ token, swarm: wanted, fingerprint: print, nowMs, expect: verdict }) => {
    const vectorClaim = { peer: peerId(file.claims.peer), swarm: swarmId(wanted), fingerprints: Promise.resolve([ticketFingerprint(print)]), nowMs, skewMs: 0 };
    expect(await checkTicket(token, file.publicKey, vectorClaim)).toBe(VERDICTS[verdict] ?? verdict);
  });
});
