import { resolve } from 'node:path';
import { defineConfig } from 'vite';

/** The script tag's file and the chunks it loads, served by webseeds and nodes under /client/. */
export default defineConfig({
  base: './',
  publicDir: false,
  build: {
    outDir: 'dist/client',
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: false,
    rolldownOptions: {
      input: {
        cordwood: resolve(import.meta.dirname, 'src/element/cordwood.ts'),
        engine: resolve(import.meta.dirname, 'src/index.ts'),
      },
      preserveEntrySignatures: 'allow-extension',
      output: {
        format: 'es',
        entryFileNames: '[name].js',
        chunkFileNames: '[name]-[hash].js',
        assetFileNames: '[name]-[hash][extname]',
      },
    },
  },
});
