import { describe, expect, test } from 'vitest';
import { ContentError } from '../../src/content/ids';
import { isTitle, recordsUri, safeUri } from '../../src/content/names';
import { vectors } from '../vectors';
import type { Vector } from '../vectors';

type Name = { readonly title: string } | { readonly rendition: string };

describe('the vectors of names', () => {
  test.each(vectors<Vector<Name, { error?: string; recordsFile?: string }>>('names'))('$name', ({ input, expect: { error, recordsFile } }) => {
    if ('title' in input) expect(isTitle(input.title)).toBe(error === undefined);
    else if (error === undefined) expect(recordsUri(input.rendition)).toBe(recordsFile);
    else expect(() => recordsUri(input.rendition)).toThrow(ContentError);
  });
});

describe('the vectors of paths', () => {
  test.each(vectors<Vector<string, { components?: readonly string[] }>>('paths'))('$name', ({ input, expect: { components } }) => {
    if (components === undefined) expect(() => safeUri(input)).toThrow(ContentError);
    else expect(safeUri(input).split('/')).toEqual(components);
  });
});
