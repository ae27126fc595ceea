import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';

const BUILD_MS = 120_000;
const OURS = ['CordwoodPlayerElement', 'LoadError', 'attach', 'createEngine'];

let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'built-'));
  for (const name of ['client', 'later']) {
    const configFile = fileURLToPath(new URL(`../vite.${name}.config.js`, import.meta.url));
    await build({ configFile, logLevel: 'silent', build: { outDir: folder, emptyOutDir: false } });
  }
}, BUILD_MS);

afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a program in a Node of its own, which has no document, with the built file imported as `module`. */
function withModule(file: string, program: string): unknown {
  const text = `const module = await import(${JSON.stringify(join(folder, file))}); ${program}`;
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', text], { encoding: 'utf8', timeout: 30_000 }));
}

test.each([
  ['cordwood.mjs', OURS],
  ['engine.mjs', ['LoadError', 'createEngine']],
])('the built %s is imported where there is no document, and does nothing there', (file, names) => {
  const found = withModule(file, "console.log(JSON.stringify([typeof document, process.getActiveResourcesInfo().filter((name) => name === 'Timeout' || name.startsWith('TCP')), Object.keys(module).sort()]));");
  expect(found).toEqual(['undefined', [], names]);
});

test.each(['later.mjs', 'hls.mjs'])('the built %s is imported where there is no document', (file) => {
  expect(withModule(file, 'console.log(Object.keys(module).length > 0);')).toBe(true);
});

test('the built later.mjs asks for no other file', () => {
  expect(readFileSync(join(folder, 'later.mjs'), 'utf8')).not.toMatch(/\bimport\b[^(;]*["'`]\.\.?\//);
});
