import { resolve } from 'node:path';
import { defineConfig } from 'vite';

/**
 * The module build of the client, served under /client/: `cordwood.mjs` (the element and the players), `engine.mjs` (the engine
 * alone) and `hls.mjs` (the full hls.js, loaded when a title needs it). What an engine needs from when it joins is a chunk of theirs.
 */
export default defineConfig({
  base: './',
  publicDir: false,
  build: {
    outDir: 'dist/client',
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: false,
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      input: {
        cordwood: resolve(import.meta.dirname, 'src/element/module.ts'),
        engine: resolve(import.meta.dirname, 'src/index.ts'),
        hls: resolve(import.meta.dirname, 'node_modules/hls.js/dist/hls.mjs'),
      },
      preserveEntrySignatures: 'strict',
      output: {
        format: 'es',
        entryFileNames: '[name].mjs',
        chunkFileNames: '[name]-[hash].mjs',
        assetFileNames: '[name]-[hash][extname]',
      },
    },
  },
});
