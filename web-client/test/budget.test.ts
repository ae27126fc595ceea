import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import type { Rolldown } from 'vite';
import { expect, test } from 'vitest';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

// As a script, since Vite leaves the white space in a library's modules and takes it out of what is shipped.
test('the engine without players stays within its budget', { timeout: 120_000 }, async () => {
  const { engineGzipBytes } = JSON.parse(readFileSync(path('../budget.json'), 'utf8')) as { engineGzipBytes: number };
  const built = (await build({
    configFile: false,
    logLevel: 'silent',
    build: { write: false, target: 'es2022', minify: true, lib: { entry: path('../src/index.ts'), formats: ['iife'], name: 'engine' } },
  })) as Rolldown.RolldownOutput[];
  const code = built.flatMap(({ output }) => output).flatMap((chunk) => (chunk.type === 'chunk' ? [chunk.code] : []));
  const gzip = code.reduce((sum, text) => sum + gzipSync(text).length, 0);
  expect(gzip).toBeGreaterThan(5_000);
  expect(gzip).toBeLessThanOrEqual(engineGzipBytes);
});
