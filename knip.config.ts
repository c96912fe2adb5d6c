/** Unused files, exports and packages. Whatever is started by a script, a host or a test runner is an entry. */
export default {
  entry: [
    'scripts/*.{ts,mjs}',
    'src/{main,preload,loopback,cli}/index.ts',
    'src/main/core-process.ts',
    'src/renderer/index.html',
    'bench/run.ts',
    'bench/*/index.ts',
    'tests/**/*.test.ts',
    'tests/**/*.spec.ts',
  ],
  project: ['src/**/*.{ts,tsx}', 'scripts/**/*.ts', 'bench/**/*.ts', 'tests/**/*.ts'],
  // Debian's, installed or used only where it is there.
  ignoreBinaries: ['apt-get'],
};
