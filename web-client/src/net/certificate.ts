import { base64url, unhex } from '../content/ids';

/** This viewer's certificate for all its connections, and its SHA-256 as SDP writes it (`AA:BB:…`). */
export interface Identity {
  readonly certificate: RTCCertificate;
  readonly fingerprint: string;
}

/** Makes an ES256 certificate. Rejects where WebRTC is missing or forbidden. */
export async function makeIdentity(): Promise<Identity> {
  const certificate = await RTCPeerConnection.generateCertificate({ name: 'ECDSA', namedCurve: 'P-256' } as AlgorithmIdentifier);
  const listed = typeof certificate.getFingerprints === 'function' ? certificate.getFingerprints() : [];
  const own = listed.find((print) => print.algorithm?.toLowerCase() === 'sha-256')?.value;
  const fingerprint = own ?? sdpFingerprints(await probe(certificate))[0];
  if (fingerprint === undefined) throw new Error('the certificate has no SHA-256 fingerprint');
  return { certificate, fingerprint: fingerprint.toUpperCase() };
}

/** The SHA-256 fingerprints an SDP names. */
export function sdpFingerprints(sdp: string): string[] {
  return [...sdp.matchAll(/^a=fingerprint:sha-256 ([0-9A-Fa-f:]+)\s*$/gim)].flatMap((match) => (match[1] === undefined ? [] : [match[1]]));
}

/** `AA:BB:…` as a ticket writes it: base64url without padding. */
export function ticketFingerprint(fingerprint: string): string {
  return base64url(unhex(fingerprint.replaceAll(':', '')));
}

/** The fingerprints, as tickets write them, of the certificates that DTLS has enforced on a connection. */
export async function remoteFingerprints(connection: RTCPeerConnection): Promise<readonly string[]> {
  const transport = connection.sctp?.transport as Partial<RTCDtlsTransport> | undefined;
  const certificates = transport?.getRemoteCertificates?.() ?? [];
  const [leaf] = certificates;
  if (leaf !== undefined) return [base64url(new Uint8Array(await crypto.subtle.digest('SHA-256', leaf)))];
  const prints = sdpFingerprints(connection.remoteDescription?.sdp ?? '');
  return new Set(prints).size === 1 ? prints.slice(0, 1).map(ticketFingerprint) : [];
}

async function probe(certificate: RTCCertificate): Promise<string> {
  const connection = new RTCPeerConnection({ certificates: [certificate] });
  try {
    connection.createDataChannel('');
    return (await connection.createOffer()).sdp ?? '';
  } finally {
    connection.close();
  }
}
