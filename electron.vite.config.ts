import { defineConfig } from 'electron-vite';
import { resolve } from 'node:path';
import { rendererConfig } from './scripts/renderer-config.ts';

const src = (path: string): string => resolve(import.meta.dirname, 'src', path);

export default defineConfig({
  main: {
    build: {
      rollupOptions: {
        input: {
          index: src('main/index.ts'),
          core: src('main/core-process.ts'),
          loopback: src('loopback/index.ts'),
          cli: src('cli/index.ts'),
        },
      },
    },
  },
  preload: {
    build: {
      rollupOptions: {
        input: { index: src('preload/index.ts') },
        // A sandboxed preload must be CommonJS.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: rendererConfig(import.meta.dirname),
});
