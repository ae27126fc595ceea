import { resolve } from 'node:path';
import { defineConfig } from 'vite';

/** The index of titles and the watch page, served by nodes at / and /watch.html. */
export default defineConfig({
  root: resolve(import.meta.dirname, 'pages'),
  base: '/',
  build: {
    outDir: resolve(import.meta.dirname, 'dist'),
    chunkSizeWarningLimit: 700,
    emptyOutDir: true,
    target: 'es2022',
    rolldownOptions: {
      input: {
        index: resolve(import.meta.dirname, 'pages/index.html'),
        watch: resolve(import.meta.dirname, 'pages/watch.html'),
      },
    },
  },
});
