import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** One case of a golden vector file. */
export interface Vector<Input, Expect> {
  readonly name: string;
  readonly input: Input;
  readonly expect: Expect;
}

/** `swarm/vectors/{name}.json`, which the Java tests read as well. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller knows the form of its file
export function vectorFile<T>(name: string): T {
  const path = fileURLToPath(new URL(`../../swarm/vectors/${name}.json`, import.meta.url));
  return JSON.parse(readFileSync(path, 'utf8')) as T;
}

/** The cases of a golden vector file. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller knows the form of its file
export function vectors<T>(name: string): readonly T[] {
  return vectorFile<{ readonly cases: readonly T[] }>(name).cases;
}
