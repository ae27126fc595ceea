import { expect, test } from 'vitest';
import { DeliveryRate } from '../../src/engine/delivery';

const KIB = 1024;

/** Delivers `bytes` in `ms` of waiting for them. */
function deliver(rate: DeliveryRate, fromMs: number, ms: number, bytes: number): void {
  rate.look(true, fromMs);
  rate.delivered(bytes, false, fromMs + ms);
}

test('nothing is said before a piece was delivered', () => {
  const rate = new DeliveryRate();
  deliver(rate, 0, 100, 16 * KIB);
  expect(rate.bitsPerSecond).toBeNull();
});

test('time in which nothing was asked for does not count', () => {
  const rate = new DeliveryRate();
  deliver(rate, 0, 100, 128 * KIB);
  rate.look(false, 50_000);
  deliver(rate, 60_000, 100, 128 * KIB);
  expect(rate.bitsPerSecond).toBe((256 * KIB * 8_000) / 200);
});

test('peers that deliver one after the other are not added up', () => {
  const rate = new DeliveryRate();
  for (let peer = 0; peer < 12; peer++) deliver(rate, peer * 1_000, 100, 256 * KIB);
  expect(rate.bitsPerSecond).toBeCloseTo((256 * KIB * 8_000) / 100);
});

test('peers that deliver at the same time are', () => {
  const rate = new DeliveryRate();
  rate.look(true, 0);
  rate.delivered(128 * KIB, true, 100);
  rate.delivered(128 * KIB, false, 100);
  expect(rate.bitsPerSecond).toBe((256 * KIB * 8_000) / 100);
});

test('a trickle is measured too, and later deliveries weigh more', () => {
  const rate = new DeliveryRate();
  deliver(rate, 0, 2_000, 16 * KIB);
  expect(rate.bitsPerSecond).toBe(16 * KIB * 4);
  for (let i = 1; i < 30; i++) deliver(rate, i * 10_000, 100, 256 * KIB);
  expect(rate.bitsPerSecond).toBeGreaterThan(0.99 * ((256 * KIB * 8_000) / 100));
});
