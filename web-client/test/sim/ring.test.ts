import { expect, test } from 'vitest';
import { allocate, runsOf } from '../../sim/ring';
import type { Vector } from '../vectors';
import { vectors } from '../vectors';

interface Input {
  /** One ring after another, each from the one before: member and weight. */
  readonly rings: readonly (readonly (readonly [number, number])[])[];
}

test.each(vectors<Vector<Input, readonly (readonly number[])[]>>('ring-layout'))('a simulated ring is the node’s: $name', ({ input, expect: expected }) => {
  let ring: number[] = [];
  const runs = input.rings.map((members) => {
    ring = allocate(
      ring,
      members.map(([member]) => member),
      members.map(([, weight]) => weight),
    );
    return runsOf(ring).flatMap(({ owner, from, end }) => [owner, end - from]);
  });
  expect(runs).toEqual(expected);
});
