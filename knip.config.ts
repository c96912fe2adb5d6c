/** Unused files, exports and packages. Whatever is started by a script, a host or a test runner is an entry. */
export default {
  entry: [
    'scripts/*.{ts,mjs}',
    'scripts/clips/{make,verify}-*.ts',
    'src/{main,preload,loopback,cli}/index.ts',
    'src/renderer/index.html',
    'bench/run.ts',
    'bench/*/index.ts',
    // Loaded into a page by the browser, and run by hand beside Python.
    'tests/media/*-page.ts',
    'tests/exchange/consumers/*.ts',
    'tests/**/*.test.ts',
    'tests/**/*.spec.ts',
  ],
  project: ['src/**/*.{ts,tsx}', 'scripts/**/*.ts', 'bench/**/*.ts', 'tests/**/*.ts'],
  // The system's, used only where they are there.
  ignoreBinaries: ['apt-get', 'ffmpeg', 'ffprobe', 'mount', 'umount', 'unshare'],
  // An export that its own file uses may be there to be read or named; what nobody uses at all goes.
  ignoreExportsUsedInFile: true,
};
