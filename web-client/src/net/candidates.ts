/** The most candidates that one end may name in an introduction (docs/PROTOCOL.md §5). */
export const CANDIDATES_MOST = 32;

/** Ports below 1024 that a candidate may have: TURN over TLS. */
const LOW_PORTS = [443];
const LEAST_PORT = 1024;

/**
 * Whether a candidate line (RFC 8839 §5.1) is of use to another machine and passes the node's scan (docs/PROTOCOL.md §5): UDP, an ordinary
 * port, and no loopback, unspecified, link-local, multicast or reserved address. A STUN server on the same machine makes such candidates.
 */
export function mayTravel(line: string): boolean {
  const [, , protocol, , address, port] = line.split(' ');
  if (protocol === undefined || address === undefined || port === undefined) return false;
  const number = Number(port);
  if (number < LEAST_PORT && !LOW_PORTS.includes(number)) return false;
  return protocol.toLowerCase() === 'udp' && !isSpecial(address.toLowerCase());
}

/**
 * A description that holds all its candidates, for a peer that takes none later: without the word that more may come (RFC 8838 §4.1.1), and
 * of the candidates the last 32 that may travel, since the reflexive and relayed ones are gathered after the machine's own.
 */
export function complete(sdp: string): string {
  const lines = sdp.split('\r\n').filter((line) => line !== 'a=ice-options:trickle');
  const kept = new Set(lines.filter((line) => isCandidate(line) && mayTravel(line)).slice(-CANDIDATES_MOST));
  return lines.filter((line) => !isCandidate(line) || kept.has(line)).join('\r\n');
}

function isCandidate(line: string): boolean {
  return line.startsWith('a=candidate:');
}

function isSpecial(address: string): boolean {
  if (!address.includes(':')) {
    const [first = 0, second = 0] = address.split('.').map(Number);
    return first === 0 || first === 127 || first >= 224 || (first === 169 && second === 254);
  }
  const mapped = /^::ffff:([0-9.]+)$/.exec(address)?.[1];
  if (mapped !== undefined) return isSpecial(mapped);
  return address === '::' || address === '::1' || address.startsWith('fe8') || address.startsWith('ff');
}
