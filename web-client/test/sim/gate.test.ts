import { expect, test } from 'vitest';
import type { Need } from '../../src/schedule/types';
import { Clock } from '../../sim/clock';
import { Gate } from '../../sim/gate';
import type { Entrant } from '../../sim/gate';

/** A gate to a line of 1 Mbit/s, and requests of a megabit each that say when they begin or are refused. */
function rig() {
  const clock = new Clock();
  const gate = new Gate(clock, 1_000);
  const seen: string[] = [];
  const enter = (name: string, need: Need, from: unknown = name): Entrant => {
    const entrant: Entrant = {
      bits: 1e6,
      need,
      from,
      begin: () => seen.push(`${name} at ${Math.round(clock.nowMs / 100) / 10}`),
      refuse: (retryAfterMs) => seen.push(`${name} refused for ${retryAfterMs}`),
    };
    gate.enter(entrant);
    return entrant;
  };
  return { clock, gate, seen, enter };
}

test('a gate serves what is needed now before what is needed soon, and refuses what is for later', () => {
  const { clock, gate, seen, enter } = rig();
  enter('first', 'ahead');
  enter('soon', 'soon');
  enter('later', 'ahead');
  enter('now', 'now');
  const gone = enter('gone', 'now');
  enter('last', 'ahead');
  expect([gate.giveUp(gone), gate.giveUp(gone)]).toEqual([true, false]);
  clock.run(5_000);
  expect(seen).toEqual(['first at 0', 'later refused for 2000', 'last refused for 3000', 'now at 0.8', 'soon at 1.8']);
});

test('what was not sent of an answer that was given up is there for the next', () => {
  const { clock, gate, seen, enter } = rig();
  enter('first', 'soon');
  clock.run(500);
  enter('next', 'soon');
  enter('waits', 'soon');
  gate.leave(1e6);
  clock.run(2_000);
  expect(seen).toEqual(['first at 0', 'next at 0.5', 'waits at 1.3']);
});

test('one address may need so much now, and no more than others soon', () => {
  const { clock, seen, enter } = rig();
  enter('first', 'soon');
  enter('soon', 'soon');
  for (let i = 0; i < 61; i++) enter(`now ${i}`, 'now', 'greedy');
  clock.run(70_000);
  expect([seen.slice(0, 2), seen.slice(-3)]).toEqual([
    ['first at 0', 'now 0 at 0.8'],
    ['now 59 at 59.8', 'soon at 60.8', 'now 60 at 61.8'],
  ]);
});
