import { resolve } from 'node:path';
import { defineConfig } from 'vite';

/** The script tag's file, `/client/cordwood.js`: one classic script with the light hls.js inside and the global `Cordwood`. */
export default defineConfig({
  publicDir: false,
  build: {
    outDir: 'dist/client',
    emptyOutDir: false,
    target: 'es2022',
    lib: {
      entry: resolve(import.meta.dirname, 'src/element/script.ts'),
      formats: ['iife'],
      name: 'Cordwood',
      fileName: () => 'cordwood.js',
    },
  },
});
