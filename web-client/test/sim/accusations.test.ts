import { expect, test } from 'vitest';
import { Accusations } from '../../sim/accusations';
import type { Viewer } from '../../sim/viewer';

/** Viewers with so many neighbours each; more of one is not looked at. */
function viewers(count: number, neighbours: number): readonly Viewer[] {
  return Array.from({ length: count }, () => ({ neighbours: { size: neighbours } }) as unknown as Viewer);
}

function accused(accusers: number, neighbours: number): boolean {
  const all = viewers(accusers + 1, neighbours);
  const [liar] = all;
  if (liar === undefined) throw new Error('there is nobody');
  const accusations = new Accusations(() => 0);
  for (const accuser of all.slice(1)) accusations.add(accuser, liar);
  return accusations.shuns(liar);
}

test('whom three accuse is shunned, unless more of its neighbours say nothing', () => {
  expect([accused(2, 0), accused(3, 0), accused(3, 3), accused(3, 4), accused(4, 4)]).toEqual([false, true, true, false, true]);
});

test('who is accused is believed less, and one who accuses twice once', () => {
  const accusations = new Accusations(() => 0);
  const [honest, liar, ...others] = viewers(7, 0);
  if (honest === undefined || liar === undefined) throw new Error('there is nobody');
  for (const other of others) accusations.add(other, liar);
  accusations.add(liar, honest);
  for (const other of others.slice(0, 2)) accusations.add(other, honest);
  accusations.add(liar, honest);
  expect(accusations.shuns(honest)).toBe(false);
  for (const other of others.slice(2, 3)) accusations.add(other, honest);
  expect(accusations.shuns(honest)).toBe(true);
});

test('a lie costs four demerits, an accusation that nobody made before one, and one is forgotten every minute', () => {
  let now = 0;
  const accusations = new Accusations(() => now);
  const [liar, first, second] = viewers(3, 0);
  if (liar === undefined || first === undefined || second === undefined) throw new Error('there is nobody');
  accusations.add(first, liar);
  accusations.add(second, liar);
  const demerits = () => [liar, first, second].map((viewer) => accusations.demerits(viewer));
  expect(demerits()).toEqual([8, 1, 0]);
  now = 61_000;
  expect(demerits()).toEqual([7, 0, 0]);
});
