import { expect, test } from 'vitest';
import { mayTravel } from '../../src/net/candidates';

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
