import { defineConfig } from 'vitest/config';

/** Real clients against the running server: `npm run test:clients`. */
export default defineConfig({
  test: {
    include: ['conformance/clients/*.clients.ts'],
    globalSetup: ['conformance/clients/setup.ts'],
    // One client at a time: the server and the clients share the machine.
    maxWorkers: 1,
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
