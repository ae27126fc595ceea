import { describe, expect, test } from 'vitest';
import { complete, mayTravel } from '../../src/net/candidates';

const line = (protocol: string, address: string, port: number): string => `candidate:1 1 ${protocol} 2113937151 ${address} ${port} typ host generation 0`;

test.each([
  ['udp', '192.168.1.7', 50_000],
  ['udp', '4c7b9329-43eb-422e-9ff2-b0665ccb8587.local', 50_000],
  ['udp', '2001:db8::7', 50_000],
  ['UDP', '203.0.113.7', 443],
])('%s %s %i is sent', (protocol, address, port) => {
  expect(mayTravel(line(protocol, address, port))).toBe(true);
});

test.each([
  ['tcp', '192.168.1.7', 9],
  ['udp', '127.0.0.1', 50_000],
  ['udp', '0.0.0.0', 50_000],
  ['udp', '169.254.169.254', 50_000],
  ['udp', '239.1.2.3', 50_000],
  ['udp', '::1', 50_000],
  ['udp', '::', 50_000],
  ['udp', 'ff02::1', 50_000],
  ['udp', '::ffff:127.0.0.1', 50_000],
  ['udp', '192.168.1.7', 53],
])('%s %s %i is kept back', (protocol, address, port) => {
  expect(mayTravel(line(protocol, address, port))).toBe(false);
});

test('a line that is no candidate is kept back', () => {
  expect([mayTravel(''), mayTravel('candidate:1')]).toEqual([false, false]);
});

describe('a description that must hold all candidates', () => {
  const head = ['v=0', 'o=- 1 2 IN IP4 127.0.0.1', 's=-', 't=0 0', 'm=application 50000 UDP/DTLS/SCTP webrtc-datachannel', 'c=IN IP4 192.168.1.7'];
  const tail = ['a=ice-ufrag:4ZcD', 'a=ice-pwd:2/1muCWoOi3uLifh0NuRHlXB', 'a=setup:active', 'a=mid:0', 'a=sctp-port:5000', ''];
  const sdp = (...lines: string[]): string => [...head, ...lines, ...tail].join('\r\n');
  const of = (protocol: string, address: string, port: number): string => `a=${line(protocol, address, port)}`;

  test('keeps those that may travel, in their order, and everything else', () => {
    const kept = [of('udp', '192.168.1.7', 50_000), of('udp', '203.0.113.7', 50_001)];
    const [first = '', second = ''] = kept;
    expect(complete(sdp(of('udp', '127.0.0.1', 50_002), first, of('tcp', '192.168.1.7', 9), second, 'a=end-of-candidates'))).toBe(sdp(...kept, 'a=end-of-candidates'));
  });

  test('does not say that more will come', () => {
    expect(complete(sdp('a=ice-options:trickle'))).toBe(sdp());
  });

  test('names at most 32, the last', () => {
    const many = Array.from({ length: 40 }, (_, i) => of('udp', '192.168.1.7', 50_000 + i));
    expect(complete(sdp(...many))).toBe(sdp(...many.slice(8)));
  });
});
