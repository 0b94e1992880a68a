import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'conformance/**/*.test.ts'],
    // One embedded PostgreSQL serves every database test of a run (see conformance/setup/database.ts).
    globalSetup: ['conformance/setup/database.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});
