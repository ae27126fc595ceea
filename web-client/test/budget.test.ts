import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import type { Rolldown } from 'vite';
import { expect, test } from 'vitest';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** The chunks that come with the entry; what is imported when it is asked for is not among them. */
function atOnce(output: Rolldown.RolldownOutput['output']): Rolldown.OutputChunk[] {
  const chunks = new Map(output.flatMap((file) => (file.type === 'chunk' ? [[file.fileName, file] as const] : [])));
  const found = new Set([...chunks.values()].filter(({ isEntry }) => isEntry));
  for (const chunk of found) {
    for (const name of chunk.imports) {
      const imported = chunks.get(name);
      if (imported !== undefined) found.add(imported);
    }
  }
  return [...found];
}

// Not as a library: Vite leaves the white space in a library's modules and takes it out of what is shipped.
test('the engine without players stays within its budget', { timeout: 120_000 }, async () => {
  const budget = JSON.parse(readFileSync(path('../budget.json'), 'utf8')) as { engineGzipBytes: number; laterGzipBytes: number };
  const { output } = (await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      target: 'es2022',
      minify: true,
      modulePreload: false,
      rolldownOptions: { input: path('../src/index.ts'), preserveEntrySignatures: 'strict', output: { format: 'es' } },
    },
  })) as Rolldown.RolldownOutput;
  const first = atOnce(output);
  const sizeOf = (chunks: readonly Rolldown.OutputChunk[]): number => chunks.reduce((sum, { code }) => sum + gzipSync(code).length, 0);
  expect(sizeOf(first)).toBeGreaterThan(5_000);
  expect(sizeOf(first)).toBeLessThanOrEqual(budget.engineGzipBytes);
  const later = output.filter((file) => file.type === 'chunk').filter((chunk) => !first.includes(chunk));
  expect(sizeOf(later)).toBeGreaterThan(5_000);
  expect(sizeOf(later)).toBeLessThanOrEqual(budget.laterGzipBytes);
  expect(output.some((file) => file.type === 'chunk' && file.isDynamicEntry && file.code.includes('getDirectoryHandle'))).toBe(true);
  expect(first.some(({ code }) => code.includes('getDirectoryHandle'))).toBe(false);
});
