import react from '@vitejs/plugin-react';
import { join } from 'node:path';
import type { UserConfig } from 'vite';
import { root } from './run-tool.ts';

/** How the page is built and served, for the build and for `npm run dev`. */
export const rendererConfig = {
  root: join(root, 'src/renderer'),
  plugins: [react()],
  worker: { format: 'es' },
  build: { rollupOptions: { input: join(root, 'src/renderer/index.html') }, target: 'esnext' },
} satisfies UserConfig;
