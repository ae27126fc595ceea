import { resolve } from 'node:path';
import { defineConfig } from 'vite';

/**
 * `/client/later.mjs`: what an engine of the script tag's file needs from when it joins. It shares no chunk with the modules: that would be
 * asked for only once this file is here, and a viewer's first peer waits for both.
 */
export default defineConfig({
  publicDir: false,
  build: {
    outDir: 'dist/client',
    emptyOutDir: false,
    target: 'es2022',
    modulePreload: false,
    rolldownOptions: {
      input: { later: resolve(import.meta.dirname, 'src/engine/later.ts') },
      preserveEntrySignatures: 'strict',
      output: { format: 'es', entryFileNames: '[name].mjs' },
    },
  },
});
