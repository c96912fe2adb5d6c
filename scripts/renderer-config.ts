import react from '@vitejs/plugin-react';
import { join } from 'node:path';
import type { UserConfig } from 'vite';
import { openCvPlugin } from './opencv-plugin.ts';

/**
 * How the page is built and served, for the build and for `npm run dev`.
 * @param root the repository; a config file is bundled elsewhere before it runs, so this file cannot know where it is
 */
export function rendererConfig(root: string) {
  return {
    root: join(root, 'src/renderer'),
    plugins: [react()],
    worker: { format: 'es', plugins: () => [openCvPlugin()] },
    build: { rollupOptions: { input: join(root, 'src/renderer/index.html') }, target: 'esnext' },
  } satisfies UserConfig;
}
