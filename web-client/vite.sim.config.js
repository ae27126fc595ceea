import { resolve } from 'node:path';
import { defineConfig } from 'vite';

/** The simulator for node: one file under target/, never part of the client. */
export default defineConfig({
  publicDir: false,
  build: {
    ssr: resolve(import.meta.dirname, 'sim/main.ts'),
    outDir: 'target/sim',
    emptyOutDir: true,
    target: 'node20',
    minify: false,
  },
});
