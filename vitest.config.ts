import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'src/**/*.test.{ts,tsx}',
      'tests/{contract,migrations,architecture,parity,kill,exchange,media,support}/**/*.test.ts',
    ],
    setupFiles: ['tests/support/property-seed.ts'],
    testTimeout: 60_000,
  },
});
