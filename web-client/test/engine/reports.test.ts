import { afterEach, expect, test } from 'vitest';
import { Reports } from '../../src/engine/reports';
import { Timers } from '../../src/engine/timers';
import type { ViewerState } from '../../src/net/signal-messages';

const timers: Timers[] = [];

afterEach(() => {
  for (const each of timers.splice(0)) each.close();
});

async function reported(uplinkBitsPerSecond: number | null): Promise<ViewerState | undefined> {
  const sent: ViewerState[] = [];
  const own = new Timers();
  timers.push(own);
  const view = {
    open: true,
    everyMs: 10_000,
    playheadMs: 4_000,
    rendition: '480p',
    horizonMs: 8_000,
    rateBitsPerSecond: 0,
    bytesDown: 0,
    bytesUp: 100_000,
    uplinkBitsPerSecond,
    uploading: true,
    connected: 1,
    ring: () => null,
  };
  const reports = new Reports(own, () => 0.5, { send: (state) => sent.push(state), toPeers: () => undefined, view: () => view });
  reports.now();
  await expect.poll(() => sent.length).toBe(1);
  return sent[0];
}

test('a report tells the uplink that was measured', async () => {
  expect((await reported(5_000_000))?.uplinkBitsPerSecond).toBe(5_000_000);
});

test('a report tells no uplink while none was measured, however much is sent', async () => {
  const state = await reported(null);
  expect(state?.upBitsPerSecond).toBeGreaterThan(0);
  expect(state?.uplinkBitsPerSecond).toBe(0);
});
