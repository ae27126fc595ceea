import { expect, test } from 'vitest';
import { LoadError } from '../src/index';

test('a load error names its code and status', () => {
  const error = new LoadError('status', 404, 'not found');
  expect({ name: error.name, code: error.code, status: error.status }).toEqual({ name: 'LoadError', code: 'status', status: 404 });
});
